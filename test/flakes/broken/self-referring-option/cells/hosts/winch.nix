{ config, lib, ... }:
{
  config.flake.nixosConfigurations.winch = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.bucket.nixosModules ++ config.my.branches.plumb.nixosModules;
  };
}
