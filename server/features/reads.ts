import type { DeclaredOption } from "../graph/graph.ts";
import type { Span } from "../text.ts";
import type { ContextSource } from "./class-context.ts";
import { graphIndexOf } from "./graph-index.ts";
import { optionsAlong, pathsOf } from "./option-paths.ts";

/**
 * The places that read each option, or something inside its value, in all cells; one that nothing reads is not among the keys.
 * A computed name may read any option that it could name.
 */
export function allReads(source: ContextSource): ReadonlyMap<DeclaredOption, readonly Span[]> {
  const { graph, namesOf } = source;
  const index = graphIndexOf(graph);
  const reads = new Map<DeclaredOption, Span[]>();
  for (const { file, status } of graph.cells) {
    if (status === "ignored") continue;
    for (const read of namesOf(file)?.occurrences ?? []) {
      if (read.use !== "read") continue;
      const paths = pathsOf(source, file, read, read.range.start);
      const meant = new Set(paths.flatMap((path) => optionsAlong(index, path, true).options));
      for (const option of meant) reads.set(option, [...(reads.get(option) ?? []), { file, ...read.range }]);
    }
  }
  return reads;
}
