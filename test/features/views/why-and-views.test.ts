import { describe, expect, test } from "vitest";
import { codeLenses, resolveCodeLens } from "../../../server/features/annotations/code-lens.ts";
import {
  type ChainLink,
  incomingLinks,
  outgoingLinks,
  prepareCallHierarchy,
} from "../../../server/features/hierarchy/call-hierarchy.ts";
import type { View } from "../../../server/features/view.ts";
import { branchesView } from "../../../server/features/views/branches-view.ts";
import { compareHosts } from "../../../server/features/views/compare-hosts.ts";
import { reach } from "../../../server/features/views/reach.ts";
import { schemaView } from "../../../server/features/views/schema-view.ts";
import { why } from "../../../server/features/views/why.ts";
import type { NodeLocation, SchemaNode } from "../../../server/protocol.ts";
import { asked } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const flake = root + schema + host + branches;
const published = `${root}
#- /cells/modules.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }
#- /cells/base.nix
{ flake.modules.nixos.base = { boot.x = 1; }; }
#- /cells/desk.nix
{ config, ... }: { flake.modules.nixos.desk = { imports = [ config.flake.modules.nixos.base ]; }; }
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ desk { a.b = 1; } ]; };
  flake.nixosConfigurations.candle = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}`;

const uriOf = (file: string) => `file://${file}`;
const placeOf = (location: NodeLocation | undefined) =>
  location && `${location.uri.slice("file://".length)}:${location.range.start.line + 1}`;

const links = (view: View, found: readonly ChainLink[]) =>
  found.map(
    ({ item, from }) =>
      `${item.kind} ${item.name} (${item.detail}), says ${from.map(({ start, end }) => textAt(view, item.at.file, start, end)).join(" and ")}`,
  );
const textAt = (view: View, file: string, start: number, end: number) => view.textOf(file)?.slice(start, end);

test("leaf, branch and host, up and down, in a flake that selects by strings", () => {
  const { view, place } = asked(flake.replace('networking.hostName = "lamp"', 'networking.host$0Name = "lamp"'));
  const [leaf] = prepareCallHierarchy(view, place);
  expect(leaf).toMatchObject({ kind: "leaf", name: "cells/desk.nix:2" });
  const [branch] = leaf ? incomingLinks(view, leaf) : [];
  expect(branch?.item).toMatchObject({ kind: "branch", name: "desk", id: "my.branches.desk" });
  const [lamp, ...others] = branch ? incomingLinks(view, branch.item) : [];
  expect([lamp?.item.name, others]).toEqual(["lamp", []]);
  expect(lamp && links(view, [lamp])).toEqual(['host lamp (host · nixos), says "desk"']);
  const down = lamp ? outgoingLinks(view, lamp.item) : [];
  expect(down.map(({ item, from }) => [item.name, from.length])).toEqual([["desk", 1]]);
  expect((down[0] ? outgoingLinks(view, down[0].item) : []).map(({ item }) => item.name)).toEqual(["cells/desk.nix:2"]);
});

test("a branch that selects another stands between", () => {
  const { view, place } = asked(published.replace("nixos.base = {", "nixos.ba$0se = {"));
  const [base] = prepareCallHierarchy(view, place);
  expect(base).toMatchObject({ kind: "branch", id: "base" });
  expect((base ? incomingLinks(view, base) : []).map(({ item }) => `${item.kind} ${item.name}`)).toEqual([
    "branch desk",
    "host candle",
  ]);
  expect(outgoingLinks(view, { kind: "branch", id: "desk" }).map(({ item }) => `${item.kind} ${item.name}`)).toEqual([
    "branch base",
    "leaf cells/desk.nix:1",
  ]);
  expect(
    outgoingLinks(view, { kind: "host", id: "nixosConfigurations.lamp" }).map(
      ({ item }) => `${item.kind} ${item.name}`,
    ),
  ).toEqual(["branch desk", "leaf cells/lamp.nix:2"]);
});

const lensesOf = (text: string) => {
  const { view, place } = asked(text);
  return codeLenses(view, place.file).map(({ range, about }) => {
    const shown = resolveCodeLens(view, about);
    return `${textAt(view, place.file, range.start, range.end)?.split("\n")[0]}: ${shown?.title} -> ${shown?.places.length}`;
  });
};

test("lenses over leaves, branches, declarations and hosts", () => {
  expect(lensesOf(flake.replace("my.branches.shed.desc", "my.branches.sh$0ed.desc"))).toMatchInlineSnapshot(`
    [
      "shed: 1 leaf · in no host -> 1",
      "nixos: shed · nixos · in no host -> 0",
    ]
  `);
  expect(lensesOf(flake.replace("options.my.theme", "options.my.the$0me"))).toMatchInlineSnapshot(`
    [
      "theme: default · read in 0 -> 0",
      "branches: set in 3 · read in 1 -> 4",
      "description: set in 1 · read in 0 -> 1",
      "nixos: set in 2 · read in 1 -> 3",
      "hosts: set in 1 · read in 1 -> 2",
      "branches: set in 1 · read in 1 -> 2",
    ]
  `);
  expect(lensesOf(flake.replace("my.hosts.lamp.branches =", "my.hosts.la$0mp.branches ="))).toMatchInlineSnapshot(`
    [
      "lib.nixosSystem {: 1 branch · 1 leaf -> 1",
    ]
  `);
  expect(lensesOf(published.replace("lamp = lib", "la$0mp = lib"))).toMatchInlineSnapshot(`
    [
      "lib.nixosSystem { modules = with config.flake.modules.nixos; [ desk { a.b = 1; } ]; }: 2 branches · 3 leaves -> 2",
      "lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }: 1 branch · 1 leaf -> 1",
    ]
  `);
  expect(lensesOf(published.replace("boot.x", "boot.$0x"))).toMatchInlineSnapshot(`
    [
      "base: base · nixos · 2 hosts -> 3",
    ]
  `);
});

test("why a host has a leaf: the places from the host to it", () => {
  const { view, place } = asked(published.replace("boot.x", "boot.$0x"));
  const chains = why(view, place, undefined, uriOf).chains;
  expect(
    chains.map(({ host: id, steps }) => [
      id,
      ...steps.map(({ kind, text, location }) => `${kind}: ${text} @ ${placeOf(location)}`),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "nixosConfigurations.candle",
        "host: candle (nixos) @ /cells/lamp.nix:3",
        "selection: selects base by a reference @ /cells/lamp.nix:3",
        "branch: branch \`flake.modules.nixos.base\` @ /cells/base.nix:1",
        "leaf: contributes this nixos module @ /cells/base.nix:1",
      ],
      [
        "nixosConfigurations.lamp",
        "host: lamp (nixos) @ /cells/lamp.nix:2",
        "selection: selects desk by a reference @ /cells/lamp.nix:2",
        "branch: branch \`flake.modules.nixos.desk\` @ /cells/desk.nix:1",
        "selection: selects base by a reference @ /cells/desk.nix:1",
        "branch: branch \`flake.modules.nixos.base\` @ /cells/base.nix:1",
        "leaf: contributes this nixos module @ /cells/base.nix:1",
      ],
    ]
  `);
  expect(why(view, place, "nixosConfigurations.candle", uriOf).chains).toHaveLength(1);
  expect(why(view, place, "nixosConfigurations.none", uriOf).chains).toEqual([]);
});

test("what one host has and another has not", () => {
  const { view } = asked(published.replace("boot.x", "boot.$0x"));
  const compared = compareHosts(view, "nixosConfigurations.lamp", "nixosConfigurations.candle", uriOf);
  expect(compared).toMatchObject({
    left: { name: "lamp" },
    right: { name: "candle" },
    onlyLeft: [
      { group: undefined, whole: false, leaves: [{ label: "cells/lamp.nix" }] },
      { group: "desk", whole: true, leaves: [{ label: "cells/desk.nix" }] },
    ],
    onlyRight: [],
    shared: 1,
    incomplete: [],
  });
  expect(compareHosts(view, "nixosConfigurations.lamp", "nixosConfigurations.none", uriOf)).toBeUndefined();
});

test("which hosts files reach", () => {
  const { view } = asked(published.replace("boot.x", "boot.$0x"));
  const reached = (...files: string[]) => {
    const { hosts, everywhere } = reach(view, files, uriOf);
    return [...hosts.map(({ name }) => name), ...(everywhere ? ["everywhere"] : [])];
  };
  expect(reached("/cells/desk.nix")).toEqual(["lamp"]);
  expect(reached("/cells/base.nix")).toEqual(["candle", "lamp"]);
  expect(reached("/cells/none.nix")).toEqual([]);
  expect(reached("/flake.nix")).toContain("everywhere");
  const seedling = asked(flake.replace("my.theme", "my.the$0me"));
  expect(reach(seedling.view, ["/cells/schema.nix"], uriOf).everywhere).toBe(true);
  expect(reach(seedling.view, ["/cells/shed.nix"], uriOf)).toEqual({ hosts: [], everywhere: false });
});

test("branches with their leaves and hosts, and the schema as a tree", () => {
  const { view } = asked(flake.replace("my.theme", "my.the$0me"));
  expect(
    branchesView(view, uriOf).branches.map(({ group, location, classes, hosts }) => ({
      group,
      at: placeOf(location),
      leaves: classes.map((one) => [one.class, ...one.leaves.map(({ label, marks }) => [label, ...marks].join(" "))]),
      hosts: hosts.map(({ name }) => name),
    })),
  ).toMatchInlineSnapshot(`
    [
      {
        "at": "/cells/desk.nix:2",
        "group": "my.branches.desk",
        "hosts": [
          "lamp",
        ],
        "leaves": [
          [
            "nixos",
            "cells/desk.nix",
          ],
        ],
      },
      {
        "at": "/cells/shed.nix:2",
        "group": "my.branches.shed",
        "hosts": [],
        "leaves": [
          [
            "nixos",
            "cells/shed.nix disabled",
          ],
        ],
      },
    ]
  `);
  const lines = (nodes: readonly SchemaNode[], depth: number): string[] =>
    nodes.flatMap(({ name, option, children }) => [
      `${"  ".repeat(depth)}${name}${option ? `: ${option.type}, set ${option.definitions.length}, read ${option.reads.length}` : ""}`,
      ...lines(children, depth + 1),
    ]);
  expect(
    schemaView(view, uriOf).levels.map((level) => [level.class, ...lines(level.options, 0)]),
  ).toMatchInlineSnapshot(`
    [
      [
        undefined,
        "my",
        "  branches: attribute set of (submodule), set 2, read 0",
        "    <name>",
        "      description: string, set 1, read 0",
        "      nixos: list of module, set 2, read 1",
        "  hosts: attribute set of (submodule), set 1, read 0",
        "    <name>",
        "      branches: list of string, set 1, read 1",
        "  theme: string, set 0, read 0",
      ],
    ]
  `);
});

describe("lenses say no more than what is news", () => {
  const shared = `${root}
#- /cells/modules.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }
#- /cells/hosts.nix
{ config, lib, ... }:
let
  mk = modules: lib.nixosSystem { inherit modules; };
in
{
  flake.nixosConfigurations.lamp = mk (with config.flake.modules.nixos; [ a b c d { x = 1; } ]);
  flake.nixosConfigurations.fan = mk [ config.flake.modules.nixos.a ];
}`;

  test("many branches in one line are one lens", () => {
    const made = `${shared}
#- /cells/all.nix
{ lib, ... }: { flake.modules.ni$0xos = lib.genAttrs [ "a" "b" "c" "d" ] (_: { boot.tmp.cleanOnBoot = true; }); }
`;
    expect(lensesOf(made)).toEqual([expect.stringContaining(": in 4 branches · 2 hosts -> ")]);
  });

  test("a leaf that no host takes says so; a host's own modules say nothing", () => {
    const rest = `
#- /cells/rest.nix
{
  flake.modules.nixos.a.x = 1;
  flake.modules.nixos.$0b.x = 1;
  flake.modules.nixos.c = { };
  flake.modules.nixos.d = { };
  flake.modules.nixos.e = { };
}
`;
    expect(lensesOf(shared + rest)).toEqual([
      "a: a · nixos · 2 hosts -> 2",
      "b: b · nixos · 1 host -> 1",
      "c: c · nixos · 1 host -> 1",
      "d: d · nixos · 1 host -> 1",
      "e: e · nixos · in no host -> 0",
    ]);
    expect(lensesOf((shared + rest).replace("$0b", "b").replace("{ x = 1; }", "{ x$0 = 1; }"))).toEqual([
      "lib.nixosSystem { inherit modules; }: 2 hosts -> 5",
    ]);
  });

  test("while a host is not known, nothing is said to be in none", () => {
    const text = `${flake.replace('[ "desk" ]', '[ "desk" "" ]').replace("my.branches.desk.nixos", "my.branches.de$0sk.nixos")}`;
    expect(lensesOf(text)).toEqual(["nixos: desk · in no known host -> 0"]);
  });
});
