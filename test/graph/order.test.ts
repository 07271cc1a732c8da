import fc from "fast-check";
import { expect, test } from "vitest";
import { type LoadedFlake, loadFlake } from "../../server/flake/load.ts";
import { buildGraph } from "../../server/graph/build.ts";
import type { GraphPart } from "../../server/graph/describe.ts";
import { graphJson } from "../../server/graph/graph-json.ts";
import { parse } from "../../server/syntax/parse.ts";
import { lineIndexOf } from "../../server/text.ts";
import { memoryFiles } from "../fixture.ts";
import { FLAKE_DIRECTORY, filesOfFixture } from "../flake.ts";
import "../property-seed.ts";

/** What describing forces beyond the graph imports files that nothing else does: defaults of options, packages, values for people. */
const files = filesOfFixture(`
#- /cells/options.nix
{ lib, config, ... }: {
  options.my.list = lib.mkOption { type = lib.types.listOf lib.types.str; default = import ../parts/_default.nix; };
  options.my.hosts = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule {
    options.takes = lib.mkOption { type = lib.types.listOf lib.types.str; default = import ../parts/_takes.nix; };
  }); default = { }; };
  options.flake.modules = lib.mkOption { type = lib.types.lazyAttrsOf (lib.types.lazyAttrsOf lib.types.deferredModule); };
  config.systems = [ "x86_64-linux" ];
  config.perSystem = _: { packages.tool = import ./_tool.nix; };
}
#- /cells/_tool.nix
{ name = "tool"; inherit (import ./_deep.nix) version; }
#- /cells/_deep.nix
{ version = "1"; }
#- /parts/_default.nix
[ "x" ]
#- /parts/_takes.nix
[ "base" ]
#- /cells/_values.nix
{ ssh = true; }
#- /cells/_aside.nix
{ }
#- /cells/_broken.nix
{ half = [ 1 2 ; }
#- /cells/base.nix
{ config, ... }: {
  flake.modules.nixos.base = { networking.hostName = (import ./_values.nix).ssh; };
  flake.modules.nixos.spare = { boot.tmp.cleanOnBoot = (import ./_broken.nix).half; };
  my.hosts.box = { };
}
#- /cells/hosts.nix
{ lib, config, inputs, ... }: {
  flake.nixosConfigurations = lib.mapAttrs (_: { takes }: inputs.nixpkgs.lib.nixosSystem {
    modules = map (name: config.flake.modules.nixos.\${name}) takes;
  }) config.my.hosts;
}
`);

test("the parts of a graph may be described in any order", () => {
  const usual = described((parts) => parts);
  expect(usual).toContain('"nixosConfigurations.box"');
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      expect(described((parts) => shuffled(parts, numbers))).toBe(usual);
    }),
    { numRuns: 12 },
  );
});

test("a file that is read only while the graph is described does not count as reached", () => {
  const flake = load();
  const { graph } = buildGraph(
    flake,
    () => new Map(),
    memoryFiles(files),
    false,
    (parts) => {
      flake.machine.importFile(`${FLAKE_DIRECTORY}/cells/_aside.nix`);
      return parts;
    },
  );
  expect(graph.cells.find(({ file }) => file.endsWith("/_aside.nix"))?.status).toBe("ignored");
});

test("what one part spends, no other lacks", () => {
  const flake = load();
  const { graph: spent } = buildGraph(
    flake,
    () => new Map(),
    memoryFiles(files),
    false,
    (parts) => {
      while (!flake.machine.spend(undefined, 1000));
      return parts;
    },
  );
  const { graph: usual } = buildGraph(load(), () => new Map(), memoryFiles(files));
  expect(spent.problems).toEqual(usual.problems);
  expect(spent.selectors).toEqual(usual.selectors);
  expect(usual.selectors).not.toEqual([]);
});

function described(order: (parts: readonly GraphPart[]) => readonly GraphPart[]): string {
  const { graph } = buildGraph(load(), () => new Map(), memoryFiles(files), false, order);
  const linesOf = (file: string) => lineIndexOf(files.get(file) ?? "");
  const { problems, reads, aliases, absences, selectors, stringOptions } = graph;
  return JSON.stringify([graphJson(graph, linesOf), problems, reads, aliases, absences, selectors, stringOptions]);
}

function load(): LoadedFlake {
  return loadFlake({ directory: FLAKE_DIRECTORY, files: memoryFiles(files), treeOf: (_file, text) => parse(text) });
}

function shuffled(parts: readonly GraphPart[], numbers: Iterable<number>): readonly GraphPart[] {
  const left = [...parts];
  const picked: GraphPart[] = [];
  for (const number of numbers) {
    if (left.length === 0) break;
    picked.push(...left.splice(number % left.length, 1));
  }
  return picked;
}
