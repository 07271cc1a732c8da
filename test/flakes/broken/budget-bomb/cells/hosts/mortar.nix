{ config, lib, ... }:
{
  config.flake.nixosConfigurations.mortar = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.fireworks.nixosModules;
  };
}
