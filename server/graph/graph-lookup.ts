import { type Span, smallestAround } from "../text.ts";
import type { Branch, Cell, Graph, Leaf } from "./graph.ts";

/** A graph's cells by their file. */
export const cellsByFile: (graph: Graph) => ReadonlyMap<string, Cell> = perList(
  "cells",
  (cells) => new Map(cells.map((cell) => [cell.file, cell])),
);

/** A graph's branches by their id. */
export const branchesById: (graph: Graph) => ReadonlyMap<string, Branch> = perList(
  "branches",
  (branches) => new Map(branches.map((branch) => [branch.id, branch])),
);

/** A graph's leaves by their id. */
export const leavesById: (graph: Graph) => ReadonlyMap<string, Leaf> = perList(
  "leaves",
  (leaves) => new Map(leaves.map((leaf) => [leaf.id, leaf])),
);

/** The branches that hosts share, by the group of their classes. */
export const sharedBranchesByGroup: (graph: Graph) => ReadonlyMap<string, readonly Branch[]> = perList(
  "branches",
  (branches) => {
    const byGroup = new Map<string, Branch[]>();
    for (const branch of branches) {
      if (branch.owner !== undefined) continue;
      const known = byGroup.get(branch.group);
      if (known) known.push(branch);
      else byGroup.set(branch.group, [branch]);
    }
    return byGroup;
  },
);

/** A graph's leaves by the file that their code stands in. */
export const leavesByFile: (graph: Graph) => ReadonlyMap<string, readonly Leaf[]> = perList("leaves", (leaves) => {
  const byFile = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const known = byFile.get(leaf.at.file);
    if (known) known.push(leaf);
    else byFile.set(leaf.at.file, [leaf]);
  }
  return byFile;
});

/** The shortest leaf around a place; of leaves of the same code, the first. */
export function innermostLeaf(graph: Graph, at: Span): Leaf | undefined {
  return smallestAround(leavesByFile(graph).get(at.file) ?? [], at)[0];
}

/** An index of a graph's list, made once: graphs may have lists in common. */
function perList<Name extends "cells" | "branches" | "leaves", Index>(
  name: Name,
  make: (list: Graph[Name]) => Index,
): (graph: Graph) => Index {
  const made = new WeakMap<Graph[Name], Index>();
  return (graph) => {
    const list = graph[name];
    const known = made.get(list) ?? make(list);
    made.set(list, known);
    return known;
  };
}
