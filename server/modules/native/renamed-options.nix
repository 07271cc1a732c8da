# Functions of nixpkgs' `lib.modules` that build modules: options that are renamed, aliased or removed. After the nixpkgs manual, "Option
# definitions", and `lib/modules.nix` (https://github.com/NixOS/nixpkgs), all revisions.
# Left out: the assertion of `mkRemovedOptionModule` that nobody sets the option.
{ lib, alias }:
let
  inherit (lib) attrByPath getAttrFromPath mkIf mkMerge mkOption mkOverride optionalAttrs setAttrByPath;

  wrapped = wrap: option: mkIf (option.isDefined or false) (wrap (mkMerge (option.definitions or [ ])));
  wrappedAt = wrap: option:
    mkIf (option.isDefined or false) (wrap (mkOverride (option.highestPrio or 100) (mkMerge (option.definitions or [ ]))));
  # The path in what a function makes where it puts what it is given.
  placeIn = value:
    if !builtins.isAttrs value then null
    else if value ? dendriticPlace then [ ]
    else if value._type or null == "if" || value._type or null == "override" then placeIn value.content
    else let below = lib.concatMap (name: let found = placeIn value.${name}; in lib.optional (found != null) ([ name ] ++ found)) (builtins.attrNames value); in
      if below == [ ] then null else builtins.head below;
  aliased = wrap: option: alias false option.loc (placeIn (wrap { dendriticPlace = null; }));

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
      config = mkIf condition (mkMerge [
        (optionalAttrs (options ? warnings) {
          warnings = lib.optional (warn && source.isDefined)
            "The option `${lib.showOption from}' defined in ${lib.showFiles source.files} has been renamed to `${lib.showOption to}'.";
        })
        (alias true source.loc to ((if withPriority then wrappedAt else wrapped) (setAttrByPath to) source))
      ]);
    };

  unset = "_mkMergedOptionModule";
  merged = from: to: merge: { config, ... }: {
    options = lib.foldl' lib.recursiveUpdate { } (map (path: setAttrByPath path (mkOption { visible = false; default = unset; })) from);
    config = setAttrByPath to (mkMerge (lib.optional (lib.any (path: getAttrFromPath path config != unset) from) (merge config)));
  };

  # A path of names as one writes it behind a set.
  pathText = names: lib.concatMapStringsSep "." lib.strings.escapeNixIdentifier names;
  package = pkgs: name:
    { nullable ? false, default ? name, example ? null, extraDescription ? "", pkgsText ? "pkgs" }:
    let
      names = lib.toList default;
      text = names: "${pkgsText}.${pathText names}";
      found = attrByPath names (throw "${pathText names} cannot be found in ${pkgsText}") pkgs;
    in
    mkOption (
      (if default != null then { default = found; defaultText = lib.literalExpression (text names); }
      else optionalAttrs nullable { default = null; })
      // {
        type = if nullable then lib.types.nullOr lib.types.package else lib.types.package;
        description = "The ${lib.last (lib.toList name)} package to use.${lib.optionalString (extraDescription != "") " "}${extraDescription}";
      }
      // optionalAttrs (example != null) {
        example = lib.literalExpression (if builtins.isList example then text example else example);
      }
    );
in
{
  mkPackageOption = package;
  mkPackageOptionMD = package;
  doRename = rename;
  mkAliasOptionModule = from: to: rename { inherit from to; visible = true; };
  mkAliasOptionModuleMD = from: to: rename { inherit from to; visible = true; };
  mkRenamedOptionModule = from: to: rename { inherit from to; warn = true; };
  mkRenamedOptionModuleWith = { from, to, ... }: rename { inherit from to; };
  mkRemovedOptionModule = from: reason: { options, ... }: {
    options = setAttrByPath from (mkOption { visible = false; apply = _: throw "The option `${lib.showOption from}' can no longer be used since it's been removed. ${reason}"; });
  };
  mkChangedOptionModule = from: merged [ from ];
  mkMergedOptionModule = merged;
  mkAliasDefinitions = option: aliased (x: x) option (wrapped (x: x) option);
  mkAliasAndWrapDefinitions = wrap: option: aliased wrap option (wrapped wrap option);
  mkAliasAndWrapDefsWithPriority = wrap: option: aliased wrap option (wrappedAt wrap option);
  mkDerivedConfig = option: f: mkIf (option.isDefined or false) (lib.mkOverride (option.highestPrio or 100) (f option.value));
}
