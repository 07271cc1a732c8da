{ config, lib, ... }:
{
  config.my.branches.plumb.nixosModules = lib.optional (config.my.depth > 3) {
    services.thermald.enable = true;
  };
}
