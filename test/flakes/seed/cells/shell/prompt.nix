{ config, ... }:
let
  inherit (config.my) theme;
in
{
  config.my.branches.base.nixosModules = [
    (_: {
      programs.zsh.enable = true;
    })
  ];

  config.my.branches.base.hmModules = [
    {
      programs.starship = {
        enable = true;
        settings.palette = theme.slug;
      };
    }
  ];
}
