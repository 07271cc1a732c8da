{ lib, ... }:
let
  inherit (lib) mkEnableOption mkOption types;
in
{
  options.my.apiary = {
    enable = mkEnableOption "the beehive scales and their dashboard";

    port = mkOption {
      type = types.port;
      default = 8300;
      description = "Local port of the dashboard.";
    };

    public = {
      domain = mkOption {
        type = types.str;
        default = "";
        description = "Public name of the dashboard; empty keeps it at home.";
      };
    };
  };
}
