{ config, lib, ... }:
{
  config.my.branches.terrace.hmModules = lib.optionals config.my.enableWindchimes [
    (
      { pkgs, ... }:
      {
        home.packages = [ pkgs.sonic-pi ];
      }
    )
  ];
}
