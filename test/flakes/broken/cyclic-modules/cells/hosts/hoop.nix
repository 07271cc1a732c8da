{ config, lib, ... }:
{
  config.flake.nixosConfigurations.hoop = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.ring.nixosModules;
  };
}
