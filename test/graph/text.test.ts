import { expect, test } from "vitest";
import type { Graph } from "../../server/graph/graph.ts";
import { graphText } from "../../server/graph/graph-text.ts";
import { sample, sampleLines, spanOf } from "./sample.ts";

test("hosts hold branches, branches nest as they bring each other, classes hold leaves", () => {
  expect(graphText(sample, sampleLines)).toMatchInlineSnapshot(`
    "flake: 1 host, 3 branches, 8 leaves, 2 cells

    nixosConfigurations.lamp (nixos, partial): 2 branches, 6 leaves  cells/lamp.nix:3
      unknown: the list goes on outside  cells/lamp.nix:3
      inline                  2 leaves
        nixos                 2 leaves
          cells/lamp.nix:2              inline, my.hosts.lamp.modules
          cells/lamp.nix:3              inline, conditional
      my.base                 1 leaf    string at cells/lamp.nix:3
        homeManager           1 leaf    in home-manager.users.wren
          cells/base.nix:3
      my.desk                 3 leaves  string at cells/lamp.nix:3
        nixos                 2 leaves
          cells/desk.nix:2
          inputs.x.m                    external, cells/desk.nix:2
        my.base               1 leaf    reference at cells/desk.nix:2
          nixos               1 leaf
            cells/base.nix:2

    Branches nobody selects: 1
      my.odd                1 leaf
        nixos               1 leaf
          cells/desk.nix:3

    Leaves of selected branches that reach no host: 1
      cells/base.nix:2           my.base.nixos, conditional (false)
    "
  `);
});

test("a complete host without branches is one line; an image is told apart", () => {
  const [lamp] = sample.hosts;
  if (!lamp) throw new Error("the sample has a host");
  const bare = { ...lamp, complete: true, unresolved: [], selections: [], pulls: [] };
  const graph: Graph = {
    ...sample,
    hosts: [bare],
    images: [{ ...bare, id: "packages.x.card", at: undefined }],
    branches: [],
    leaves: [],
  };
  expect(graphText(graph, sampleLines)).toMatchInlineSnapshot(`
    "flake: 1 host, 1 image, 0 branches, 0 leaves, 2 cells

    nixosConfigurations.lamp (nixos, complete): 0 branches, 0 leaves  cells/lamp.nix:3

    Images: 1 (they take branches as hosts do)

    packages.x.card (nixos, complete): 0 branches, 0 leaves
    "
  `);
});

test("an empty graph says why", () => {
  const failure = { message: "this flake imports no tree", at: spanOf("flake.nix", "outputs"), certain: true };
  const root = { ...sample.root, failure, dendritic: false };
  const graph: Graph = { ...sample, root, cells: [], options: [], branches: [], leaves: [], hosts: [] };
  expect(graphText(graph, sampleLines)).toMatchInlineSnapshot(`
    "flake: 0 hosts, 0 branches, 0 leaves, 0 cells

    Problems: 1
      flake.nix:2: this flake imports no tree
    "
  `);
});

test("a module that a factory wrote stands at the file that contributes it", () => {
  const leaves = sample.leaves.map((leaf) =>
    leaf.branch === "my.odd.nixos" ? { ...leaf, file: "/flake/cells/people.nix" } : leaf,
  );
  expect(graphText({ ...sample, leaves }, sampleLines)).toMatch(
    /^ {6}cells\/desk\.nix:3 +counts for cells\/people\.nix$/m,
  );
});

test("control characters of a flake do not reach the terminal, styles do", () => {
  const hosts = sample.hosts.map((host) => ({ ...host, id: "nixosConfigurations.\u001b[2J" }));
  const text = graphText({ ...sample, hosts }, sampleLines, (style, piece) => `<${style}>${piece}</>`);
  expect(text).toContain("<strong>nixosConfigurations.\ufffd[2J</> (nixos, <warning>partial</>): 2 branches");
});
