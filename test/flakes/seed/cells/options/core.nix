{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my = {
    user = {
      name = mkOption {
        type = types.str;
        default = "rowan";
        description = "Login name of the gardener";
      };
      fullName = mkOption {
        type = types.str;
        default = "Rowan Bramble";
      };
    };

    stateVersion = mkOption {
      type = types.str;
      default = "25.05";
    };

    enableWindchimes = mkOption {
      type = types.bool;
      default = false;
    };
  };
}
