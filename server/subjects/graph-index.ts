import { slotAt } from "../flake/slots.ts";
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
import { branchesById, leavesByFile } from "../graph/graph-lookup.ts";
import { pieceText } from "../option-path.ts";
import { type Span, spanKey } from "../text.ts";
import { branchTree, type KnownBranches } from "./branch-tree.ts";
import { entryOf, grouped } from "./grouping.ts";
import { type KnownOptions, optionTrees } from "./option-tree.ts";

/** A graph, looked up by what questions ask for. Made once per graph. */
export interface GraphIndex extends KnownOptions, KnownBranches {
  readonly aliases: readonly OptionAlias[];
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

const indices = new WeakMap<Graph, GraphIndex>();

export function graphIndexOf(graph: Graph): GraphIndex {
  const known = indices.get(graph);
  if (known) return known;
  const index = indexGraph(graph);
  indices.set(graph, index);
  return index;
}

function indexGraph(graph: Graph): GraphIndex {
  const { options, aliases, branches, leaves, hosts, images, reads } = graph;
  const systems = [...hosts, ...images];
  return {
    options: optionTrees(options),
    aliases,
    branches: branchTree(branches),
    branchById: branchesById(graph),
    leafById: new Map(leaves.map((leaf) => [leaf.id, leaf])),
    declaredAt: optionsByDeclaration(options),
    optionPlacesIn: grouped(options.flatMap(placesOf), ({ at }) => at.file),
    leavesIn: leavesByFile(graph),
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
    for (const name of new Set(read.options.map(({ path }) => pieceText(path.at(-1) ?? ""))))
      entryOf(byName, name, (): NamedRead[] => []).push(read);
  return byName;
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

/** Classes that the modules of a branch are of: what it says itself, else what takes its leaves. */
export function classesOfBranch({ takers }: GraphIndex, branch: Branch): readonly string[] {
  if (branch.class !== undefined && branch.class !== "generic") return [branch.class];
  return [...new Set(branch.leaves.flatMap((leaf) => [...(takers.get(leaf) ?? [])]))];
}

export function classesOfLeaf({ takers }: GraphIndex, leaf: Leaf): readonly string[] {
  if (leaf.class !== undefined && leaf.class !== "generic") return [leaf.class];
  return [...(takers.get(leaf.id) ?? [])];
}
