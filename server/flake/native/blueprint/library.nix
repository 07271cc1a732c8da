# blueprint (https://github.com/numtide/blueprint), all revisions, written from its documentation and behaviour: its library, and what
# it makes of a flake's folders as far as it is about hosts and modules: `hosts/<name>` by the file that is found there,
# `hosts/<name>/users` for Home Manager, and `modules/<class>/<name>`.
# Left out: packages, checks and shells. They are outside, since no host is made of them.
{ lib, outside }:
let
  inherit (builtins) match pathExists readDir;

  # Files by their name without the ending, and folders; of one name, the file.
  entriesOf = path:
    let
      kinds = readDir path;
      folders = lib.filterAttrs (_: type: type == "directory") kinds;
      bare = name: match "(.*)\.nix" name;
      files = lib.filterAttrs (name: type: type != "directory" && bare name != null) kinds;
      entry = name: type: { inherit type; path = path + "/${name}"; };
    in
    if pathExists path
    then lib.mapAttrs entry folders // lib.mapAttrs' (name: type: lib.nameValuePair (builtins.head (bare name)) (entry name type)) files
    else { };
  optionalPathAttrs = path: use: if pathExists path then use path else { };
in
{
  inherit optionalPathAttrs;
  mkBlueprint = import ./outputs.nix { inherit lib outside entriesOf; };
  importDir = path: use: optionalPathAttrs path (_: use (entriesOf path));
  entriesPath = lib.mapAttrs (_: { path, ... }: path);
  tryImport = path: args: optionalPathAttrs path (_: import path args);
  withPrefix = prefix: lib.mapAttrs' (name: lib.nameValuePair "${prefix}${name}");
}
