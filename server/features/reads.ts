import type { DeclaredOption } from "../graph/graph.ts";
import type { Span } from "../text.ts";
import { optionsAt, pathsOf } from "./option-paths.ts";
import type { View } from "./view.ts";

/** The places that read an option, or something inside its value, in all cells. */
export function readsOf(view: View, option: DeclaredOption): readonly Span[] {
  const { graph, namesOf } = view;
  return graph.cells.flatMap(({ file, status }) => {
    const names = status === "ignored" ? undefined : namesOf(file);
    const reads = names?.occurrences.filter(({ use }) => use === "read") ?? [];
    return reads
      .filter((read) => pathsOf(graph, file, read).some((path) => optionsAt(graph.options, path).includes(option)))
      .map(({ range }) => ({ file, ...range }));
  });
}
