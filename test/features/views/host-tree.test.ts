import { expect, test } from "vitest";
import { rootView } from "../../../server/features/views/host-tree.ts";
import type { RootView, TreeNode } from "../../../server/protocol.ts";
import { parseFixture } from "../../fixture.ts";
import { analysisOf } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

test("a host with its branches, their classes and leaves", () => {
  expect(treeOf(`${root}${schema}${host}${branches}\n`)).toMatchInlineSnapshot(`
    "host lamp (1 branch · 1 leaf) -> cells/lamp.nix:4
      branch desk (1 leaf) -> cells/desk.nix:2
        class nixos (1 leaf)
          leaf desk.nix (cells) -> cells/desk.nix:2"
  `);
});

test("inline, external and conditional leaves, nested branches", () => {
  const text = treeOf(`${root.replace("outputs", 'inputs.stylix.url = "github:danth/stylix";\n  outputs')}
#- /cells/modules.nix
{ config, inputs, lib, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  flake.modules.nixos.desk = { imports = [ config.flake.modules.nixos.wood inputs.stylix.nixosModules.stylix ]; };
  flake.modules.nixos.wood = lib.mkIf inputs.stylix.lib.grain { boot.tmp = true; };
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.desk { networking.hostName = "lamp"; } ];
  };
}
`);
  expect(text).toMatchInlineSnapshot(`
    "host lamp (2 branches · 4 leaves) -> cells/modules.nix:5
      inline inline (1 leaf) -> cells/modules.nix:5
        class nixos (1 leaf)
          inline modules.nix (cells) -> cells/modules.nix:6
      branch desk (3 leaves) -> cells/modules.nix:3
        class nixos (2 leaves)
          leaf modules.nix:3 (cells) -> cells/modules.nix:3
          external stylix -> cells/modules.nix:3
        branch wood (1 leaf) -> cells/modules.nix:4
          class nixos (1 leaf)
            leaf modules.nix (cells) conditional -> cells/modules.nix:4"
  `);
});

test("a host that is known in part says why", () => {
  const text = treeOf(
    `${root}${schema}${host.replace("config.my.hosts.lamp.branches", "(config.my.hosts.lamp.branches ++ import ./missing.nix)")}${branches}\n`,
  );
  expect(text).toMatchInlineSnapshot(`
    "host lamp (0 branches · 0 leaves) incomplete -> cells/lamp.nix:4
      note path '/cells/missing.nix' does not exist (cells/lamp.nix:5) -> cells/lamp.nix:5"
  `);
});

test("what is not a dendritic flake says so, and a broken one where", () => {
  const problem = (text: string) => viewOf(text).problem;
  expect(problem("{ outputs = _: { }; }\n")).toMatchObject({ kind: "not-dendritic" });
  expect(problem("{ outputs = _: { ; }\n")).toMatchObject({ kind: "broken", location: { uri: "file:///flake.nix" } });
  expect(problem(`${root}${schema}\n`)).toMatchObject({ kind: "no-hosts" });
  expect(problem(`${root}${schema}${host}${branches}\n`)).toBeUndefined();
});

function viewOf(text: string): RootView {
  return rootView(analysisOf(parseFixture(text)), (file) => `file://${file}`);
}

/** The tree as indented lines: kind, label, description, marks, place. */
function treeOf(text: string): string {
  const line = ({ kind, label, description, marks, location }: TreeNode) =>
    [
      `${kind} ${label}`,
      ...(description ? [`(${description})`] : []),
      ...marks,
      ...(location ? [`-> ${location.uri.slice("file:///".length)}:${location.range.start.line + 1}`] : []),
    ].join(" ");
  const lines = (node: TreeNode, depth: number): string[] => [
    "  ".repeat(depth) + line(node),
    ...node.children.flatMap((child) => lines(child, depth + 1)),
  ];
  return viewOf(text)
    .hosts.flatMap((node) => lines(node, 0))
    .join("\n");
}
