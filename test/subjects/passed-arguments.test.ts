import { expect, test } from "vitest";
import { definitionsOf, offered } from "../features/ask.ts";
import { root } from "../features/seedling.ts";

const flake = (leaf: string, cell = "") => `${root}
#- /cells/modules.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }
#- /cells/host.nix
{ config, lib, inputs, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    specialArgs = { inherit inputs; boxen = [ "lamp" ]; } // { shade.colour = "red"; };
    modules = [ config.flake.modules.nixos.desk ];
  };
}
#- /cells/desk.nix
{ ${cell}... }: {
  flake.modules.nixos.desk = ${leaf}: { networking.search = [ ]; };
  flake.lib.help = { boxen, ... }: boxen;
}
`;

test("an argument of a leaf leads to where the builder of its system is given it", () => {
  expect(definitionsOf(flake("{ box$0en, ... }"))).toEqual(["/cells/host.nix:3:37 boxen"]);
  expect(definitionsOf(flake("({ sha$0de, ... }").replace("[ ]; };", "[ ]; });"))).toEqual([
    "/cells/host.nix:3:64 shade",
  ]);
  expect(definitionsOf(flake("{ inp$0uts, ... }"))).toEqual(["/cells/host.nix:3:29 inputs"]);
});

test("no argument of a cell, or of any other function, does", () => {
  expect(definitionsOf(flake("{ ... }", "inp$0uts, "))).toEqual(["/cells/desk.nix:1:3 inputs"]);
  const help = flake("{ ... }").replace("help = { boxen", "help = { box$0en");
  expect(definitionsOf(help)).toEqual(["/cells/desk.nix:3:22 boxen"]);
});

test("it is offered between the braces, also where nothing parts it from the dots", () => {
  const all = ["argument boxen", "argument shade", "argument pkgs"];
  expect(offered(flake("{ lib, $0... }"))).toEqual(expect.arrayContaining(all));
  expect(offered(flake("{ $0 }"))).toEqual(expect.arrayContaining(all));
});
