import { expect, test } from "vitest";
import type { Graph } from "../../server/graph/graph.ts";
import { graphJson } from "../../server/graph/graph-json.ts";
import { sample, sampleLines, spanOf } from "./sample.ts";

const json = graphJson(sample, sampleLines);

test("positions are zero-based and count UTF-16 code units, paths are relative to the flake", () => {
  expect(json.leaves.find(({ id }) => id === "my.base.nixos@cells/base.nix#1")).toEqual({
    id: "my.base.nixos@cells/base.nix#1",
    at: { file: "cells/base.nix", start: { line: 1, character: 35 }, end: { line: 1, character: 45 } },
    class: "nixos",
    branch: "my.base.nixos",
    condition: {
      value: "false",
      at: { file: "cells/base.nix", start: { line: 1, character: 37 }, end: { line: 1, character: 42 } },
    },
  });
});

test("what the contract calls optional is left out, what it calls null is null", () => {
  expect(json.cells).toEqual([
    { file: "cells/_old.nix", status: "ignored", reason: "its path has /_", roles: [] },
    { file: "cells/lamp.nix", status: "imported", roles: ["leaf", "host"] },
  ]);
  expect(json.options.map(({ path, class: moduleClass, ...rest }) => [path, moduleClass, Object.keys(rest)])).toEqual([
    ['my.hosts.<name>."odd name"', null, ["type", "declarations", "definitions", "reads"]],
  ]);
  expect(json.branches.map(({ id, class: moduleClass, owner }) => [id, moduleClass, owner])).toEqual([
    ["my.base.home", "homeManager", undefined],
    ["my.base.nixos", "nixos", undefined],
    ["my.desk.nixos", "nixos", undefined],
    ["my.hosts.lamp.modules", "nixos", "nixosConfigurations.lamp"],
    ["my.odd.nixos", null, undefined],
  ]);
  expect(json.branches.filter((branch) => "owner" in branch)).toHaveLength(1);
});

test("a condition without a place of its own has that of the leaf", () => {
  const inline = json.leaves.find(({ branch }) => branch === null);
  expect(inline?.condition).toEqual({ value: "unknown", at: inline?.at });
});

test("the root names its trees and inputs", () => {
  expect(json.root).toEqual({
    file: "flake.nix",
    trees: [
      {
        dir: "cells",
        at: { file: "flake.nix", start: { line: 1, character: 38 }, end: { line: 1, character: 45 } },
      },
    ],
    inputs: [
      { name: "flake-parts", source: "native" },
      { name: "x", source: "none" },
    ],
  });
});

test("pulls are sorted by leaf and keep the order of `via`; selections are sorted by place", () => {
  const [lamp] = json.hosts;
  expect(lamp?.pulls.slice(0, 2)).toEqual([
    { leaf: "my.base.home@cells/base.nix#0", via: ["my.base.home"], slot: "home-manager.users.wren" },
    { leaf: "my.base.nixos@cells/base.nix#0", via: ["my.desk.nixos", "my.base.nixos"] },
  ]);
  expect(lamp?.selections.map(({ branch, at, through }) => [at.file, branch, through])).toEqual([
    ["cells/desk.nix", "my.base.nixos", "my.desk.nixos"],
    ["cells/lamp.nix", "my.desk.nixos", undefined],
    ["cells/lamp.nix", "my.base.home", undefined],
  ]);
  expect(lamp?.files).toEqual(["cells/base.nix", "cells/desk.nix", "cells/lamp.nix"]);
});

test("the order of the graph's lists does not matter", () => {
  const reversed: Graph = {
    ...sample,
    cells: sample.cells.toReversed(),
    branches: sample.branches
      .map((branch) => ({ ...branch, leaves: branch.leaves.toReversed(), files: branch.files.toReversed() }))
      .toReversed(),
    leaves: sample.leaves.toReversed(),
    hosts: sample.hosts.map((host) => ({
      ...host,
      selections: host.selections.toReversed(),
      pulls: host.pulls.toReversed(),
      files: host.files.toReversed(),
    })),
  };
  expect(JSON.stringify(graphJson(reversed, sampleLines))).toBe(JSON.stringify(json));
});

test("a file outside the flake keeps its absolute path", () => {
  const at = { file: "/elsewhere/a.nix", start: 3, end: 4 };
  const [leaf] = sample.leaves;
  if (!leaf) throw new Error("the sample has a leaf");
  expect(graphJson({ ...sample, leaves: [{ ...leaf, at }] }, sampleLines).leaves[0]?.at).toEqual({
    file: "/elsewhere/a.nix",
    start: { line: 0, character: 0 },
    end: { line: 0, character: 0 },
  });
});

test("reads come from the one who knows them", () => {
  const read = spanOf("cells/lamp.nix", "picks");
  const { options } = graphJson(sample, sampleLines, () => [read]);
  expect(options.map(({ reads }) => reads.map(({ start }) => start))).toEqual([[{ line: 2, character: 2 }]]);
});
