# `clan-core.lib`: `clan` makes a clan of options, `buildClan` is its older name with an older result. Left out: everything else there.
{ lib }:
let
  clan = given@{ self ? null, ... }: lib.evalModules {
    class = "clan";
    specialArgs = { inherit self; };
    modules = [ (import ./core.nix { inputs = self.inputs or (given.directory.inputs or { }); }) given ];
  };
in
{
  inherit clan;
  buildClan = given: (clan given).config;
}
