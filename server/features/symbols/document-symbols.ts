import { isComputed, showOption } from "../../option-path.ts";
import { namesOfBranches } from "../../subjects/branch-places.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { optionsAlong } from "../../subjects/option-tree.ts";
import { pathsOf } from "../../subjects/readings.ts";
import { forEachNode } from "../../syntax/tree-walk.ts";
import { covers, type OffsetRange, type Span, sortedSpans } from "../../text.ts";
import type { View } from "../view.ts";
import type { SymbolKind } from "./workspace-symbols.ts";

export interface OutlineSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** A type, a class. */
  readonly detail: string;
  readonly range: OffsetRange;
  /** The name, inside of the range. */
  readonly word: OffsetRange;
  readonly children: readonly OutlineSymbol[];
}

type Flat = Omit<OutlineSymbol, "children">;

/** What a file is for: options that it declares, branches that it describes, leaves, hosts; what lies in another below it. */
export function documentSymbols(view: View, file: string): readonly OutlineSymbol[] {
  const found = [...hostsIn(view, file), ...branchesIn(view, file), ...leavesIn(view, file), ...optionsIn(view, file)];
  return nested(found.sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end));
}

function hostsIn(view: View, file: string): readonly Flat[] {
  return view.graph.hosts.flatMap(({ at, name, class: moduleClass }) => {
    if (at?.file !== file) return [];
    const span = view.nowSpan(at);
    return [
      { kind: "host" as const, name, detail: `host · ${moduleClass}`, range: bindingAround(view, span), word: span },
    ];
  });
}

function branchesIn(view: View, file: string): readonly Flat[] {
  const { branches } = view.graph;
  const groups = new Map(
    branches.filter(({ namedAt }) => namedAt.some((at) => at.file === file)).map((one) => [one.group, one]),
  );
  return [...groups.values()].flatMap(({ group, name, namedAt }) => {
    const members = branches.filter((one) => one.group === group);
    const places = sortedSpans(
      namesOfBranches(
        view,
        namedAt.filter((at) => at.file === file),
        members,
      ),
    );
    return places.slice(0, 1).map((span) => ({
      kind: "branch" as const,
      name,
      detail: "branch",
      range: bindingAround(view, span),
      word: span,
    }));
  });
}

function leavesIn(view: View, file: string): readonly Flat[] {
  const { branchById, leavesIn: byFile } = graphIndexOf(view.graph);
  return (byFile.get(file) ?? []).map((leaf) => {
    const branch = branchById.get(leaf.branch ?? "");
    const range = view.nowSpan(leaf.at);
    const name = leaf.external ?? branch?.name ?? "inline";
    const start = text(view, range).split("\n")[0]?.length ?? 0;
    const detail = `leaf${leaf.class === undefined ? "" : ` · ${leaf.class}`}`;
    return { kind: "leaf" as const, name, detail, range, word: { start: range.start, end: range.start + start } };
  });
}

/** By the words of the file, so that what was just typed is there; and what the evaluation knows of computed names. */
function optionsIn(view: View, file: string): readonly Flat[] {
  const index = graphIndexOf(view.graph);
  const said = (view.namesOf(file)?.occurrences ?? []).flatMap((occurrence): Flat[] => {
    if (occurrence.use !== "declare") return [];
    const paths = pathsOf(view, file, occurrence, occurrence.range.start);
    const known = paths.map((path) => optionsAlong(index, path).options[0]).find((option) => option !== undefined);
    const path = known?.path ?? occurrence.path.map((piece) => (isComputed(piece) ? "…" : piece));
    const suffix = known?.class === undefined ? "" : ` · ${known.class}`;
    const range = bindingAround(view, { file, ...occurrence.range });
    return [
      {
        kind: "option",
        name: showOption(path),
        detail: `${known?.type ?? ""}${suffix}`,
        range,
        word: occurrence.range,
      },
    ];
  });
  const words = new Set(said.map(({ word }) => word.start));
  const made = (index.optionPlacesIn.get(file) ?? []).flatMap(({ at, option, declares }): Flat[] => {
    const span = view.nowSpan(at);
    if (!declares || words.has(span.start)) return [];
    return [{ kind: "option", name: showOption(option.path), detail: option.type ?? "", range: span, word: span }];
  });
  return [...said, ...made];
}

/** The binding that a name is the end of; the name alone where there is none. */
export function bindingAround({ treeOf }: Pick<View, "treeOf">, word: Span): OffsetRange {
  let smallest: OffsetRange = { start: word.start, end: word.end };
  let size = Number.POSITIVE_INFINITY;
  const tree = treeOf(word.file);
  if (!tree) return smallest;
  forEachNode(tree.root, (node) => {
    if (node.kind !== "bind" || !covers(node, word) || node.end - node.start >= size) return;
    const isPart = node.path.some((name) => covers(name, word));
    const isValue = covers(node.value, word);
    if (!isPart && !isValue) return;
    smallest = { start: node.start, end: node.end };
    size = node.end - node.start;
  });
  return smallest;
}

function text({ textOf }: View, { file, start, end }: Span): string {
  return textOf(file)?.slice(start, end) ?? "";
}

/** What lies in the range of another becomes its child. Sorted by start, the larger first. */
function nested(flat: readonly Flat[]): readonly OutlineSymbol[] {
  const top: Draft[] = [];
  const open: Draft[] = [];
  for (const symbol of flat) {
    const draft: Draft = { ...symbol, children: [] };
    while (open.length > 0 && (open.at(-1)?.range.end ?? 0) < symbol.range.end) open.pop();
    const parent = open.at(-1);
    (parent?.children ?? top).push(draft);
    open.push(draft);
  }
  return top;
}

interface Draft extends Flat {
  readonly children: Draft[];
}
