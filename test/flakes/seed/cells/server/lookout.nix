{ config, ... }:
let
  userName = config.my.user.name;
in
{
  config.my.branches.tower.nixosModules = [
    (
      { pkgs, ... }:
      {
        environment.systemPackages = [ pkgs.wireguard-tools ];
        users.users.${userName}.extraGroups = [ "netdev" ];
      }
    )
  ];
}
