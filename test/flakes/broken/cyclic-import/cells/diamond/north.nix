_: {
  imports = [
    ../schema.nix
    ./south.nix
  ];

  config.my.branches.diamond.nixosModules = [
    { services.fwupd.enable = true; }
  ];
}
