topLevel@{ config, ... }:
{
  flake.modules.nixos.canopy =
    { config, pkgs, ... }:
    {
      imports = with topLevel.config.flake.modules.nixos; [ trunk ];

      services.displayManager.enable = config.services.openssh.enable;
      environment.systemPackages = [ pkgs.foot ];
    };
}
