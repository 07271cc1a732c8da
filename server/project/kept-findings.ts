import type { DeclaredOption, Graph } from "../graph/graph.ts";
import type { OptionValues } from "../graph/option-values.ts";
import type { SystemValues } from "../graph/system-values.ts";
import type { Log } from "../nix/log.ts";
import type { SyntaxProblem } from "../syntax/syntax-tree.ts";
import { movedAround, unseenChange } from "../syntax/tree-change.ts";
import type { Span } from "../text.ts";
import { type MovedRanges, type SpanIndex, withMovedItems, withMovedSpans } from "./moved-spans.ts";
import type { Texts } from "./texts.ts";

/** What an evaluation of a flake found out. */
export interface FoundOut {
  readonly graph: () => Graph;
  /** Options that only modules declare which no system takes, once the graph is built. */
  readonly unselectedOptions: () => readonly DeclaredOption[];
  /** Values of options, once the graph is built; keeps its evaluation in memory. */
  readonly valueAt: OptionValues;
  readonly systemValues: SystemValues;
  /** Syntax problems of every file of the flake that the graph needed; building the graph first. */
  readonly syntaxProblems: () => ReadonlyMap<string, readonly SyntaxProblem[]>;
}

/** What an evaluation looked at beside the code that it marked. */
export type LookedAt = Pick<Log, "imported" | "quoted" | "placed">;

/**
 * What was found out about the texts `before`, with every place where it is in the texts `now`. `files` are all whose text may differ;
 * nothing else may. `before.places` is of its graph. Undefined where that could be wrong: the evaluation has looked at what differs, or a file cannot be parsed. Values
 * stay those of the earlier texts.
 */
export function keptFindings(
  before: Texts & FoundOut & { readonly places: () => SpanIndex },
  lookedAt: LookedAt,
  now: Texts,
  files: readonly string[],
): FoundOut | undefined {
  const moved = new Map<string, MovedRanges>();
  for (const file of files) {
    if (before.textOf(file) === now.textOf(file)) continue;
    const change = changeIn(before, lookedAt, now, file);
    if (!change) return undefined;
    moved.set(file, change);
  }
  const graph = withMovedItems(before.graph(), before.places(), moved);
  if (!graph) return undefined;
  return {
    graph: () => graph,
    syntaxProblems: before.syntaxProblems,
    unselectedOptions: () => withMovedSpans(before.unselectedOptions(), moved) ?? [],
    valueAt: (path) => withMovedSpans(before.valueAt(path), moved),
    systemValues: (path, moduleClass) =>
      withMovedSpans(before.systemValues(path, moduleClass), moved) ?? { values: [], left: 0 },
  };
}

function changeIn(
  before: Texts,
  { imported, quoted, placed }: LookedAt,
  now: Texts,
  file: string,
): MovedRanges | undefined {
  const [text, newText] = [before.textOf(file), now.textOf(file)];
  if (text === undefined || newText === undefined || placed.has(file)) return undefined;
  if (!imported.has(file) && !quoted.some((quote) => quote.file === file)) return movedAround(text, newText);
  const [was, is] = [before.treeOf(file), now.treeOf(file)];
  if (!was || !is) return undefined;
  if (was.problems.length > 0 || is.problems.length > 0) return undefined;
  const change = unseenChange({ text, root: was.root }, { text: newText, root: is.root });
  if (!change) return undefined;
  const isQuotedAlike = (quote: Span) => {
    const there = change.moved(quote);
    return there !== undefined && text.slice(quote.start, quote.end) === newText.slice(there.start, there.end);
  };
  return quoted.every((quote) => quote.file !== file || isQuotedAlike(quote)) ? change.moved : undefined;
}
