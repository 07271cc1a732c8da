{ config, lib, ... }:
let
  extrasCfg = config.my.profile.extras;
in
{
  config.my.branches.extras = {
    description = "Small comforts, each with its own switch.";

    nixosModules = lib.flatten [
      (lib.optional extrasCfg.compost.enable (
        { pkgs, ... }:
        {
          environment.systemPackages = [ pkgs.nh ];
        }
      ))
      (lib.optional extrasCfg.weather.enable {
        services.prometheus.exporters.node.enable = true;
      })
      (lib.optional extrasCfg.scarecrow.enable (
        { pkgs, lib, ... }:
        {
          environment.systemPackages = lib.optional (builtins.hasAttr "cowsay" pkgs) pkgs.cowsay;
        }
      ))
    ];

    hmModules = lib.flatten [
      (lib.optional extrasCfg.compost.enable (
        { ... }:
        {
          home.shellAliases.turn = "nh clean all --keep 3";
        }
      ))
    ];
  };
}
