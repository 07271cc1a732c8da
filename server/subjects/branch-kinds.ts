import { ownNameIndex } from "../graph/branches.ts";
import type { Branch } from "../graph/graph.ts";

/** Whether two branches differ in their own names alone: the same option, the same class. Collectors of hosts are of no kind. */
export function isOfOneKind(one: Branch, other: Branch): boolean {
  const own = ownNameIndex(one);
  if (own < 0 || own !== ownNameIndex(other) || one.path.length !== other.path.length) return false;
  if (one.class !== other.class || one.owner !== undefined || other.owner !== undefined) return false;
  return one.path.every((piece, at) => at === own || piece === other.path[at]);
}
