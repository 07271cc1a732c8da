# clan-core's flake module (https://git.clan.lol/clan/clan-core, https://docs.clan.lol), all revisions, written from its documentation
# and behaviour.
{ config, inputs, lib, options, flake-parts-lib, self, ... }:
let
  inherit (lib) mkOption types;
  # The same option has two names: clan and flake.clan.
  others = builtins.concatMap (definition: if definition.value ? clan then [ definition.value.clan ] else [ ]) (
    builtins.filter (definition: builtins.isAttrs definition.value) options.flake.definitionsWithLocations
  );
in
{
  options.clan = mkOption {
    default = { };
    type = types.submoduleWith {
      class = "clan";
      specialArgs = { inherit self; };
      modules = [ (import ./core.nix { inherit inputs; }) ];
    };
  };
  options.flake = flake-parts-lib.mkSubmoduleOptions {
    clan = mkOption {
      type = lib.mkOptionType { name = "alias"; check = _: true; merge = _: _: null; };
      default = null;
      apply = _: config.clan;
    };
    darwinConfigurations = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
  };
  config.clan = lib.mkMerge others;
  config.flake = { inherit (config.clan) nixosConfigurations darwinConfigurations; };
}
