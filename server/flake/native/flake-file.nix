# flake-file's flake modules (https://github.com/vic/flake-file, https://flake-file.oeiuwq.com), after its documentation: options that
# describe a flake.nix, which only its own commands read. The dendritic one brings flake-parts' collectors of modules, and `aspects` what
# revisions until 2025-11-21 brought besides. `outside` names the module for people: revisions declare a little more or less.
{ dendritic, aspects, outside }:
{ inputs, lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  imports = [ (dendriticNative.outside outside) ] ++ lib.optional dendritic (inputs.flake-parts.flakeModules.modules or { })
    ++ lib.optionals aspects [ (inputs.flake-aspects.flakeModule or { }) (inputs.den.flakeModule or { }) ];
  options.flake-file = mkOption {
    default = { };
    type = types.submodule { freeformType = types.lazyAttrsOf types.anything; };
  };
  config = lib.optionalAttrs dendritic {
    flake.modules = { };
    systems = lib.mkDefault lib.systems.flakeExposed;
  };
}
