/**
 * Functions of nixpkgs' `lib.modules` that build modules: options that are renamed, aliased or removed. Nix text, evaluated by the
 * same evaluator as the flake; behaviour after the nixpkgs manual, "Option definitions" and `lib/modules.nix`.
 */
export const renamedOptions = /* nix */ `
{ lib }:
let
  inherit (lib) attrByPath getAttrFromPath mkIf mkMerge mkOption mkOverride optionalAttrs setAttrByPath;

  wrapped = wrap: option: mkIf (option.isDefined or false) (wrap (mkMerge (option.definitions or [ ])));

  rename =
    { from, to, use ? (x: x), condition ? true, visible ? false, warn ? false, withPriority ? true }:
    { config, options, ... }:
    let
      source = getAttrFromPath from options;
      target = attrByPath to null options;
      knownType = target != null && target ? type;
    in
    {
      options = setAttrByPath from (
        mkOption ({ inherit visible; apply = _: use (getAttrFromPath to config); } // optionalAttrs knownType { inherit (target) type; })
      );
      config = mkIf condition (wrapped (setAttrByPath to) source);
    };
in
{
  doRename = rename;
  mkAliasOptionModule = from: to: rename { inherit from to; visible = true; };
  mkAliasOptionModuleMD = from: to: rename { inherit from to; visible = true; };
  mkRenamedOptionModule = from: to: rename { inherit from to; warn = true; };
  mkRenamedOptionModuleWith = { from, to, ... }: rename { inherit from to; };
  mkRemovedOptionModule = from: reason: { options, ... }: {
    options = setAttrByPath from (mkOption { visible = false; apply = _: throw "The option \`\${lib.showOption from}' can no longer be used since it's been removed. \${reason}"; });
  };
  mkChangedOptionModule = from: to: change: { config, ... }: {
    options = setAttrByPath from (mkOption { visible = false; });
    config = setAttrByPath to (lib.mkDefault (change config));
  };
  mkMergedOptionModule = from: to: merge: { config, ... }: {
    options = lib.foldl' lib.recursiveUpdate { } (map (path: setAttrByPath path (mkOption { visible = false; })) from);
    config = setAttrByPath to (merge config);
  };
  mkAliasDefinitions = option: wrapped (x: x) option;
  mkAliasAndWrapDefinitions = wrap: option: wrapped wrap option;
  mkAliasAndWrapDefsWithPriority = wrap: option: wrapped wrap option;
  mkDerivedConfig = option: f: mkIf (option.isDefined or false) (lib.mkOverride (option.highestPrio or 100) (f option.value));
}
`;
