{ config, lib, ... }:
{
  config.flake.nixosConfigurations.launchpad = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.rocket.nixosModules;
  };
}
