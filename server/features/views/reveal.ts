import type { HostsView, LeafPath, NodeLocation, RevealParams, TreeNode } from "../../protocol.ts";
import type { Position, Range } from "../../text.ts";
import type { TreeSubject } from "./tree-subject.ts";

/**
 * Where the tree shows a place: the leaf that is contributed there, the branch or the host that the word there is about, the smallest row
 * around it, else the nearest one before it in the same file, else the first after it. What stands below several hosts is shown below
 * those that the place is about, else below those of `prefers`.
 */
export function reveal(
  { roots }: HostsView,
  { uri, position, prefers = [] }: RevealParams,
  subject: TreeSubject,
): LeafPath {
  let best: { ids: readonly string[]; rank: Rank } | undefined;
  const visit = (node: TreeNode, above: readonly string[], within: number): void => {
    const ids = [...above, node.id];
    const rank =
      wordRank(node, subject) ?? (node.location?.uri === uri ? placeRank(node, node.location, position) : undefined);
    if (rank) {
      const whole = [...rank, within, node.id === prefers[0] ? 0 : 1, ids.length];
      if (!best || isBetter(whole, best.rank)) best = { ids, rank: whole };
    }
    for (const child of node.children) visit(child, ids, within);
  };
  for (const root of roots) for (const host of root.hosts) visit(host, [], preference(host, subject, prefers));
  return { ids: best?.ids ?? [], inNoHost: subject.inNoHost };
}

/** Compared from left to right; less is better. */
type Rank = readonly number[];

/** How much a host is to be preferred to others. */
function preference({ id }: TreeNode, { hosts }: TreeSubject, prefers: readonly string[]): number {
  const meant = hosts.findIndex((host) => endsWith(id, host));
  if (meant >= 0) return meant;
  const preferred = prefers.findIndex((one) => one === id || one.startsWith(`${id}\n`));
  return preferred >= 0 ? hosts.length + preferred : Number.MAX_SAFE_INTEGER;
}

/** Of rows that the words at the place speak of. */
function wordRank({ kind, id }: TreeNode, { group, hosts, leaves }: TreeSubject): Rank | undefined {
  if (leaves.some((leaf) => endsWith(id, leaf))) return [0, 0, 0, 0];
  if (kind === "branch" && group !== undefined && endsWith(id, group)) return [1, 0, 0, 0];
  const isMeant = isHost(kind) && group === undefined && hosts.some((host) => endsWith(id, host));
  return isMeant ? [3, 0, 0, 0] : undefined;
}

/** Of rows in the same file. What a host holds itself has no place but the host's. */
function placeRank({ kind, children }: TreeNode, { range }: NodeLocation, position: Position): Rank | undefined {
  if (kind === "inline" && children.length > 0) return undefined;
  const leafLike = kind === "leaf" || kind === "inline" || kind === "external" ? 0 : 1;
  const lines = range.end.line - range.start.line;
  if (contains(range, position)) {
    const size = lines === 0 ? range.end.character - range.start.character : 0;
    return [isHost(kind) ? 4 : 2, lines, size, leafLike];
  }
  const before = isAtOrBefore(range.start, position);
  return [before ? 5 : 6, Math.abs(position.line - range.start.line), leafLike, 0];
}

function isHost(kind: TreeNode["kind"]): boolean {
  return kind === "host" || kind === "image";
}

/** Ids of rows end with the ids of what they show. */
function endsWith(id: string, shown: string): boolean {
  return id.endsWith(`\n${shown}`);
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
