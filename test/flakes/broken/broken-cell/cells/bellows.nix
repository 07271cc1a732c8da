_: {
  config.my.branches.base.nixosModules = [
    (
      { pkgs, ... }:
      {
        environment.systemPackages = [ pkgs.stoken ]
      }
    )
  ];
}
