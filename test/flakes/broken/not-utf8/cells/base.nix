_: {
  config.my.branches.base.nixosModules = [
    { services.openssh.enable = true; }
  ];
}
