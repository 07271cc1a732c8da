{ config, lib, ... }:
{
  config.flake.nixosConfigurations.candle = lib.nixosSystem {
    modules = [ ./_wick.nix ] ++ config.my.branches.base.nixosModules;
  };
}
