_: {
  config.my.branches.pantry.nixosModules = [
    (
      { lib, ... }:
      {
        services.samba.enable = true;
        services.openssh.settings.PermitRootLogin = lib.mkDefault "no";
      }
    )
  ];
}
