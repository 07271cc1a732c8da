# `flake-parts.flakeModules.modules`, all revisions: collectors of modules by class. `functions`: published modules are functions (since
# 2025-12-12), else sets.
{ functions ? true }:
{ lib, moduleLocation, ... }:
let
  inherit (lib) mapAttrs mkOption types;
  publish = class: name: module:
    let
      published = {
        _class = class;
        _file = "${toString moduleLocation}#modules.${class}.${name}";
        imports = [ module ];
      };
    in
    if class == "generic" then module else if functions then ({ ... }: published) else published;
in
{
  options.flake.modules = mkOption {
    type = types.lazyAttrsOf (types.lazyAttrsOf types.deferredModule);
    apply = mapAttrs (class: mapAttrs (publish class));
  };
}
