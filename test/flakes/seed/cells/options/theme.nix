{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my.theme = mkOption {
    type = types.submodule {
      options = {
        slug = mkOption { type = types.str; };
        variant = mkOption {
          type = types.enum [
            "dusk"
            "noon"
          ];
        };
        colors = mkOption {
          type = types.submodule {
            options = builtins.listToAttrs (
              map
                (name: {
                  inherit name;
                  value = mkOption { type = types.str; };
                })
                [
                  "moss"
                  "clay"
                  "thistle"
                  "cream"
                ]
            );
          };
        };
        accent = mkOption { type = types.str; };
        font = mkOption {
          type = types.submodule {
            options = {
              mono = mkOption { type = types.str; };
              size = mkOption { type = types.int; };
            };
          };
        };
        petals = mkOption {
          type = types.submodule {
            options = builtins.listToAttrs (
              map (n: {
                name = "petal_${toString n}";
                value = mkOption { type = types.str; };
              }) (lib.range 1 3)
            );
          };
        };
      };
    };
  };
}
