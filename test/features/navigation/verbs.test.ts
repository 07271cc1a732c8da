import { expect, test } from "vitest";
import { declaration } from "../../../server/features/navigation/declaration.ts";
import { implementation } from "../../../server/features/navigation/implementation.ts";
import { typeDefinition } from "../../../server/features/navigation/type-definition.ts";
import { checkDefinition, definitionsOf, leadsTo } from "../ask.ts";
import { published, strings } from "../dialects.ts";
import { branches, host, root, schema } from "../seedling.ts";

const seed = `${root}${schema}${host}${branches}\n`;
const asking = (code: string) => `${seed}#- /cells/asked.nix\n${code}\n`;

test("a branch is declared by its option, implemented by its contributions, of the type of its schema", () => {
  const text = asking("{ config, ... }: { a = config.my.branches.de$0sk.nixos; }");
  expect(leadsTo(declaration, text)).toEqual(["/cells/schema.nix:11:15 nixos"]);
  expect(leadsTo(implementation, text)).toEqual(["/cells/desk.nix:2:15 desk"]);
  expect(leadsTo(typeDefinition, text)).toEqual(["/cells/schema.nix:11:15 nixos"]);
});

test("an option is implemented by the places that set it", () => {
  const text = asking('{ config, ... }: { my.theme = "fern"; a = config.my.the$0me; }');
  expect(leadsTo(implementation, text)).toEqual(["/cells/asked.nix:1:23 theme"]);
  expect(leadsTo(declaration, text)).toEqual(["/cells/schema.nix:6:14 theme"]);
});

test("a function of the flake's own leads to its definition, its declaration is that of the option", () => {
  const text = (path: string) => `${published}\n#- /modules/ask.nix\n{ config, self, ... }: { flake.x = ${path} "a"; }
#- /modules/lib.nix
{ lib, ... }:
let
  mkHost = name: lib.nixosSystem { };
in
{ flake.lib = { inherit mkHost; }; }
`;
  expect(definitionsOf(text("config.factory.mkNi$0xos"))).toEqual(["/modules/factory.nix:4:18 mkNixos"]);
  expect(leadsTo(declaration, text("config.factory.mkNi$0xos"))).toEqual(["/modules/factory.nix:3:11 factory"]);
  expect(definitionsOf(text("self.lib.mk$0Host"))).toEqual(["/modules/lib.nix:3:3 mkHost"]);
});

test("an argument from _module.args leads to where it is defined", () =>
  checkDefinition(`${seed}
#- /cells/helper.nix
{ _module.args.helper = { greet = "hi"; }; }
#              ^^^^^^
#- /cells/asked.nix
{ hel$0per, ... }: { my.theme = helper.greet; }
`));

test("inputs lead to flake.nix, from modules, formals and what follows", () => {
  const at = ["/flake.nix:4:10 nixpkgs"];
  expect(definitionsOf(asking("{ inputs, ... }: { a = inputs.nixp$0kgs.lib; }"))).toEqual(at);
  expect(definitionsOf(asking("{ inputs, ... }: { a = with inputs; [ nixp$0kgs ]; }"))).toEqual(at);
  expect(definitionsOf(asking("{ inputs, ... }: let inherit (inputs) nixp$0kgs; in { }"))).toEqual(at);
  expect(definitionsOf(asking("{ perSystem = { inputs', ... }: { a = inputs'.nixp$0kgs; }; }"))).toEqual(at);
  const follows = seed.replace(
    'inputs.nixpkgs.url = "github:NixOS/nixpkgs";',
    'inputs.nixpkgs.url = "github:NixOS/nixpkgs";\n  inputs.import-tree.inputs.nixpkgs.follows = "nixp$0kgs";',
  );
  expect(definitionsOf(follows)).toEqual(at);
});

test("a name that only a with can supply leads to what the with opens", () => {
  expect(definitionsOf(asking("{ lib, ... }: with lib; { a = mk$0If; }"))).toEqual(["/cells/asked.nix:1:20 lib"]);
});

test("strings that select branches by name", () => {
  const text = `${strings.replace('"base"', '"ba$0se"')}
#- /modules/base.nix
{ flake.modules.nixos.base = { }; flake.modules.homeManager.base = { }; }
`;
  expect(definitionsOf(text)).toEqual(["/modules/base.nix:1:23 base"]);
});

test("places are those of the text as it is, where it is newer than the graph", () => {
  const declared = schema.replace("options.my.theme", "# two\n  # lines\n  options.my.theme");
  const text = `${root}${declared}${host}${branches}\n#- /cells/asked.nix\n{ my.the$0me = "fern"; }\n`;
  expect(definitionsOf(text, { "/cells/schema.nix": schema.replace("\n#- /cells/schema.nix\n", "") })).toEqual([
    "/cells/schema.nix:8:14 theme",
  ]);
});

test("half-typed code", () => {
  for (const code of [
    "{ my.the$0me",
    "{ my.the$0me = ",
    "{ config, ... }: { a = config.my.the$0me",
    "{ config, ... }: { a = [ config.my.the$0me",
    "{ config, ... }: let cfg = config.my; in { a = cfg.the$0me; b = {",
  ])
    expect(definitionsOf(asking(code), { "/cells/asked.nix": "{ }\n" })).toEqual(["/cells/schema.nix:6:14 theme"]);
});

test("a branch that is an option of its own leads to its declaration", () =>
  checkDefinition(`${root}
#- /cells/branches.nix
{ lib, config, ... }: {
  options.nixos.base = lib.mkOption { type = lib.types.deferredModule; default = { }; };
#               ^^^^
  config.flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.nixos.ba$0se ]; };
}
#- /cells/base.nix
{ nixos.base = { networking.hostName = "lamp"; }; }
`));

const den = `${root.replace('"github:NixOS/nixpkgs";', '"github:NixOS/nixpkgs";\n  inputs.den.url = "github:vic/den";')}
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.den.flakeModule ]; den.hosts.x86_64-linux.desk.users.ben = { }; }
`;

test("den: an aspect that another includes leads to where it is defined", () =>
  checkDefinition(`${den}
#- /cells/gui.nix
{ den.aspects.gui.nixos.services.xserver.enable = true; }
#             ^^^
#- /cells/desk.nix
{ den, ... }: { den.aspects.desk = { includes = [ den.aspects.gu$0i ]; nixos.networking.hostName = "desk"; }; }
`));

test("den: an option that an aspect declares belongs to its class", () =>
  checkDefinition(`${den}
#- /cells/desk.nix
{ den.aspects.desk.nixos = { lib, ... }: { options.tools.saw = lib.mkOption { default = 1; }; }; }
#                                                        ^^^
#- /cells/asked.nix
{ den.aspects.desk.nixos = { config, ... }: { a = config.tools.sa$0w; }; }
`));

test("what options lie in leads to where their declarations name it, and nowhere where it is that of systems", () => {
  expect(definitionsOf(asking("{ config, ... }: { a = config.m$0y.theme; }"))).toEqual([
    "/cells/schema.nix:14:11 my",
    "/cells/schema.nix:6:11 my",
    "/cells/schema.nix:7:11 my",
  ]);
  expect(
    definitionsOf(`${published}
#- /modules/bench.nix
{ flake.modules.nixos.base = { lib, config, ... }: { options.programs.saw.on = lib.mkOption { }; config.a = config.prog$0rams.x.y; }; }
`),
  ).toEqual([]);
});
