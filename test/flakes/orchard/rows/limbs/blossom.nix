{ config, inputs, ... }:
let
  inherit (config.flake) modules;
in
{
  flake.modules = {
    nixos.blossom = {
      imports = [
        modules.nixos.canopy
        inputs.home-manager.nixosModules.home-manager
      ];

      home-manager.users.wren.imports = with config.flake.modules.homeManager; [
        bark
        blossom
      ];
    };

    homeManager.blossom =
      { pkgs, ... }:
      {
        home.packages = [ pkgs.inkscape ];
      };
  };
}
