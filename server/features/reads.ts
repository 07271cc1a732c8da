import type { DeclaredOption, Graph } from "../graph/graph.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { Span } from "../text.ts";
import { optionsAt, pathsOf } from "./option-paths.ts";

/** What reads are looked for in. */
export interface ReadSource {
  readonly graph: Graph;
  /** Undefined when there is no such file. */
  readonly namesOf: (file: string) => NameIndex | undefined;
}

/** The places that read an option, or something inside its value, in all cells. */
export function readsOf(source: ReadSource, option: DeclaredOption): readonly Span[] {
  return allReads(source).get(option) ?? [];
}

/** The places that read each option; one that nothing reads is not among the keys. */
export function allReads({ graph, namesOf }: ReadSource): ReadonlyMap<DeclaredOption, readonly Span[]> {
  const reads = new Map<DeclaredOption, Span[]>();
  const byFirstName = new Map<string, DeclaredOption[]>();
  for (const option of graph.options) {
    const first = option.path[0] ?? "";
    byFirstName.set(first, [...(byFirstName.get(first) ?? []), option]);
  }
  for (const { file, status } of graph.cells) {
    if (status === "ignored") continue;
    for (const read of namesOf(file)?.occurrences ?? []) {
      if (read.use !== "read") continue;
      const meant = new Set(
        pathsOf(graph, file, read).flatMap((path) => {
          const [first] = path.path;
          return optionsAt(typeof first === "string" ? (byFirstName.get(first) ?? []) : graph.options, path);
        }),
      );
      for (const option of meant) reads.set(option, [...(reads.get(option) ?? []), { file, ...read.range }]);
    }
  }
  return reads;
}
