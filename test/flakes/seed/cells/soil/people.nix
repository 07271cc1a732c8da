{ config, ... }:
let
  cfg = config.my;
  user = cfg.user.name;
in
{
  config.my.branches.base.nixosModules = [
    (
      { pkgs, ... }:
      {
        users.users.${user} = {
          isNormalUser = true;
          description = cfg.user.fullName;
          shell = pkgs.zsh;
          extraGroups = [ "wheel" ];
        };
        system.stateVersion = cfg.stateVersion;
      }
    )
  ];
}
