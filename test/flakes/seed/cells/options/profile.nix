{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my = {
    profile = {
      branches = mkOption {
        type = types.listOf types.str;
        default = [
          "base"
          "terrace"
          "fence"
          "keys"
          "extras"
        ];
        description = "What grows on every machine that keeps the profile.";
      };

      theme = mkOption {
        type = types.str;
        default = "hedgerow";
      };

      security.level = mkOption {
        type = types.enum [
          "woven"
          "thorny"
        ];
        default = "woven";
      };

      extras = {
        compost.enable = mkOption {
          type = types.bool;
          default = true;
        };

        weather.enable = mkOption {
          type = types.bool;
          default = true;
        };

        scarecrow.enable = mkOption {
          type = types.bool;
          default = false;
        };
      };
    };

    branches = mkOption {
      type = types.attrsOf (
        types.submodule {
          options = {
            description = mkOption {
              type = types.str;
              default = "";
            };
            nixosModules = mkOption {
              type = types.listOf types.deferredModule;
              default = [ ];
            };
            hmModules = mkOption {
              type = types.listOf types.deferredModule;
              default = [ ];
            };
          };
        }
      );
      default = { };
    };
  };
}
