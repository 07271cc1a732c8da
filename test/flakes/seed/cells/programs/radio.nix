{ config, ... }:
let
  petals = config.my.theme.petals;
in
{
  config.my.branches.terrace.hmModules = [
    {
      xdg.configFile."cava/config".text = ''
        [color]
        gradient = 1
        gradient_color_1 = '${petals.petal_1}'
        gradient_color_2 = '${petals.petal_2}'
        gradient_color_3 = '${petals.petal_3}'
      '';
    }
  ];

  config.my.branches.pantry.nixosModules = [
    (
      { pkgs, ... }:
      {
        environment.systemPackages = with pkgs; [
          mpd
          mpc
        ];
      }
    )
  ];
}
