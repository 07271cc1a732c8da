/** Schema and resolver in the seed's layout: branches and hosts as options of the flake's own, selected by strings. */
export const namedBranches = `
#- /cells/schema.nix
{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  modules = mkOption { type = types.listOf types.deferredModule; default = [ ]; };
  # Every option is read somewhere.
  notes = my: if my.switch then my.description else "";
in
{
  options.my.switch = mkOption { type = types.bool; default = false; };
  options.my.common = mkOption { type = types.listOf types.str; default = [ "base" ]; };
  options.my.branches = mkOption {
    type = types.attrsOf (types.submodule {
      options = {
        description = mkOption { type = types.str; default = ""; };
        nixosModules = modules;
        hmModules = modules;
      };
    });
    default = { };
  };
  options.my.hosts = mkOption {
    type = types.attrsOf (types.submodule { options.branches = mkOption { type = types.listOf types.str; default = [ ]; }; });
    default = { };
  };
  config._module.args.gather = name:
    let
      wanted = lib.unique (config.my.common ++ config.my.hosts.\${name}.branches);
      known = builtins.attrNames config.my.branches;
      strangers = builtins.filter (one: !(builtins.elem one known)) wanted;
    in
    if strangers != [ ] then throw "no such branches for \${name}: \${toString strangers}"
    else {
      nixos = lib.concatMap (one: config.my.branches.\${one}.nixosModules) wanted;
      home = lib.concatMap (one: config.my.branches.\${one}.hmModules) wanted;
    };
}
#- /cells/base.nix
{ my.branches.base.nixosModules = [ { boot.tmp.cleanOnBoot = true; } ]; }
`;

/** `flake.modules`, and hosts that name branches of it. */
export const flakeModules = `
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; systems = [ "x86_64-linux" ]; }
#- /cells/base.nix
{ flake.modules.nixos.base = { boot.tmp.cleanOnBoot = true; }; }
`;

/** Own options for branches of two classes, and hosts that a `mapAttrs` builds from a third. */
export const mappedHosts = `
#- /cells/schema.nix
{ config, inputs, lib, ... }:
let
  inherit (lib) mkOption types;
  modules = mkOption { type = types.lazyAttrsOf types.deferredModule; default = { }; };
in
{
  options.nixos.modules = modules;
  options.nixos.hosts = modules;
  options.home = modules;
  config.flake.nixosConfigurations =
    lib.mapAttrs (_: module: inputs.nixpkgs.lib.nixosSystem { modules = [ module ]; }) config.nixos.hosts;
}
#- /cells/base.nix
{ nixos.modules.base.boot.tmp.cleanOnBoot = true; }
`;

/** A host of each layout, to put beside what a test is about. */
export const namedHost = `
#- /cells/desk.nix
{ lib, gather, ... }: { my.hosts.desk = { }; flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; }; }
`;
export const flakeModulesHost = `
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
`;
export const mappedHost = `
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.base ]; }
`;
