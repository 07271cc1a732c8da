import { expect, test } from "vitest";
import { checkDefinition, definitionsOf } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const flake = root + host;
const declared = `
#- /cells/schema.nix
{ lib, ... }:
let
  modules = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
in
{
  options.my.theme = lib.mkOption { type = lib.types.str; default = "moss"; };
#            ^^^^^
  options.my.branches = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule { options.nixos = modules; });
  };
  options.my.hosts = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule { options.branches = lib.mkOption { default = [ ]; }; });
  };
}`;

test("a set site leads to the declaration", () =>
  checkDefinition(`${flake}${declared}${branches}
#- /cells/set.nix
{ my.the$0me = "fern"; }
`));

test("a declaration leads to itself", () =>
  checkDefinition(`${flake}${branches}${declared.replace("my.theme", "my.the$0me").replace("^^^^^", "^^^^^^^")}
`));

test("a read leads to the declaration", () =>
  checkDefinition(`${flake}${declared}${branches}
#- /cells/read.nix
{ config, ... }: { my.branches.desk.nixos = [ { environment.theme = config.my.the$0me; } ]; }
`));

test("a read through an alias leads to the declaration", () =>
  checkDefinition(`${flake}${declared}${branches}
#- /cells/read.nix
{ config, ... }: let cfg = config.my; in { my.branches.desk.nixos = [ { environment.theme = cfg.the$0me; } ]; }
`));

test("an inherited option leads to the declaration", () =>
  checkDefinition(`${flake}${declared}${branches}
#- /cells/read.nix
{ config, ... }: let inherit (config.my) the$0me; in { my.branches.desk.nixos = [ { environment.x = theme; } ]; }
`));

test("a use of an inherited option leads to the declaration", () =>
  checkDefinition(`${flake}${declared}${branches}
#- /cells/read.nix
{ config, ... }: let inherit (config.my) theme; in { my.branches.desk.nixos = [ { environment.x = th$0eme; } ]; }
`));

test("an alias leads to where it is bound", () =>
  checkDefinition(`${flake}${schema}${branches}
#- /cells/read.nix
{ config, ... }:
let
  cfg = config.my;
# ^^^
in
{ my.branches.desk.nixos = [ { environment.theme = cf$0g.theme; } ]; }
`));

test("a name of the formals leads to them", () =>
  checkDefinition(`${flake}${schema}${branches}
#- /cells/read.nix
{ config, lib, ... }: { my.theme = li$0b.mkDefault "fern"; }
#         ^^^
`));

test("a string that selects a branch leads to the branch", () =>
  checkDefinition(`${root}${schema}${host.replace("desk", "de$0sk")}
#- /cells/desk.nix
{
  my.branches.desk.nixos = [ { networking.hostName = "lamp"; } ];
#             ^^^^
}
`));

test("a string that selects a branch leads to the places that describe it", () =>
  checkDefinition(`${root}${schema}${host.replace("desk", "de$0sk")}
#- /cells/desk.nix
{
  my.branches.desk.nixos = [ { networking.hostName = "lamp"; } ];
  my.branches.desk.description = "A desk.";
#             ^^^^
}
`));

test("another string does not lead anywhere", () =>
  checkDefinition(`${flake}${schema}${branches}
#- /cells/text.nix
{ my.theme = "de$0sk"; }
`));

test("a branch in a path leads to the branch", () =>
  checkDefinition(`${flake}${schema}
#- /cells/desk.nix
{
  my.branches.desk.nixos = [ { networking.hostName = "lamp"; } ];
#             ^^^^
}
#- /cells/more.nix
{ my.branches.desk.nixos = [ { } ]; }
#             ^^^^
#- /cells/read.nix
{ config, ... }: { my.theme = builtins.toString (builtins.length config.my.branches.de$0sk.nixos); }
`));

test("a path leads to its file, that of a directory to its default.nix, one of nothing nowhere", () => {
  const asking = (path: string) => `${flake}${schema}${branches}
#- /cells/read.nix
{ imports = [ ${path} ]; }
#- /cells/_parts/two.nix
{ }
#- /cells/_parts/default.nix
{ }
`;
  expect(definitionsOf(asking("./_parts/t$0wo.nix"))).toEqual(["/cells/_parts/two.nix:1:1"]);
  expect(definitionsOf(asking("./_pa$0rts"))).toEqual(["/cells/_parts/default.nix:1:1"]);
  expect(definitionsOf(asking("./_parts/th$0ree.nix"))).toEqual([]);
});

test("a published branch: its name under a with, and in a path", () => {
  const asking = (list: string) => `${root}
#- /cells/modules.nix
{ inputs, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  flake.modules.nixos.bench = { services.openssh.enable = true; };
#                     ^^^^^
}
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = ${list}; };
}
`;
  checkDefinition(asking("with config.flake.modules.nixos; [ be$0nch ]"));
  checkDefinition(asking("[ config.flake.modules.nixos.be$0nch ]"));
});
