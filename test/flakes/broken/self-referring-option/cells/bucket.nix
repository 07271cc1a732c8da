{ config, lib, ... }:
{
  config.my.branches.bucket.nixosModules = lib.optionals config.my.echo [
    { services.fwupd.enable = true; }
  ];
}
