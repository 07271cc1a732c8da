/**
 * What flake-parts does, written anew from its documentation and behaviour (https://flake.parts): the library functions and the core
 * modules. Nix text, because it is about Nix modules; it is evaluated by the same evaluator as the flake. Only what the graph can
 * depend on is here: option paths and types, merging, `apply`, module arguments; no descriptions, no error prose.
 * `classes`: `flake.nixosModules` have their class (since 2025-11-10). `modules`: `flakeModules.modules` of the same revision.
 */
export const flakePartsLibrary = /* nix */ `
{ lib, classes, modules, moduleClassName ? "flake" }:
let
  inherit (lib) mkOption types;

  evalFlakeModule =
    args@{ inputs ? args.self.inputs, self ? inputs.self, specialArgs ? { }, moduleLocation ? "\${self.outPath}/flake.nix" }:
    module:
    lib.evalModules {
      class = moduleClassName;
      specialArgs = {
        inherit self inputs moduleLocation;
        flake-parts-lib = library;
      } // specialArgs;
      modules = [
        (import ./flake-parts-core.nix { inherit classes; })
        module
      ];
    };

  library = {
    inherit evalFlakeModule;
    mkFlake = args: module: (evalFlakeModule args module).config.processedFlake;
    defaultModule = candidate: candidate.flakeModules.default or candidate;
    mkSubmoduleOptions = options: mkOption { type = types.submoduleWith { modules = [ { inherit options; } ]; }; };
    mkDeferredModuleType = module: types.deferredModuleWith { staticModules = [ module ]; };
    mkDeferredModuleOption = module: mkOption { type = library.mkDeferredModuleType module; };
    mkPerSystemType = library.mkDeferredModuleType;
    mkPerSystemOption = library.mkDeferredModuleOption;
    attrsWith = types.attrsWith;
    mkAliasOptionModule = lib.mkAliasOptionModule;
    importApply = path: arguments: lib.setDefaultModuleLocation path (import path arguments);
    importAndPublish = name: module: { ... }: {
      _class = "flake";
      imports = [ module modules ];
      flake.modules.flake.\${name} = module;
    };
    memoizeStr = f: f;
    mkTransposedPerSystemModule =
      { name, option, file ? null }:
      {
        options.flake.\${name} = mkOption {
          type = types.lazyAttrsOf option.type;
          default = { };
        };
        options.perSystem = library.mkPerSystemOption { options.\${name} = option; };
        config.transposition.\${name} = { };
      };
  };
in
library
`;

/** The modules that every flake-parts evaluation starts with. */
export const flakePartsCore = /* nix */ `
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
    _file = "\${toString moduleLocation}#\${attribute}.\${name}";
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
    flake = mapAttrs (name: _: mapAttrs (_: system: system.\${name}) config.allSystems) config.transposition;
    _module.args = {
      inherit withSystem;
      getSystem = system: config.allSystems.\${system} or (config.perSystem system);
      getSystemIgnoreWarning = system: config.allSystems.\${system} or (config.perSystem system);
      moduleWithSystem = module: { config, ... }:
        let
          system = config._module.args.system or (dendriticNative.outside "system");
          arguments = withSystem system (found: found);
        in
        { imports = [ (module (mapAttrs (name: _: arguments.\${name}) (builtins.functionArgs module))) ]; };
    };
  };
}
`;

/** `flake-parts.flakeModules.modules`: collectors of modules by class. `functions`: published modules are functions (since 2025-12-12), else sets. */
export const flakePartsModules = /* nix */ `
{ functions ? true }:
{ lib, moduleLocation, ... }:
let
  inherit (lib) mapAttrs mkOption types;
  publish = class: name: module:
    let
      published = {
        _class = class;
        _file = "\${toString moduleLocation}#modules.\${class}.\${name}";
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
`;

/** `flake-parts.flakeModules.flakeModules`: modules for other flakes. */
export const flakePartsFlakeModules = /* nix */ `
{ lib, moduleLocation, ... }:
{
  options.flake.flakeModules = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    default = { };
    apply = lib.mapAttrs (name: module: {
      _class = "flake";
      _file = "\${toString moduleLocation}#flakeModules.\${name}";
      key = "\${toString moduleLocation}#flakeModules.\${name}";
      imports = [ module ];
    });
  };
  options.flake.flakeModule = lib.mkOption { type = lib.types.deferredModule; default = { }; };
}
`;

/** `flake-parts.flakeModules.partitions`: outputs taken from further evaluations of the same modules. */
export const flakePartsPartitions = /* nix */ `
{ config, lib, options, inputs, self, extendModules, partitionStack, ... }:
let
  inherit (lib) mapAttrs mkOption optionalAttrs types;
in
{
  options.partitionedAttrs = mkOption { type = types.attrsOf types.str; default = { }; };
  options.partitions = mkOption {
    default = { };
    type = types.attrsOf (types.submodule ({ config, name, ... }: {
      options.extraInputsFlake = mkOption { type = types.raw; };
      options.extraInputs = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
      options.module = mkOption {
        default = { };
        type = (extendModules {
          specialArgs = {
            inputs = inputs // config.extraInputs;
            partitionStack = partitionStack ++ [ name ];
          };
        }).type;
      };
    }));
  };
  config = {
    _module.args.partitionStack = [ ];
    flake = optionalAttrs (partitionStack == [ ]) (
      mapAttrs (name: partition: lib.mkForce config.partitions.\${partition}.module.flake.\${name}) config.partitionedAttrs
    );
  };
}
`;
