{ config, ... }:
{
  config.my.branches.rope.nixosModules = [
    { networking.hostName = config.my.ping; }
  ];
}
