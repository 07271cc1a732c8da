# haumea's library (https://github.com/nix-community/haumea), all revisions, after its documentation: a folder as a set, by the names of
# files and folders. What begins with an underscore is private: with one it is seen by whatever the folder loads, with two by what lies
# beside or below it, from outside not at all. Arguments are handed over lazily, as haumea does: one that nobody supplies and nobody reads
# is not an error.
# Left out: the results of `loadEvalTests`.
{ lib }:
let
  inherit (builtins) concatMap foldl' functionArgs head isFunction length listToAttrs mapAttrs match readDir;

  named = matches: loader: { inherit matches loader; };
  matchers = {
    always = named (_: true);
    extension = extension: named (name: match ".+\\.${lib.escapeRegex extension}" name != null);
    nix = matchers.extension "nix";
    json = matchers.extension "json" (_: lib.importJSON);
    toml = matchers.extension "toml" (_: lib.importTOML);
    regex = pattern: loader: {
      matches = name: match pattern name != null;
      loader = inputs: path: loader (match pattern (baseNameOf path)) inputs path;
    };
  };

  given = importer: inputs: path:
    let module = lib.toFunction (importer path); in
    module (mapAttrs (name: _: inputs.${name}) (functionArgs module));
  loaders = {
    default = given import;
    verbatim = _: import;
    path = _: path: path;
    scoped = inputs: given (builtins.scopedImport inputs) inputs;
    callPackage = inputs: path: lib.callPackageWith inputs path { };
  };

  # What files hold under one name, taken out of them to stand beside them.
  hoisted = from: to: wrap: merge: cursor: set:
    let
      target = if cursor == [ ] then to else from;
      taken = name: value:
        if value ? ${from} then { ${name} = removeAttrs value [ from ]; ${target} = wrap name value.${from}; }
        else { ${name} = value; };
    in
    foldl' (merge target) { } (lib.mapAttrsToList taken set);
  transformers = {
    liftDefault = _: set: removeAttrs set [ "default" ] // (set.default or { });
    prependUnderscore = _: lib.mapAttrs' (name: lib.nameValuePair (if match "[A-Za-z_].*" name != null then name else "_${name}"));
    hoistAttrs = from: to: hoisted from to (name: value: { ${name} = value; }) (_: lib.recursiveUpdate);
    hoistLists = from: to: hoisted from to (_: value: value)
      (target: before: more: before // more // { ${target} = before.${target} or [ ] ++ more.${target} or [ ]; });
  };

  bareName = name: head (match "_?_?(.*)" name);
  stem = name: let found = match "(.+)\\.[^.]+" name; in if found == null then name else head found;
  readersOf = name: if lib.hasPrefix "__" name then "near" else if lib.hasPrefix "_" name then "inside" else "all";

  load =
    { src, loader ? loaders.default, inputs ? { }, transformer ? [ ] }:
    let
      rules = if isFunction loader then [ (matchers.nix loader) ] else loader;
      transforms = lib.flatten transformer;
      entriesOf = path: cursor:
        let files = readDir path; in
        concatMap (entryOf path cursor files) (builtins.attrNames files);
      entryOf = path: cursor: files: file:
        let
          name = bareName file;
          rule = lib.findFirst (rule: rule.matches name) null rules;
          place = path + "/${file}";
          value = rule.loader (inputs // { self = value; super = lib.getAttrFromPath cursor all; root = all; }) place;
          all = view cursor [ ] whole;
          readers = readersOf file;
        in
        if name == "" then [ ]
        else if files.${file} == "directory" then [ { inherit name readers; inside = entriesOf place (cursor ++ [ name ]); } ]
        else if files.${file} == "regular" && rule != null then [ { name = stem name; inherit readers value; } ]
        else [ ];
      # A folder as it looks to a file in the folder `from`; null: from outside.
      view = from: cursor: entries:
        let
          isSeen = entry: entry.readers == "all"
            || from != null && (entry.readers == "inside" || lib.take (length cursor) from == cursor);
          pair = entry: {
            inherit (entry) name;
            value = if entry ? inside then view from (cursor ++ [ entry.name ]) entry.inside else entry.value;
          };
        in
        foldl' (set: change: change cursor set) (listToAttrs (map pair (lib.filter isSeen entries))) transforms;
      whole = entriesOf src [ ];
    in
    dendriticNative.lazyTree src (view null [ ] whole);
in
{
  inherit load loaders matchers transformers;
  # Tests that pass: that they do is not for a graph to judge.
  loadEvalTests = _: { };
}
