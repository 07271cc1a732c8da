# `den.flakeOutputs` (https://github.com/vic/den), since 2026-03-31, written from its documentation and behaviour: modules that declare
# the option `flake`, or one output of it, for flakes that flake-parts does not make.
let
  flakeNames = [ "nixosConfigurations" "darwinConfigurations" "homeConfigurations" ];
  systemNames = [ "devShells" "packages" "apps" "checks" "tests" "legacyPackages" ];
  outputType = lib: imports: lib.types.submodule { inherit imports; freeformType = lib.types.lazyAttrsOf lib.types.unspecified; };
  declared = typeOf: name: { lib, ... }: { options.flake.${name} = lib.mkOption { type = typeOf lib; default = { }; }; };
  modules = typeOf: names: builtins.listToAttrs (map (name: { inherit name; value = declared typeOf name; }) names);
in
modules (lib: outputType lib [ ]) flakeNames
// modules (lib: lib.types.lazyAttrsOf (outputType lib [ ])) systemNames
// {
  flake = { config, lib, ... }: {
    options.flake = lib.mkOption {
      type = outputType lib [ (let schema = config.den.schema.flake or { }; in schema.module or schema) ];
      default = { };
    };
  };
}
