import { flakeNix } from "../small-flake.ts";

/** Files of a small flake, to be put together: with a schema, a host that selects branches by strings, and two branches. */
export const root = `\n${flakeNix().trimEnd()}`;

export const schema = `
#- /cells/schema.nix
{ lib, ... }:
let
  modules = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
in
{
  options.my.theme = lib.mkOption { type = lib.types.str; default = "moss"; description = "How it looks."; };
  options.my.branches = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule {
      options.description = lib.mkOption { type = lib.types.str; default = ""; };
      options.nixos = modules;
    });
  };
  options.my.hosts = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule {
      options.branches = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
    });
  };
}`;

export const host = `
#- /cells/lamp.nix
{ config, lib, ... }:
{
  my.hosts.lamp.branches = [ "desk" ];
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = lib.concatMap (name: config.my.branches.\${name}.nixos) config.my.hosts.lamp.branches;
  };
}`;

export const branches = `
#- /cells/desk.nix
{
  my.branches.desk.nixos = [ { networking.hostName = "lamp"; } ];
}
#- /cells/shed.nix
{
  my.branches.shed.description = "Nobody goes there.";
  my.branches.shed.nixos = [ { } ];
}`;
