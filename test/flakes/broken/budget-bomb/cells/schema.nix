{ lib, ... }:
{
  options.my.branches = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule {
        options.nixosModules = lib.mkOption {
          type = lib.types.listOf lib.types.deferredModule;
          default = [ ];
        };
      }
    );
    default = { };
  };
}
