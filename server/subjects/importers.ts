import type { Graph } from "../graph/graph.ts";
import { cellsByFile } from "../graph/graph-lookup.ts";
import type { NameIndex, OptionScope } from "../names/name-index.ts";
import { directoryOf, resolvePath } from "../nix/paths.ts";
import { entryOf } from "./grouping.ts";

/** A path in a file that names a file as a module. */
export interface Import {
  readonly file: string;
  /** Of the code around the path. */
  readonly scope: OptionScope;
  readonly offset: number;
}

/** Who imports a file by its path, by the file that is imported. */
export function importersOf(
  graph: Graph,
  namesOf: (file: string) => NameIndex | undefined,
): ReadonlyMap<string, readonly Import[]> {
  const found = new Map<string, Import[]>();
  const cells = cellsByFile(graph);
  for (const { file, status } of graph.cells) {
    if (status === "ignored") continue;
    for (const { text, module, range } of namesOf(file)?.paths ?? []) {
      if (!module) continue;
      const path = resolvePath(directoryOf(file), text);
      const target = cells.has(path) ? path : `${path}/default.nix`;
      entryOf(found, target, (): Import[] => []).push({ file, scope: module, offset: range.start });
    }
  }
  return found;
}
