import type { Branch, Graph, Host, Leaf } from "../../server/graph/graph.ts";
import { ANY_NAME } from "../../server/option-path.ts";
import { type LineIndex, lineIndexOf, type Span } from "../../server/text.ts";

/** The texts of a small flake in `/flake`; the graph below is made by hand, so only its places matter. */
const texts: Readonly<Record<string, string>> = {
  "/flake/flake.nix": "{\n  outputs = inputs: mkFlake { } (tree ./cells);\n}\n",
  "/flake/cells/base.nix": '{\n  my.base.nixos = [ { a = "ä🌿"; } { b = 2; } ];\n  my.base.home = [ { c = 3; } ];\n}\n',
  "/flake/cells/desk.nix": "{\n  my.desk.nixos = [ { imports = my.base.nixos; } ];\n  my.odd.nixos = [ { } ];\n}\n",
  "/flake/cells/lamp.nix": '{\n  my.hosts.lamp.modules = [ { d = 4; } ];\n  picks = [ "desk" "base" ];\n}\n',
};

export function sampleText(file: string): string | undefined {
  return texts[file];
}

export function sampleLines(file: string): LineIndex {
  return lineIndexOf(texts[file] ?? "");
}

/** Where a piece of text stands in a file of the sample. */
export function spanOf(name: string, piece: string): Span {
  const file = `/flake/${name}`;
  const start = texts[file]?.indexOf(piece) ?? -1;
  if (start < 0) throw new Error(`${name} has no ${piece}`);
  return { file, start, end: start + piece.length };
}

const leaves: readonly Leaf[] = [
  leaf("my.base.nixos@cells/base.nix#0", "nixos", spanOf("cells/base.nix", '{ a = "ä🌿"; }')),
  {
    ...leaf("my.base.nixos@cells/base.nix#1", "nixos", spanOf("cells/base.nix", "{ b = 2; }")),
    condition: falseHere(),
  },
  leaf("my.base.home@cells/base.nix#0", "homeManager", spanOf("cells/base.nix", "{ c = 3; }")),
  leaf("my.desk.nixos@cells/desk.nix#0", "nixos", spanOf("cells/desk.nix", "{ imports = my.base.nixos; }")),
  { ...leaf("my.desk.nixos@cells/desk.nix#1", "nixos", spanOf("cells/desk.nix", "my.base")), external: "inputs.x.m" },
  leaf("my.odd.nixos@cells/desk.nix#0", "nixos", spanOf("cells/desk.nix", "{ }")),
  leaf("my.hosts.lamp.modules@cells/lamp.nix#0", "nixos", spanOf("cells/lamp.nix", "{ d = 4; }")),
  {
    ...leaf("nixosConfigurations.lamp@cells/lamp.nix#0", "nixos", spanOf("cells/lamp.nix", "picks")),
    branch: undefined,
    condition: { value: "unknown", at: undefined },
  },
];

const lamp: Host = {
  id: "nixosConfigurations.lamp",
  kind: "nixosConfigurations",
  name: "lamp",
  class: "nixos",
  at: spanOf("cells/lamp.nix", "picks"),
  complete: false,
  unresolved: [{ reason: "the list goes on outside", at: spanOf("cells/lamp.nix", '[ "desk"') }],
  selections: [
    selection("my.desk.nixos", spanOf("cells/lamp.nix", '"desk"')),
    selection("my.base.home", spanOf("cells/lamp.nix", '"base"')),
    {
      ...selection("my.base.nixos", spanOf("cells/desk.nix", "my.base.nixos")),
      kind: "reference",
      through: "my.desk.nixos",
    },
  ],
  pulls: [
    pull("nixosConfigurations.lamp@cells/lamp.nix#0", []),
    pull("my.hosts.lamp.modules@cells/lamp.nix#0", ["my.hosts.lamp.modules"]),
    pull("my.desk.nixos@cells/desk.nix#0", ["my.desk.nixos"]),
    pull("my.desk.nixos@cells/desk.nix#1", ["my.desk.nixos"]),
    pull("my.base.nixos@cells/base.nix#0", ["my.desk.nixos", "my.base.nixos"]),
    { ...pull("my.base.home@cells/base.nix#0", ["my.base.home"]), slot: "home-manager.users.wren" },
  ],
  files: ["/flake/cells/lamp.nix", "/flake/cells/base.nix", "/flake/cells/desk.nix"],
};

/** One incomplete host with a nested branch, a slot, an own collector and an inline leaf; a branch that nobody selects. */
export const sample: Graph = {
  root: {
    directory: "/flake",
    file: "/flake/flake.nix",
    trees: [{ directory: "/flake/cells", at: spanOf("flake.nix", "./cells") }],
    inputs: [
      { name: "x", source: "none", at: undefined },
      { name: "flake-parts", source: "native", at: undefined },
    ],
    failure: undefined,
    dendritic: true,
    outsideModules: false,
    isDoubtful: false,
    doubtsAt: [],
    rootNames: [],
    outputNames: [],
    perSystemNames: [],
    takesAnything: false,
    remark: undefined,
  },
  cells: [
    { file: "/flake/cells/lamp.nix", status: "imported", reason: undefined, roles: ["host", "leaf"], scoped: false },
    { file: "/flake/cells/_old.nix", status: "ignored", reason: "its path has /_", roles: [], scoped: false },
  ],
  declared: { names: new Map(), open: true },
  aliases: [],
  options: [
    {
      path: ["my", "hosts", ANY_NAME, "odd name"],
      class: undefined,
      type: "string",
      default: undefined,
      description: undefined,
      declarations: [spanOf("cells/lamp.nix", "picks")],
      definitions: [],
    },
  ],
  branches: [
    branch("my.base.home", "my.base", ["my.base.home@cells/base.nix#0"], { class: "homeManager" }),
    branch("my.base.nixos", "my.base", ["my.base.nixos@cells/base.nix#1", "my.base.nixos@cells/base.nix#0"]),
    branch("my.desk.nixos", "my.desk", ["my.desk.nixos@cells/desk.nix#0", "my.desk.nixos@cells/desk.nix#1"]),
    branch("my.hosts.lamp.modules", "my.hosts.lamp", ["my.hosts.lamp.modules@cells/lamp.nix#0"], { owner: lamp.id }),
    branch("my.odd.nixos", "my.odd", ["my.odd.nixos@cells/desk.nix#0"], { class: undefined, selectedBy: [] }),
  ],
  leaves,
  hosts: [lamp],
  images: [],
  selectors: [],
  stringOptions: [],
  absences: [],
  problems: [],
  reads: [],
  readsEverything: false,
};

function leaf(id: string, moduleClass: string, at: Span): Leaf {
  const branch = id.slice(0, id.indexOf("@"));
  return {
    id,
    at,
    definedAt: undefined,
    file: at.file,
    class: moduleClass,
    branch,
    external: undefined,
    condition: undefined,
  };
}

function falseHere(): Leaf["condition"] {
  return { value: "false", at: spanOf("cells/base.nix", "b = 2") };
}

function selection(branch: string, at: Span): Host["selections"][number] {
  return { branch, kind: "string", at, helper: undefined, partial: false, through: undefined, repeats: undefined };
}

function pull(leaf: string, via: readonly string[]): Host["pulls"][number] {
  return { leaf, via, slot: undefined, uncertain: false };
}

function branch(id: string, group: string, ids: readonly string[], more: Partial<Branch> = {}): Branch {
  return {
    id,
    path: id.split("."),
    group,
    name: group.slice(group.lastIndexOf(".") + 1),
    class: "nixos",
    namesClass: false,
    owner: undefined,
    declaredAt: [],
    namedAt: [],
    leaves: ids,
    selectedBy: ["nixosConfigurations.lamp"],
    consumedBy: [],
    mayBeConsumed: false,
    files: [],
    open: false,
    published: false,
    mentions: [],
    ...more,
  };
}
