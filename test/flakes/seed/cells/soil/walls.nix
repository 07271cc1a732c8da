{ config, ... }:
{
  config.my.branches.fence.nixosModules = [
    (
      { lib, ... }:
      {
        networking.firewall.enable = true;
        security.sudo.execWheelOnly = lib.mkDefault (config.my.profile.security.level == "thorny");
      }
    )
  ];
}
