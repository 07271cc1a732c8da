{ config, lib, ... }:
{
  config.flake.nixosConfigurations.lantern = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.rope.nixosModules;
  };
}
