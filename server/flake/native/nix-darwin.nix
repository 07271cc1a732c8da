# `nix-darwin.flakeModules.default` (https://github.com/nix-darwin/nix-darwin), all revisions: collectors and outputs of nix-darwin.
{ lib, moduleLocation, ... }:
{
  options.flake.darwinConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
  options.flake.darwinModules = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    default = { };
    apply = lib.mapAttrs (name: module: {
      _class = "darwin";
      _file = "${toString moduleLocation}#darwinModules.${name}";
      imports = [ module ];
    });
  };
}
