# `flake-parts.flakeModules.partitions`, all revisions: outputs taken from further evaluations of the same modules.
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
      mapAttrs (name: partition: lib.mkForce config.partitions.${partition}.module.flake.${name}) config.partitionedAttrs
    );
  };
}
