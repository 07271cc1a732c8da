{ config, lib, ... }:
let
  cfg = config.my.apiary;
in
{
  config.my.branches.apiary.nixosModules = lib.optionals cfg.enable [
    (
      {
        config,
        lib,
        pkgs,
        ...
      }:
      {
        systemd.services.hive-scales = {
          wantedBy = [ "multi-user.target" ];
          environment.PORT = toString cfg.port;
          path = [ pkgs.rtl_433 ];
        };
        services.nginx.virtualHosts = lib.mkIf (cfg.public.domain != "") {
          ${cfg.public.domain}.locations."/".proxyPass = "http://127.0.0.1:${toString cfg.port}";
        };
        warnings = lib.optional (!(config ? sops)) "the scales have no key";
      }
    )
  ];
}
