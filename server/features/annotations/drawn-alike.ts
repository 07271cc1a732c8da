import type { Graph } from "../../graph/graph.ts";
import type { NameIndex } from "../../names/name-index.ts";
import { textChange } from "../../project/text-changes.ts";
import type { Analysis } from "../../rules/analysis.ts";
import type { OffsetRange } from "../../text.ts";

/** What is drawn over code is made from: the graph, and the texts as they are. */
export interface DrawnFrom {
  /** Whose graph counts. */
  readonly whole: Analysis;
  /** The newest texts. */
  readonly latest: Analysis;
}

/**
 * Whether everything that is drawn over code (lenses, hints, tokens) says the same as before, where the text below it is the same: the graph
 * has changed in nothing but places that moved with their text, and files name what they named. Says no rather than yes. `edited`: all files
 * whose texts may differ; undefined: any.
 */
export function isDrawnAlike(
  before: DrawnFrom,
  now: DrawnFrom,
  namesIn: (file: string, text: string) => NameIndex,
  edited?: ReadonlySet<string>,
): boolean {
  if (before.whole === now.whole && before.latest === now.latest) return true;
  const cells = () => [before, now].flatMap(({ whole, latest }) => [...filesOf(whole.graph), ...filesOf(latest.graph)]);
  const files = edited ?? new Set(cells());
  for (const file of files) {
    const [old, text] = [before.latest.textOf(file), now.latest.textOf(file)];
    if (old !== text && !namesAlike(old, text, (each) => namesIn(file, each))) return false;
  }
  const moved = (file: string) => {
    const [old, text] = [before.whole.textOf(file) ?? "", now.whole.textOf(file) ?? ""];
    return textChange(old, text).after;
  };
  return graphsAlike(before.whole.graph, now.whole.graph, moved);
}

function filesOf({ cells }: Graph): readonly string[] {
  return cells.map(({ file }) => file);
}

function namesAlike(before: string | undefined, now: string | undefined, names: (text: string) => NameIndex): boolean {
  return before !== undefined && now !== undefined && namedIn(names(before)) === namedIn(names(now));
}

/** What a file names, wherever it does. */
function namedIn({ occurrences, strings, paths, bindings }: NameIndex): string {
  return JSON.stringify([
    occurrences.map(({ use, path, scope, guarded }) => [use, path, scope, guarded]),
    strings.map(({ text, context }) => [text, context]),
    paths.map(({ text, module }) => [text, module]),
    bindings.map(({ kind, alias, uses }) => (kind === "inherit" ? [alias, uses.length] : [])),
  ]);
}

type Moved = (file: string) => (range: OffsetRange) => OffsetRange;

function graphsAlike(a: Graph, b: Graph, moved: Moved): boolean {
  if (a === b) return true;
  const known = new Map<string, (range: OffsetRange) => OffsetRange>();
  const after = (file: string) => {
    const found = known.get(file) ?? moved(file);
    known.set(file, found);
    return found;
  };
  return drawnParts.every((part) => alike(a[part], b[part], after));
}

const drawnParts = ["options", "branches", "leaves", "hosts", "images", "selectors", "cells"] as const;

function alike(a: unknown, b: unknown, moved: Moved): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => alike(item, b[at], moved));
  }
  if (isSpan(a) && isSpan(b)) {
    if (a.file !== b.file) return false;
    const { start, end } = moved(a.file)(a);
    return start === b.start && end === b.end;
  }
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => alike(a[name as keyof typeof a], b[name as keyof typeof b], moved));
}

function isSpan(value: object): value is { file: string } & OffsetRange {
  return "file" in value && "start" in value && "end" in value && typeof value.start === "number";
}
