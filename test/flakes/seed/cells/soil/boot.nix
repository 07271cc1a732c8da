_: {
  config.my.branches.base.nixosModules = [
    {
      boot.tmp.cleanOnBoot = true;
      zramSwap = {
        enable = true;
        memoryPercent = 40;
      };
    }
  ];
}
