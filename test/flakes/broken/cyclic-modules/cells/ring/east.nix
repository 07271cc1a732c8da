_: {
  imports = [ ./west.nix ];

  config.my.branches.ring.nixosModules = [
    { services.fwupd.enable = true; }
  ];
}
