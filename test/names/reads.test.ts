import { expect, test } from "vitest";
import { indexOf, printOccurrences } from "./print.ts";

test("reads are found through let, inherit and aliases of aliases, in any order", () => {
  expect(
    printOccurrences(`{ config, ... }:
let
  inherit (theme) colors;
  inherit (config.my) theme;
  user = cfg.user;
  cfg = config.my;
in
{ x = [ colors.base user.name (cfg.theme).slug cfg.branches.\${user.main}.nixosModules ]; }`),
  ).toMatchInlineSnapshot(`
    "read my.theme.colors @ 3:19 flake
    read my @ 4:19 flake
    read my.theme @ 4:23 flake
    read my.user @ 5:14 flake
    read my @ 6:16 flake
    define x @ 8:3 flake
    read my.theme.colors.base @ 8:16 flake
    read my.user.name @ 8:26 flake
    read my.theme.slug @ 8:43 flake
    read my.user.main @ 8:68 flake
    read my.branches.$.nixosModules @ 8:74 flake"
  `);
});

test("the innermost binder of config decides, aliases keep theirs", () => {
  expect(
    printOccurrences(`topLevel@{ config, ... }:
let flakeConfig = config; in
{
  flake.modules.nixos.x = { config, options, ... }: {
    a = config.b;
    c = topLevel.config.d + flakeConfig.e;
    f = options.g.isDefined;
  };
  flake.modules.nixos.y = args: { h = args.config.i; };
}`),
  ).toMatchInlineSnapshot(`
    "define flake.modules.nixos.x @ 4:23 flake
    define a @ 5:5 flake>flake.modules.nixos.x
    read b @ 5:16 flake>flake.modules.nixos.x
    define c @ 6:5 flake>flake.modules.nixos.x
    read d @ 6:25 flake
    read e @ 6:41 flake
    define f @ 7:5 flake>flake.modules.nixos.x
    read g.isDefined @ 7:19 flake>flake.modules.nixos.x
    define flake.modules.nixos.y @ 9:23 flake
    define h @ 9:35 flake>flake.modules.nixos.y
    read i @ 9:51 flake>flake.modules.nixos.y"
  `);
});

test("a name under a with of an option is an uncertain read, a local name none", () => {
  expect(
    printOccurrences(`{ config, inputs, ... }:
let
  local = 1;
  inherit (config.flake.modules) nixos;
  mods = config.flake.modules;
in
{
  a = with config.flake.modules.nixos; [ base local true inputs.x.y ];
  b = with nixos; with mods.homeManager; [ shell nested.deep ];
}`),
  ).toMatchInlineSnapshot(`
    "read flake.modules @ 4:25 flake
    read flake.modules.nixos @ 4:34 flake
    read flake.modules @ 5:23 flake
    define a @ 8:3 flake
    read flake.modules.nixos @ 8:33 flake
    read flake.modules.nixos.base @ 8:42 flake uncertain
    define b @ 9:3 flake
    read flake.modules.homeManager @ 9:29 flake
    read flake.modules.homeManager.shell @ 9:44 flake uncertain
    read flake.modules.homeManager.nested.deep @ 9:57 flake uncertain"
  `);
});

test("the flake itself is its own flake option", () => {
  expect(
    printOccurrences(`{ self, inputs, ... }:
{
  a = self.modules.nixos.x;
  b = inputs.self.modules.\${c};
  d = builtins.attrValues { inherit (self.nixosModules) e f; };
  g = [ self.outPath inputs.nixpkgs.lib ];
}`),
  ).toMatchInlineSnapshot(`
    "define a @ 3:3 flake
    read flake.modules.nixos.x @ 3:26 flake
    define b @ 4:3 flake
    read flake.modules.$ @ 4:27 flake
    define d @ 5:3 flake
    read flake.nixosModules @ 5:43 flake
    read flake.nixosModules.e @ 5:57 flake
    read flake.nixosModules.f @ 5:59 flake
    define g @ 6:3 flake"
  `);
});

test("reads that tolerate absence are guarded", () => {
  expect(
    printOccurrences(`{ config, lib, ... }:
let cfg = config.my; in
{
  a = cfg.b or cfg.c;
  d = config ? sops && cfg ? e.f;
  g = lib.attrByPath [ "h" "i" ] null cfg;
  j = lib.hasAttrByPath [ "k" ] config;
  l = lib.getAttrFromPath [ "m" cfg.n ] config;
  o = cfg |> builtins.getAttr "p";
}`),
  ).toMatchInlineSnapshot(`
    "read my @ 2:18 flake
    define a @ 4:3 flake
    read my.b @ 4:11 flake guarded
    read my.c @ 4:20 flake
    define d @ 5:3 flake
    read sops @ 5:16 flake guarded
    read my.e.f @ 5:32 flake guarded
    define g @ 6:3 flake
    read my.h.i @ 6:28 flake guarded
    define j @ 7:3 flake
    read k @ 7:27 flake guarded
    define l @ 8:3 flake
    read m.$ @ 8:33 flake
    read my.n @ 8:37 flake
    define o @ 9:3 flake
    read my.p @ 9:31 flake"
  `);
});

test("an argument that no module system supplies is an uncertain read of _module.args", () => {
  expect(
    printOccurrences(`{ lib, den, ... }:
{
  config._module.args.sow = x: x;
  my.a = den.aspects.b;
}`),
  ).toMatchInlineSnapshot(`
    "read _module.args.den @ 1:8 flake uncertain
    define _module.args.sow @ 3:23 flake
    define my.a @ 4:6 flake
    read _module.args.den.aspects.b @ 4:22 flake uncertain"
  `);
});

test("names that go round in circles stand for nothing", () => {
  expect(printOccurrences("let a = b.x; b = a.y; inherit (c) c; in { d = a.z + c.z; }")).toBe("define d @ 1:43 flake");
});

test("aliases are known beside their local names", () => {
  const aliases = indexOf("{ config, options, ... }: let cfg = config.my; o = options.my.a; n = 1; in cfg").bindings;
  expect(aliases.map(({ name, alias }) => `${name} ${alias?.of ?? "-"} ${alias?.path.join(".") ?? ""}`.trim())).toEqual(
    ["config config", "options options", "cfg config my", "o options my.a", "n -"],
  );
});
