{ config, ... }:
let
  theme = config.my.theme;
  c = theme.colors;
  accentHex = c.${theme.accent};
in
{
  config.my.branches.terrace.hmModules = [
    (
      { pkgs, ... }:
      {
        gtk = {
          enable = true;
          font = {
            name = theme.font.mono;
            inherit (theme.font) size;
          };
          theme.package = pkgs.adw-gtk3;
        };
        dconf.settings."org/gnome/desktop/interface".color-scheme =
          if theme.variant == "dusk" then "prefer-dark" else "prefer-light";
        xdg.configFile."gtk-4.0/colors.css".text = ''
          /* ${theme.slug} */
          @define-color accent_color #${accentHex};
          @define-color window_bg_color #${c.cream};
        '';
      }
    )
  ];
}
