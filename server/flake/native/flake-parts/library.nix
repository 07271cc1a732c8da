# flake-parts (https://github.com/hercules-ci/flake-parts, https://flake.parts), all revisions, written from its documentation and
# behaviour: its library. `classes`: `flake.nixosModules` have their class (since 2025-11-10). `modules`: `flakeModules.modules` of the same
# revision.
# Only what the graph can depend on is here: option paths and types, merging, `apply`, module arguments. Left out: descriptions, error
# texts, what is about packages.
{ lib, classes, modules, moduleClassName ? "flake" }:
let
  inherit (lib) mkOption types;

  evalFlakeModule =
    args@{ inputs ? args.self.inputs, self ? inputs.self, specialArgs ? { }, moduleLocation ? "${self.outPath}/flake.nix" }:
    module:
    lib.evalModules {
      class = moduleClassName;
      specialArgs = {
        inherit self inputs moduleLocation;
        flake-parts-lib = library;
      } // specialArgs;
      modules = [
        (import ./core.nix { inherit classes; })
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
      flake.modules.flake.${name} = module;
    };
    memoizeStr = f: f;
    mkTransposedPerSystemModule =
      { name, option, file ? null }:
      {
        options.flake.${name} = mkOption {
          type = types.lazyAttrsOf option.type;
          default = { };
        };
        options.perSystem = library.mkPerSystemOption { options.${name} = option; };
        config.transposition.${name} = { };
      };
  };
in
library
