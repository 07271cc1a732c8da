{ config, lib, ... }:
{
  config.flake.nixosConfigurations.ouroboros = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.ouroboros.nixosModules;
  };
}
