_: {
  config.my.branches.loft.nixosModules = [
    { services.fwupd.enable = true; }
  ];
}
