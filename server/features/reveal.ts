import type { HostsView, LeafPath, NodeLocation, PlaceParams, TreeNode } from "../protocol.ts";
import type { Position, Range } from "../text.ts";

/** Where the tree shows a place: the smallest node around it, else the nearest one before it in the same file, else the first after it. */
export function reveal({ roots }: HostsView, { uri, position }: PlaceParams): LeafPath {
  let best: { ids: readonly string[]; rank: Rank } | undefined;
  const visit = (node: TreeNode, above: readonly string[]): void => {
    const ids = [...above, node.id];
    if (node.location?.uri === uri) {
      const rank = rankOf(node, node.location, position);
      if (!best || isBetter(rank, best.rank)) best = { ids, rank };
    }
    for (const child of node.children) visit(child, ids);
  };
  for (const root of roots) for (const host of root.hosts) visit(host, []);
  return { ids: best?.ids ?? [] };
}

/** Compared from left to right; less is better. */
type Rank = readonly number[];

function rankOf({ kind }: TreeNode, { range }: NodeLocation, position: Position): Rank {
  const leafLike = kind === "leaf" || kind === "inline" || kind === "external" ? 0 : 1;
  const lines = range.end.line - range.start.line;
  if (contains(range, position))
    return [0, lines, lines === 0 ? range.end.character - range.start.character : 0, leafLike];
  const before = isAtOrBefore(range.start, position);
  return [before ? 1 : 2, Math.abs(position.line - range.start.line), leafLike, 0];
}

function contains({ start, end }: Range, position: Position): boolean {
  return isAtOrBefore(start, position) && isAtOrBefore(position, end);
}

function isAtOrBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function isBetter(a: Rank, b: Rank): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
