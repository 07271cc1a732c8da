/**
 * What haumea loads (https://nix-community.github.io/haumea), after its documentation: a folder as a set, by the names of files and
 * folders. Names with an underscore in front are private: they are loaded for their siblings, and no part of the result.
 */
export const haumeaLibrary = /* nix */ `
{ lib }:
let
  inherit (builtins) attrNames foldl' functionArgs head intersectAttrs isFunction isList listToAttrs match readDir;

  named = test: loader: { matches = test; inherit loader; };
  matchers = {
    always = named (_: true);
    nix = named (lib.hasSuffix ".nix");
    json = named (lib.hasSuffix ".json") loaders.json;
    toml = named (lib.hasSuffix ".toml") loaders.toml;
    extension = extension: named (lib.hasSuffix ".\${extension}");
    regex = pattern: loader: { matches = name: match pattern name != null; loader = loader (match pattern); };
  };

  given = inputs: module: if isFunction module then module (intersectAttrs (functionArgs module) inputs) else module;
  loaders = {
    default = inputs: path: given inputs (import path);
    verbatim = _: import;
    path = _: path: path;
    scoped = inputs: path: builtins.scopedImport inputs path;
    callPackage = inputs: path: given inputs (import path);
    json = _: path: lib.importJSON path;
    toml = _: path: lib.importTOML path;
  };

  lifted = set: removeAttrs set [ "default" ] // (if set ? default && builtins.isAttrs set.default then set.default else { });
  transformers = {
    liftDefault = _: set: if builtins.isAttrs set && set ? default then lifted set else set;
    prependUnderscore = _: set: set;
    hoistAttrs = _: _: _: set: set;
    hoistLists = _: _: _: set: set;
  };

  plainName = name: let found = match "_*(.*)\\\\.nix" name; in if found != null then head found else head (match "_*(.*)" name);
  isPrivate = name: lib.hasPrefix "_" name;

  load =
    { src, loader ? loaders.default, inputs ? { }, transformer ? [ ] }:
    let
      rules = if isList loader then loader else [ (matchers.nix loader) ];
      transforms = lib.toList transformer;
      folder = path: cursor: outer:
        let
          entries = readDir path;
          ruleOf = name: lib.findFirst (rule: rule.matches name) null rules;
          kept = lib.filter (name: entries.\${name} == "directory" || ruleOf name != null) (attrNames entries);
          place = name: path + "/\${name}";
          scope = { self = all; super = outer; root = whole; } // inputs;
          value = name:
            if entries.\${name} == "directory" then folder (place name) (cursor ++ [ (plainName name) ]) all
            else (ruleOf name).loader scope (place name);
          pair = name: { name = plainName name; value = value name; };
          all = listToAttrs (map pair kept);
          public = listToAttrs (map pair (lib.filter (name: !(isPrivate name)) kept));
        in
        foldl' (set: change: change cursor set) public transforms;
      whole = folder src [ ] { };
    in
    builtins.seq (builtins.length (dendriticNative.filesBelow src)) whole;
in
{ inherit load loaders matchers transformers; }
`;
