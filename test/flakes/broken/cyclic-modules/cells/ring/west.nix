_: {
  imports = [ ./east.nix ];

  config.my.branches.ring.nixosModules = [
    { services.thermald.enable = true; }
  ];
}
