# The modules that every flake-parts evaluation starts with, all revisions. `classes`: `flake.nixosModules` have their class (since
# 2025-11-10).
{ classes }:
{ config, options, lib, flake-parts-lib, self, moduleLocation, ... }:
let
  inherit (lib) mapAttrs mkOption types;
  packageLike = types.lazyAttrsOf types.raw;
  transposed = name: type: default: flake-parts-lib.mkTransposedPerSystemModule {
    inherit name;
    option = mkOption { inherit type default; };
  };
  published = class: attribute: name: module: lib.optionalAttrs classes { _class = class; } // {
    _file = "${toString moduleLocation}#${attribute}.${name}";
    imports = [ module ];
  };
  evaluated = module: system:
    (lib.evalModules {
      modules = [ module ];
      class = "perSystem";
      prefix = [ "perSystem" system ];
      specialArgs = { inherit system; };
    }).config;
  withSystem = system: f: f (config._module.args.getSystem system).allModuleArgs;
  outputs = {
    nixosModules = mkOption {
      type = types.lazyAttrsOf types.deferredModule;
      default = { };
      apply = mapAttrs (published "nixos" "nixosModules");
    };
    nixosConfigurations = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    overlays = mkOption { type = types.lazyAttrsOf (types.uniq types.raw); default = { }; };
  };
in
{
  imports = [
    (transposed "packages" packageLike { })
    (transposed "legacyPackages" packageLike { })
    (transposed "checks" packageLike { })
    (transposed "devShells" packageLike { })
    (transposed "apps" packageLike { })
    (transposed "formatter" (types.nullOr types.raw) null)
    { options.flake = outputs; }
  ];
  options = {
    systems = mkOption { type = types.listOf types.str; };
    debug = mkOption { type = types.bool; default = false; };
    perInput = mkOption { type = types.functionTo (types.functionTo (types.lazyAttrsOf types.unspecified)); };
    allSystems = mkOption { type = types.lazyAttrsOf types.unspecified; internal = true; };
    transposition = mkOption {
      type = types.lazyAttrsOf (types.submodule { options.adHoc = mkOption { type = types.bool; default = false; }; });
      default = { };
    };
    processedFlake = mkOption {
      type = types.raw;
      readOnly = true;
      apply = value: if options.processedFlake.isDefined then value else config.flake;
    };
    flake = mkOption {
      default = { };
      type = types.submoduleWith {
        modules = [ { freeformType = types.lazyAttrsOf (types.unique { message = ""; } types.raw); } ];
      };
    };
    perSystem = mkOption {
      type = flake-parts-lib.mkPerSystemType (
        { config, options, specialArgs, system, ... }:
        {
          options.allModuleArgs = mkOption { type = types.lazyAttrsOf types.raw; internal = true; };
          options.debug = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
          config = {
            allModuleArgs = config._module.args // specialArgs // { inherit config options; };
            _module.args.self' = dendriticNative.outside "self'";
            _module.args.inputs' = dendriticNative.outside "inputs'";
          };
        }
      );
      apply = evaluated;
    };
  };
  config = {
    perSystem = { lib, ... }: { _module.args.pkgs = lib.mkOptionDefault (dendriticNative.outside "pkgs"); };
    allSystems = lib.genAttrs config.systems config.perSystem;
    flake = mapAttrs (name: _: mapAttrs (_: system: system.${name}) config.allSystems) config.transposition;
    _module.args = {
      inherit withSystem;
      getSystem = system: config.allSystems.${system} or (config.perSystem system);
      getSystemIgnoreWarning = system: config.allSystems.${system} or (config.perSystem system);
      moduleWithSystem = module: { config, ... }:
        let
          system = config._module.args.system or (dendriticNative.outside "system");
          arguments = withSystem system (found: found);
        in
        { imports = [ (module (mapAttrs (name: _: arguments.${name}) (builtins.functionArgs module))) ]; };
    };
  };
}
