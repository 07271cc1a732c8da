{
  config,
  inputs,
  lib,
  ...
}:
let
  cfg = config.my;
  hostCfg = cfg.hosts.sparrow;
  grown = map (name: cfg.branches.${name} or (throw "sparrow wants an unknown branch: ${name}")) (
    lib.unique (cfg.profile.branches ++ hostCfg.branches)
  );
  sparrowModules = [
    ./_hardware.nix
    inputs.home-manager.nixosModules.home-manager
    {
      networking.hostName = "sparrow";
      home-manager.sharedModules = lib.concatMap (branch: branch.hmModules) grown ++ hostCfg.hmModules;
      home-manager.users.${cfg.user.name}.imports = [ ./_nest.nix ];
    }
  ]
  ++ lib.concatMap (branch: branch.nixosModules) grown
  ++ hostCfg.nixosModules
  ++ hostCfg.hardwareModules;
in
{
  config.my.hosts.sparrow = {
    system = "aarch64-linux";
    branches = [ "pantry" ];
    hardwareModules = [ inputs.nixos-hardware.nixosModules.raspberry-pi-4 ];
  };

  config.flake.nixosConfigurations.sparrow = lib.nixosSystem {
    system = hostCfg.system;
    modules = sparrowModules;
  };

  config.flake.packages.${hostCfg.system}.sparrow-card = inputs.nixos-generators.nixosGenerate {
    system = hostCfg.system;
    format = "sd-aarch64";
    modules = sparrowModules;
  };
}
