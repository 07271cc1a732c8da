import { expect, test } from "vitest";
import { definitionsOf, highlighted, referencesOf } from "../ask.ts";
import { published } from "../dialects.ts";
import { branches, host, root, schema } from "../seedling.ts";

test("an option: its declaration, where it is set and read, through aliases and inherits", () => {
  const text = `${root}${schema}${host}${branches}
#- /cells/uses.nix
{ config, lib, ... }:
let
  cfg = config.my;
  inherit (config.my) theme;
in
{
  my.the$0me = lib.mkForce "fern";
  my.branches.desk.nixos = [ { a = cfg.theme; b = theme; c = config.other.theme; theme = 1; } ];
}
`;
  expect(referencesOf(text)).toEqual([
    "/cells/schema.nix:6:14 theme declaration",
    "/cells/uses.nix:4:23 theme read",
    "/cells/uses.nix:7:6 theme write",
    "/cells/uses.nix:8:40 theme read",
    "/cells/uses.nix:8:51 theme read",
  ]);
  expect(referencesOf(text.replace("my.the$0me", "my.theme").replace("cfg.theme", "cfg.the$0me"))).toEqual(
    referencesOf(text),
  );
  expect(highlighted(text)).toEqual(referencesOf(text).filter((line) => line.startsWith("/cells/uses.nix")));
});

test("an option whose value is given a local name: what lies behind a computed name in it", () => {
  const text = `${root}
#- /cells/people.nix
{ lib, ... }: {
  options.my.peo$0ple = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { options.home.linux = lib.mkOption { type = lib.types.str; }; });
  };
}
#- /cells/ask.nix
{ config, ... }:
let
  people = config.my.people;
in
{
  flake.homes = user: { linux = people.\${user}.home.linux; shell = (people.\${user} or { }).shell or null; };
}
`;
  expect(referencesOf(text)).toEqual([
    "/cells/ask.nix:3:22 people read",
    "/cells/ask.nix:6:48 home read",
    "/cells/ask.nix:6:92 shell read",
    "/cells/people.nix:2:14 people declaration",
  ]);
});

test("an option that functions are given: what the evaluation saw being read, whatever the words say", () => {
  const text = `${root}${schema}
#- /cells/hosts.nix
{ config, lib, ... }:
let
  all = config.my;
  system = { branches ? [ ], ... }: lib.nixosSystem { modules = map (name: all.branches.\${name}.nixos) branches; };
  named = path: lib.getAttrFromPath ([ "my" ] ++ path) config;
  count = it: builtins.length it.branches;
  names = with config.my; lib.optional (count (named [ "hosts" "lamp" ]) > 0) theme;
in
{
  my.branches.desk.nixos = [ { networking.hostName = "lamp"; } ];
  my.hosts.lamp.bra$0nches = [ "desk" ] ++ lib.optional (names == [ ]) "desk";
  flake.nixosConfigurations = lib.mapAttrs (_: system) config.my.hosts;
}
`;
  expect(referencesOf(text)).toEqual([
    "/cells/hosts.nix:4:14 branches read",
    "/cells/hosts.nix:6:34 branches read",
    "/cells/hosts.nix:11:17 branches write",
    "/cells/schema.nix:17:15 branches declaration",
  ]);
  const asking = (word: string, at: string) =>
    text.replace("bra$0nches", "branches").replace(word, word.replace(at, `${at}$0`));
  expect(definitionsOf(asking("it.branches", "it.bra"))).toEqual(["/cells/schema.nix:17:15 branches"]);
  expect(definitionsOf(asking('"hosts" "lamp"', '"hos'))).toEqual(["/cells/schema.nix:14:14 hosts"]);
  expect(referencesOf(asking('"hosts" "lamp"', '"hos'))).toEqual([
    '/cells/hosts.nix:7:56 "hosts" read',
    "/cells/hosts.nix:11:6 hosts write",
    "/cells/hosts.nix:12:66 hosts read",
    "/cells/schema.nix:14:14 hosts declaration",
  ]);
});

test("a branch: contributions, references, the strings that select it", () => {
  const text = `${root}${schema}${host}${branches.replace("desk.nixos", "de$0sk.nixos")}
#- /cells/more.nix
{ config, ... }: { my.branches.desk.description = "At ${"$"}{toString (builtins.length config.my.branches.desk.nixos)}"; }
`;
  expect(referencesOf(text)).toEqual([
    "/cells/desk.nix:2:15 desk write",
    '/cells/lamp.nix:3:30 "desk" read',
    "/cells/more.nix:1:32 desk write",
    "/cells/more.nix:1:102 desk read",
  ]);
});

test("a published branch: wildcards count, other classes do not", () => {
  const text = `${published}
#- /modules/bench.nix
{
  flake.modules.nixos.be$0nch = { };
  flake.modules.homeManager.bench = { };
}
#- /modules/all.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.all = lib.nixosSystem { modules = builtins.attrValues config.flake.modules.nixos; };
  flake.nixosConfigurations.one = lib.nixosSystem { modules = with config.flake.modules.nixos; [ bench ]; };
}
`;
  expect(referencesOf(text)).toEqual([
    "/modules/all.nix:2:63 builtins.attrValues config.flake.modules.nixos read",
    "/modules/all.nix:3:98 bench read",
    "/modules/bench.nix:2:23 bench write",
  ]);
});

test("a function of the flake's own, an input, a file, a local name", () => {
  const asking = (code: string) => `${published}\n#- /modules/ask.nix\n${code}\n`;
  expect(referencesOf(asking('{ config, ... }: { flake.x = config.factory.mkNi$0xos "a"; }'))).toEqual([
    "/modules/ask.nix:1:45 mkNixos read",
    "/modules/factory.nix:4:18 mkNixos write",
    "/modules/lamp.nix:2:51 mkNixos read",
  ]);
  expect(referencesOf(asking("{ inputs, ... }: { a = inputs.nixp$0kgs.x; }"))).toEqual([
    "/flake.nix:4:10 nixpkgs read",
    "/modules/ask.nix:1:31 nixpkgs read",
  ]);
  expect(
    referencesOf(
      asking(
        "{ imports = [ ./_pa$0rts ]; }\n#- /modules/b.nix\n{ imports = [ ./_parts/default.nix ]; }\n#- /modules/_parts/default.nix\n{ }",
      ),
    ),
  ).toEqual(["/modules/ask.nix:1:15 ./_parts read", "/modules/b.nix:1:15 ./_parts/default.nix read"]);
  expect(referencesOf(asking("let sa$0w = 1; in { a = saw; }"))).toEqual([
    "/modules/ask.nix:1:5 saw write",
    "/modules/ask.nix:1:23 saw read",
  ]);
});
