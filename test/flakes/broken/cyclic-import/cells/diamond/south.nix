_: {
  imports = [ ../schema.nix ];

  config.my.branches.diamond.nixosModules = [
    { services.thermald.enable = true; }
  ];
}
