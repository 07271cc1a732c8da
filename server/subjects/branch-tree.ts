import { ownNameIndex } from "../graph/branches.ts";
import type { Branch } from "../graph/graph.ts";
import { isComputed, type PathPiece, type PatternPiece, type WrittenPath } from "../option-path.ts";
import { entryOf } from "./grouping.ts";
import type { PathInScope } from "./path-in-scope.ts";

export interface KnownBranches {
  readonly branches: BranchTree;
}

/** Branches by the pieces of their paths. */
export interface BranchTree {
  readonly branches: Branch[];
  /** Branches whose own name ends the path to here; their paths may go on. */
  readonly named: Branch[];
  readonly below: Map<PatternPiece, BranchTree>;
  /** What lies below any name: paths of branches with their own names left out. Its branches are of one kind. */
  any: BranchTree | undefined;
}

/** What lies at a path of branches; undefined where no branch has it, or where a piece is computed. */
export function branchTreeAt({ branches }: KnownBranches, path: WrittenPath): BranchTree | undefined {
  let tree: BranchTree | undefined = branches;
  for (const piece of path) tree = isComputed(piece) ? undefined : tree?.below.get(piece);
  return tree;
}

export function branchTree(branches: readonly Branch[]): BranchTree {
  const top = newBranchTree();
  for (const branch of branches) {
    let tree = top;
    let kind = top;
    const own = ownNameIndex(branch);
    for (const [at, piece] of branch.path.entries()) {
      tree = entryOf(tree.below, piece, newBranchTree);
      if (at === own) {
        tree.named.push(branch);
        kind.any ??= newBranchTree();
        kind = kind.any;
      } else kind = entryOf(kind.below, piece, newBranchTree);
    }
    tree.branches.push(branch);
    if (own >= 0) kind.branches.push(branch);
  }
  return top;
}

function newBranchTree(): BranchTree {
  return { branches: [], named: [], below: new Map(), any: undefined };
}

/** Branches that a path leads to or into, the longest first, with the number of pieces that lead there. */
export function branchesAlong(
  { branches: top }: KnownBranches,
  path: WrittenPath,
): readonly { readonly branches: readonly Branch[]; readonly length: number }[] {
  const exact = along([top], path, ({ below }, piece) =>
    isComputed(piece) ? [...below.values()] : listed(below.get(piece)),
  );
  if (exact.length > 0) return exact;
  // A branch that the graph does not know yet is one of its kind.
  return along([top], path, ({ below, any }, piece) => [
    ...(isComputed(piece) ? below.values() : listed(below.get(piece))),
    ...listed(any),
  ]);
}

function along(
  from: readonly BranchTree[],
  path: WrittenPath,
  next: (tree: BranchTree, piece: PathPiece) => readonly BranchTree[],
): { branches: readonly Branch[]; length: number }[] {
  const found: { branches: readonly Branch[]; length: number }[] = [];
  let reached = from;
  for (const [at, piece] of path.entries()) {
    reached = reached.flatMap((tree) => next(tree, piece));
    if (reached.length === 0) break;
    const branches = reached.flatMap((tree) => tree.branches);
    if (branches.length > 0) found.push({ branches, length: at + 1 });
  }
  return found.reverse();
}

function listed<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : [item];
}

/** Branches whose name is the last piece of the path: all classes of `my.branches.base`, one of `flake.modules.nixos.base`. */
export function branchesAt(known: KnownBranches, { path, class: moduleClass }: PathInScope): readonly Branch[] {
  const last = path.at(-1);
  if (moduleClass !== undefined || typeof last !== "string") return [];
  const tree = branchTreeAt(known, path);
  if (!tree) return [];
  // What names a class behind the branch's name speaks of that part of it.
  return tree.named.length > 0 ? tree.named : tree.branches.filter(({ namesClass }) => namesClass);
}

/** Whether a path leads to or into a branch. */
export function leadsToBranch(known: KnownBranches, { path, class: moduleClass }: PathInScope): boolean {
  return moduleClass === undefined && branchesAlong(known, path).length > 0;
}
