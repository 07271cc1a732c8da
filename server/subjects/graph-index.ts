import { slotAt } from "../flake/slots.ts";
import { ownNameIndex } from "../graph/branches.ts";
import type {
  Branch,
  DeclaredOption,
  Graph,
  Host,
  HostSelection,
  Leaf,
  NamedRead,
  OptionAlias,
} from "../graph/graph.ts";
import type { PathPiece } from "../names/name-index.ts";
import { type Span, spanKey } from "../text.ts";

/** A graph, looked up by what questions ask for. Made once per graph. */
export interface GraphIndex {
  /** By class; the empty name is the flake's own level. */
  readonly options: ReadonlyMap<string, OptionTree>;
  readonly aliases: readonly OptionAlias[];
  readonly branches: BranchTree;
  readonly branchById: ReadonlyMap<string, Branch>;
  readonly leafById: ReadonlyMap<string, Leaf>;
  /** By the key of a declaration's span; see `spanKey`. */
  readonly declaredAt: ReadonlyMap<string, readonly DeclaredOption[]>;
  /** Declarations and definitions by file: what the evaluation saw, whatever the code looks like. */
  readonly optionPlacesIn: ReadonlyMap<string, readonly OptionPlace[]>;
  /** By the file that wrote them. */
  readonly leavesIn: ReadonlyMap<string, readonly Leaf[]>;
  /** By the file of the selecting place. */
  readonly selectionsIn: ReadonlyMap<string, readonly HostSelection[]>;
  /** Names that the evaluation saw reading options, by file, and by what they name. */
  readonly readsIn: ReadonlyMap<string, readonly NamedRead[]>;
  readonly readsNaming: ReadonlyMap<string, readonly NamedRead[]>;
  /** Classes of the systems, and of the slots in them, that take a leaf. */
  readonly takers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Classes of the systems that take a leaf in one of their slots. */
  readonly systemsTaking: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface OptionPlace {
  readonly at: Span;
  readonly option: DeclaredOption;
  readonly declares: boolean;
}

/** Options by the pieces of their paths; `<name>` and `*` are pieces like others. */
export interface OptionTree {
  readonly options: DeclaredOption[];
  readonly below: Map<string, OptionTree>;
}

/** Branches by the pieces of their paths. */
export interface BranchTree {
  readonly branches: Branch[];
  /** Branches whose own name ends the path to here; their paths may go on. */
  readonly named: Branch[];
  readonly below: Map<string, BranchTree>;
  /** What lies below any name: paths of branches with their own names left out. Its branches are of one kind. */
  any: BranchTree | undefined;
}

const indices = new WeakMap<Graph, GraphIndex>();

export function graphIndexOf(graph: Graph): GraphIndex {
  const known = indices.get(graph);
  if (known) return known;
  const index = indexGraph(graph);
  indices.set(graph, index);
  return index;
}

function indexGraph({ options, aliases, branches, leaves, hosts, images, reads }: Graph): GraphIndex {
  const systems = [...hosts, ...images];
  return {
    options: optionTrees(options),
    aliases,
    branches: branchTree(branches),
    branchById: new Map(branches.map((branch) => [branch.id, branch])),
    leafById: new Map(leaves.map((leaf) => [leaf.id, leaf])),
    declaredAt: optionsByDeclaration(options),
    optionPlacesIn: grouped(options.flatMap(placesOf), ({ at }) => at.file),
    leavesIn: grouped(leaves, ({ at }) => at.file),
    selectionsIn: grouped(
      systems.flatMap(({ selections }) => selections),
      ({ at }) => at.file,
    ),
    readsIn: grouped(reads, ({ at }) => at.file),
    readsNaming: readsByName(reads),
    takers: takersOf(systems),
    systemsTaking: systemsTakingInSlots(systems),
  };
}

function readsByName(reads: readonly NamedRead[]): ReadonlyMap<string, readonly NamedRead[]> {
  const byName = new Map<string, NamedRead[]>();
  for (const read of reads)
    for (const name of new Set(read.options.map(({ path }) => path.at(-1) ?? "")))
      entryOf(byName, name, (): NamedRead[] => []).push(read);
  return byName;
}

function optionTrees(options: readonly DeclaredOption[]): ReadonlyMap<string, OptionTree> {
  const trees = new Map<string, OptionTree>();
  for (const option of options) {
    let tree = entryOf(trees, option.class ?? "", newOptionTree);
    for (const piece of option.path) tree = entryOf(tree.below, piece, newOptionTree);
    tree.options.push(option);
  }
  return trees;
}

function placesOf(option: DeclaredOption): readonly OptionPlace[] {
  return [
    ...option.declarations.map((at) => ({ at, option, declares: true })),
    ...option.definitions.map((at) => ({ at, option, declares: false })),
  ];
}

function optionsByDeclaration(options: readonly DeclaredOption[]): ReadonlyMap<string, readonly DeclaredOption[]> {
  const declared = new Map<string, DeclaredOption[]>();
  for (const option of options)
    for (const at of option.declarations) entryOf(declared, spanKey(at), (): DeclaredOption[] => []).push(option);
  return declared;
}

/** What lies at a path of branches; undefined where no branch has it, or where a piece is computed. */
export function branchTreeAt({ branches }: GraphIndex, path: readonly PathPiece[]): BranchTree | undefined {
  let tree: BranchTree | undefined = branches;
  for (const piece of path) tree = typeof piece === "string" ? tree?.below.get(piece) : undefined;
  return tree;
}

function newOptionTree(): OptionTree {
  return { options: [], below: new Map() };
}

function branchTree(branches: readonly Branch[]): BranchTree {
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

function takersOf(systems: readonly Host[]): ReadonlyMap<string, ReadonlySet<string>> {
  const takers = new Map<string, Set<string>>();
  for (const host of systems) {
    for (const { leaf, slot } of host.pulls) {
      const taking = slot === undefined ? host.class : slotAt(host.class, slot.split("."))?.class;
      if (taking !== undefined) entryOf(takers, leaf, () => new Set<string>()).add(taking);
    }
  }
  return takers;
}

function systemsTakingInSlots(systems: readonly Host[]): ReadonlyMap<string, ReadonlySet<string>> {
  const taking = new Map<string, Set<string>>();
  for (const host of systems) {
    for (const { leaf, slot } of host.pulls) {
      if (slot !== undefined) entryOf(taking, leaf, () => new Set<string>()).add(host.class);
    }
  }
  return taking;
}

/** Branches that a path leads to or into, the longest first, with the number of pieces that lead there. */
export function branchesAlong(
  { branches: top }: GraphIndex,
  path: readonly PathPiece[],
): readonly { readonly branches: readonly Branch[]; readonly length: number }[] {
  const exact = along([top], path, ({ below }, piece) =>
    typeof piece === "string" ? listed(below.get(piece)) : [...below.values()],
  );
  if (exact.length > 0) return exact;
  // A branch that the graph does not know yet is one of its kind.
  return along([top], path, ({ below, any }, piece) => [
    ...(typeof piece === "string" ? listed(below.get(piece)) : below.values()),
    ...listed(any),
  ]);
}

function along(
  from: readonly BranchTree[],
  path: readonly PathPiece[],
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

/** Classes that the modules of a branch are of: what it says itself, else what takes its leaves. */
export function classesOfBranch({ takers }: GraphIndex, branch: Branch): readonly string[] {
  if (branch.class !== undefined && branch.class !== "generic") return [branch.class];
  return [...new Set(branch.leaves.flatMap((leaf) => [...(takers.get(leaf) ?? [])]))];
}

export function classesOfLeaf({ takers }: GraphIndex, leaf: Leaf): readonly string[] {
  if (leaf.class !== undefined && leaf.class !== "generic") return [leaf.class];
  return [...(takers.get(leaf.id) ?? [])];
}

export function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) entryOf(groups, keyOf(item), (): Item[] => []).push(item);
  return groups;
}

function listed<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : [item];
}
