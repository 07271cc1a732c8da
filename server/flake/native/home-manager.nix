# `home-manager.flakeModules.home-manager` (https://github.com/nix-community/home-manager), all revisions: collectors and outputs of Home
# Manager modules.
{ lib, moduleLocation, ... }:
let
  publish = attribute: lib.mapAttrs (name: module: {
    _class = "homeManager";
    _file = "${toString moduleLocation}#${attribute}.${name}";
    imports = [ module ];
  });
in
{
  options.flake.homeConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
  options.flake.homeModules = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    default = { };
    apply = publish "homeModules";
  };
}
