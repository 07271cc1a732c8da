{
  config,
  lib,
  gardenLib,
  ...
}:
let
  cfg = config.my;
  hostCfg = cfg.hosts.cellar;
  branches = gardenLib.gather {
    inherit cfg hostCfg;
    hostName = "cellar";
  };
in
{
  config.my.hosts.cellar = {
    keepsProfile = false;
    branches = [
      "keys"
      "fence"
      "pantry"
      "apiary"
    ];

    nixosModules = [
      (
        { ... }:
        {
          networking.hostName = "cellar";
          boot.loader.systemd-boot.enable = true;
          fileSystems."/" = lib.mkDefault {
            device = "/dev/disk/by-label/cellar";
            fsType = "ext4";
          };
          users.users.${cfg.user.name}.openssh.authorizedKeys.keys = [
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHedgerowHedgerowHedgerowHedgerowHedgerow rowan@orchid"
          ];
        }
      )
    ];
  };

  config.my.apiary = {
    enable = true;
    port = 8310;
    public.domain = "bees.example.org";
  };

  config.flake.nixosConfigurations.cellar = lib.nixosSystem {
    system = hostCfg.system;
    modules = [
      ./_hardware.nix
    ]
    ++ branches.nixosModules
    ++ hostCfg.nixosModules
    ++ hostCfg.hardwareModules;
  };
}
