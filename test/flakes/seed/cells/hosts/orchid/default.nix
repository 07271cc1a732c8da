{
  config,
  inputs,
  lib,
  gardenLib,
  ...
}:
let
  cfg = config.my;
  hostCfg = cfg.hosts.orchid;
  user = cfg.user.name;
  branches = gardenLib.gather {
    inherit cfg hostCfg;
    hostName = "orchid";
  };
in
{
  config.my.hosts.orchid = {
    system = "x86_64-linux";
    branches = [
      "terrace"
      "press"
    ];
    nixosModules = [
      (
        { pkgs, ... }:
        {
          programs.steam = {
            enable = true;
            extraCompatPackages = [ pkgs.proton-ge-bin ];
          };
        }
      )
    ];
    hmModules = [
      {
        programs.mangohud.enable = true;
      }
    ];
    hardwareModules = [
      inputs.nixos-hardware.nixosModules.framework-13-7040-amd
    ];
  };

  config.flake.nixosConfigurations.orchid = lib.nixosSystem {
    system = hostCfg.system;
    modules = [
      ./_hardware.nix
      {
        config.nixpkgs.config.permittedInsecurePackages = [ "olm-3.2.16" ];
      }
      inputs.home-manager.nixosModules.home-manager
      (
        { pkgs, ... }:
        {
          networking.hostName = "orchid";
          environment.systemPackages = [ pkgs.powertop ];

          home-manager = {
            useGlobalPkgs = true;
            extraSpecialArgs = { inherit inputs; };
            users.${user}.imports =
              branches.hmModules
              ++ hostCfg.hmModules
              ++ [
                (
                  { lib, ... }:
                  {
                    home = {
                      username = user;
                      homeDirectory = lib.mkForce "/home/${user}";
                      stateVersion = cfg.stateVersion;
                    };
                  }
                )
              ];
          };
        }
      )
    ]
    ++ branches.nixosModules
    ++ hostCfg.nixosModules
    ++ hostCfg.hardwareModules;
  };
}
