{ config, lib, ... }:
{
  config.flake.nixosConfigurations.wick = lib.nixosSystem {
    modules = config.my.branches.base.nixosModules ++ config.my.branches.knot.nixosModules;
  };
}
