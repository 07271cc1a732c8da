import { showOption } from "../option-path.ts";
import { compareSpans, compareText, type LineIndex, type Range, type Span } from "../text.ts";
import type { Branch, Cell, CellRole, DeclaredOption, Graph, Host, Leaf, Pull } from "./graph.ts";
import { type Places, placesIn } from "./shown-places.ts";

/** A stretch of a file: the path relative to the flake's directory, positions zero-based, UTF-16, half-open. */
export interface JsonSpan extends Range {
  readonly file: string;
}

export type GraphJson = ReturnType<typeof graphJson>;

/**
 * The graph as the contract `dendritic-graph/1` has it: plain data, the same for the same graph. `readsOf` tells where an option
 * is read, which the graph itself does not know.
 */
export function graphJson(
  graph: Graph,
  lineIndex: (file: string) => LineIndex,
  readsOf: (option: DeclaredOption) => readonly Span[] = () => [],
) {
  const places = placesIn(graph.root.directory, lineIndex);
  return {
    format: "dendritic-graph/1",
    root: rootJson(graph, places),
    cells: sortedBy(graph.cells, (cell) => cell.file).map((cell) => cellJson(cell, places)),
    options: graph.options
      .map((option) => optionJson(option, readsOf(option), places))
      .sort((a, b) => compareText(a.path, b.path) || compareText(a.class ?? "", b.class ?? "")),
    branches: sortedBy(graph.branches, ({ id }) => id).map((branch) => branchJson(branch, places)),
    leaves: sortedBy(graph.leaves, ({ id }) => id).map((leaf) => leafJson(leaf, places)),
    hosts: sortedBy(graph.hosts, ({ id }) => id).map((host) => hostJson(host, graph, places)),
    images: sortedBy(graph.images, ({ id }) => id).map((image) => hostJson(image, graph, places)),
  } as const;
}

/** Of a file outside the flake's directory the path stays absolute. */
export function spanJson(span: Span, places: Places): JsonSpan {
  return { file: places.pathOf(span.file), ...places.rangeOf(span) };
}

function rootJson({ root }: Graph, places: Places) {
  const trees = root.trees.map(({ directory, at }) => ({ directory, at: at ?? startOf(root.file) }));
  return {
    file: places.pathOf(root.file),
    trees: trees
      .sort((a, b) => compareText(a.directory, b.directory) || compareSpans(a.at, b.at))
      .map(({ directory, at }) => ({ dir: places.pathOf(directory), at: spanJson(at, places) })),
    inputs: sortedBy(root.inputs, ({ name }) => name).map(({ name, source }) => ({ name, source })),
  };
}

const roleOrder: readonly CellRole[] = ["root", "schema", "branch", "leaf", "host"];

function cellJson({ file, status, reason, roles }: Cell, places: Places) {
  return {
    file: places.pathOf(file),
    status,
    ...(reason !== undefined && { reason: places.wordsOf(reason) }),
    roles: roleOrder.filter((role) => roles.includes(role)),
  };
}

function optionJson(option: DeclaredOption, reads: readonly Span[], places: Places) {
  return {
    path: showOption(option.path),
    class: option.class ?? null,
    ...(option.type !== undefined && { type: option.type }),
    ...(option.default !== undefined && { default: option.default }),
    ...(option.description !== undefined && { description: option.description }),
    declarations: spansJson(option.declarations, places),
    definitions: spansJson(option.definitions, places),
    reads: spansJson(reads, places),
  };
}

function branchJson(branch: Branch, places: Places) {
  return {
    id: branch.id,
    group: branch.group,
    name: branch.name,
    class: branch.class ?? null,
    ...(branch.owner !== undefined && { owner: branch.owner }),
    declaredAt: spansJson(branch.declaredAt, places),
    leaves: [...branch.leaves].sort(compareText),
    selectedBy: [...branch.selectedBy].sort(compareText),
    consumedBy: [...branch.consumedBy].sort(compareText),
    files: filesJson(branch.files, places),
    open: branch.open,
  };
}

function leafJson(leaf: Leaf, places: Places) {
  const { condition } = leaf;
  return {
    id: leaf.id,
    at: spanJson(leaf.at, places),
    class: leaf.class ?? null,
    branch: leaf.branch ?? null,
    ...(leaf.external !== undefined && { external: leaf.external }),
    ...(condition && { condition: { value: condition.value, at: spanJson(condition.at ?? leaf.at, places) } }),
  };
}

/** What has no place of its own gets that of the host, and a host without one the root's beginning. */
function hostJson(host: Host, { root }: Graph, places: Places) {
  const at = host.at ?? startOf(root.file);
  const unresolved = host.unresolved.map((one) => ({ reason: one.reason, at: one.at ?? at }));
  return {
    id: host.id,
    kind: host.kind,
    name: host.name,
    class: host.class,
    at: spanJson(at, places),
    complete: host.complete,
    unresolved: unresolved
      .sort((a, b) => compareSpans(a.at, b.at) || compareText(a.reason, b.reason))
      .map((one) => ({ reason: places.wordsOf(one.reason), at: spanJson(one.at, places) })),
    selections: [...host.selections]
      .sort((a, b) => compareSpans(a.at, b.at) || compareText(a.branch, b.branch))
      .map(({ branch, kind, at: place, helper, through }) => ({
        branch,
        kind,
        at: spanJson(place, places),
        ...(helper && { helper: spanJson(helper, places) }),
        ...(through !== undefined && { through }),
      })),
    pulls: sortedBy(host.pulls, ({ leaf }) => leaf).map(pullJson),
    files: filesJson(host.files, places),
  };
}

function pullJson({ leaf, via, slot }: Pull) {
  return { leaf, via: [...via], ...(slot !== undefined && { slot }) };
}

function spansJson(spans: readonly Span[], places: Places): JsonSpan[] {
  return [...spans].sort(compareSpans).map((span) => spanJson(span, places));
}

function filesJson(files: readonly string[], places: Places): string[] {
  return files.map(places.pathOf).sort(compareText);
}

function startOf(file: string): Span {
  return { file, start: 0, end: 0 };
}

/** Stable, by UTF-16 code units: the same everywhere. */
function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}
