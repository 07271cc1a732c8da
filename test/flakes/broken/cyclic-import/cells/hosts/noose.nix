{ config, lib, ... }:
{
  config.flake.nixosConfigurations.noose = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.noose.nixosModules;
  };
}
