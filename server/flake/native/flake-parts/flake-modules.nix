# `flake-parts.flakeModules.flakeModules`, all revisions: modules for other flakes.
{ lib, moduleLocation, ... }:
{
  options.flake.flakeModules = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    default = { };
    apply = lib.mapAttrs (name: module: {
      _class = "flake";
      _file = "${toString moduleLocation}#flakeModules.${name}";
      key = "${toString moduleLocation}#flakeModules.${name}";
      imports = [ module ];
    });
  };
  options.flake.flakeModule = lib.mkOption { type = lib.types.deferredModule; default = { }; };
}
