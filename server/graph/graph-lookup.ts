import { type Span, smallestAround } from "../text.ts";
import type { Branch, Cell, Graph, Leaf } from "./graph.ts";

/** A graph's cells by their file. */
export const cellsByFile: (graph: Graph) => ReadonlyMap<string, Cell> = perGraph(
  ({ cells }) => new Map(cells.map((cell) => [cell.file, cell])),
);

/** A graph's branches by their id. */
export const branchesById: (graph: Graph) => ReadonlyMap<string, Branch> = perGraph(
  ({ branches }) => new Map(branches.map((branch) => [branch.id, branch])),
);

/** A graph's leaves by their id. */
export const leavesById: (graph: Graph) => ReadonlyMap<string, Leaf> = perGraph(
  ({ leaves }) => new Map(leaves.map((leaf) => [leaf.id, leaf])),
);

/** The branches that hosts share, by the group of their classes. */
export const sharedBranchesByGroup: (graph: Graph) => ReadonlyMap<string, readonly Branch[]> = perGraph(
  ({ branches }) => {
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
export const leavesByFile: (graph: Graph) => ReadonlyMap<string, readonly Leaf[]> = perGraph(({ leaves }) => {
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

function perGraph<Index>(make: (graph: Graph) => Index): (graph: Graph) => Index {
  const made = new WeakMap<Graph, Index>();
  return (graph) => {
    const known = made.get(graph) ?? make(graph);
    made.set(graph, known);
    return known;
  };
}
