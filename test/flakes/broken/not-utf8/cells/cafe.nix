# café crème, written in Latin-1
_: {
  /* été */ config.my.branches.cafe.nixosModules = [
    { services.fwupd.enable = true; }
  ];
}
