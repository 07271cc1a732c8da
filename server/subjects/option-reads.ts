import type { DeclaredOption } from "../graph/graph.ts";
import type { Span } from "../text.ts";
import type { ContextSource } from "./contexts.ts";
import { graphIndexOf } from "./graph-index.ts";
import { entryOf } from "./grouping.ts";
import { optionsAlong, optionsAt } from "./option-tree.ts";
import { pathsOf } from "./readings.ts";

/**
 * The places that read each option, or something inside its value, in all cells; one that nothing reads is not among the keys.
 * A computed name may read any option that it could name. What only the evaluation saw is among them.
 */
export function allReads(source: ContextSource): ReadonlyMap<DeclaredOption, readonly Span[]> {
  const { graph, namesOf } = source;
  const index = graphIndexOf(graph);
  const reads = new Map<DeclaredOption, Span[]>();
  for (const { file, status } of graph.cells) {
    if (status === "ignored") continue;
    const said = new Set<number>();
    for (const read of namesOf(file)?.occurrences ?? []) {
      if (read.use !== "read") continue;
      const paths = pathsOf(source, file, read, read.range.start);
      const meant = new Set(paths.flatMap((path) => optionsAlong(index, path, true).options));
      for (const option of meant) entryOf(reads, option, (): Span[] => []).push({ file, ...read.range });
      if (meant.size > 0) for (const piece of read.pieces) if (piece) said.add(piece.start);
    }
    for (const { at, options } of index.readsIn.get(file) ?? []) {
      if (said.has(at.start)) continue;
      const seen = new Set(options.flatMap((path) => optionsAt(index, path)));
      for (const option of seen) entryOf(reads, option, (): Span[] => []).push(at);
    }
  }
  return reads;
}
