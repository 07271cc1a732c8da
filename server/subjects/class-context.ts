import { slotAt, systemsGiving } from "../flake/slots.ts";
import type { Graph, Leaf } from "../graph/graph.ts";
import { cellsByFile } from "../graph/lookup.ts";
import { PER_SYSTEM } from "../graph/per-system.ts";
import type { NameIndex, OptionScope, PathPiece, SystemArgument } from "../names/name-index.ts";
import { directoryOf, resolvePath } from "../nix/paths.ts";
import { smallestAt, touches } from "../text.ts";
import {
  branchesAlong,
  classesOfBranch,
  classesOfLeaf,
  type GraphIndex,
  graphIndexOf,
  type OptionTree,
} from "./graph-index.ts";
import { throughAliases } from "./other-names.ts";

/** What is needed to tell which module system a path in a file belongs to. */
export interface ContextSource {
  readonly graph: Graph;
  /** Undefined when there is no such file. */
  readonly namesOf: (file: string) => NameIndex | undefined;
  /** Grows whenever what `namesOf` answers changes; without it: that never does. */
  readonly revision?: (() => number) | undefined;
  /** Where an offset of the file as it is now was in the text that the graph was made from; without it: where it is. */
  readonly thenOffset?: ((file: string, offset: number) => number) | undefined;
}

/** A module system, and the path in it that paths are relative to: that of a submodule's option. */
export interface Context {
  /** Undefined: the flake's own level. */
  readonly class: string | undefined;
  readonly prefix: readonly PathPiece[];
}

/** An option path, and the module system that it belongs to: undefined is the flake's own, else a class. */
export interface PathInScope {
  readonly path: readonly PathPiece[];
  readonly class: string | undefined;
}

/** What code in a scope at an offset of a file may belong to. Empty: nothing is known of it. */
export function contextsOf(
  source: ContextSource,
  file: string,
  scope: OptionScope,
  offset: number,
): readonly Context[] {
  if (scope.kind === "system") return aroundSystems(source, file, scope, offset);
  const known = rememberedOf(source);
  if (scope.kind !== "module") return byScope(source, file, scope, new Set()) ?? byLeaf(source, file, offset);
  if (!known.scopes.has(scope)) known.scopes.set(scope, byScope(source, file, scope, new Set()));
  return known.scopes.get(scope) ?? byLeaf(source, file, offset);
}

/** The systems that take the module: those of the hosts that are known to, else any that could. */
function aroundSystems(
  source: ContextSource,
  file: string,
  { argument, within }: OptionScope & { readonly kind: "system" },
  offset: number,
): readonly Context[] {
  const inner = contextsOf(source, file, within, offset);
  const written = systemsAround(argument, inner);
  // Broken code may have lost the module around.
  const possible = written.length > 0 ? written : systemsAround(argument, byLeaf(source, file, offset));
  const index = graphIndexOf(source.graph);
  // A leaf around is the module itself, or that of a system which the module is written in.
  const taking = new Set(
    leavesAround(source, file, offset).flatMap((leaf) => [
      ...(index.systemsTaking.get(leaf.id) ?? []),
      ...classesOfLeaf(index, leaf),
    ]),
  );
  const known = possible.filter((one) => taking.has(one));
  return (known.length > 0 ? known : possible).map((one) => ({ class: one, prefix: [] }));
}

function systemsAround(argument: SystemArgument, inner: readonly Context[]): readonly string[] {
  return [
    ...new Set(
      inner.flatMap(({ class: moduleClass }) =>
        moduleClass === undefined ? [] : systemsGiving(argument, moduleClass),
      ),
    ),
  ];
}

/** What was found out about a graph and one state of the texts. */
interface Remembered {
  readonly revision: number | undefined;
  /** Scopes of modules are made anew for each text of a file. */
  readonly scopes: WeakMap<OptionScope, readonly Context[] | undefined>;
  /** Of files that are no cells. */
  readonly files: Map<string, readonly Context[] | undefined>;
  importers: ReadonlyMap<string, readonly Import[]> | undefined;
}

const remembered = new WeakMap<Graph, Remembered>();

function rememberedOf({ graph, revision }: ContextSource): Remembered {
  const known = remembered.get(graph);
  const now = revision?.();
  if (known && known.revision === now) return known;
  const fresh = { revision: now, scopes: new WeakMap(), files: new Map(), importers: undefined };
  remembered.set(graph, fresh);
  return fresh;
}

/**
 * The ways to read a path, the innermost first: `flake.modules.nixos.base.services.x` is `services.x` of a nixos module, else what it
 * is literally. The innermost that the flake declares something for is meant.
 */
export function readingsOf(index: GraphIndex, { path, class: moduleClass }: PathInScope): readonly PathInScope[] {
  const inner = stepsInto(index, { path, class: moduleClass })
    .filter(({ rest }) => rest.length > 0)
    .flatMap((step) => readingsOf(index, { path: step.rest, class: step.class }));
  const aliased = throughAliases(index, { path, class: moduleClass });
  // An option of its own is meant by its name, though what it holds goes on to another one.
  const own = aliased.filter(({ asked, replaces }) => asked === path.length && !replaces);
  const others = aliased.filter((one) => !own.includes(one));
  return [...inner, ...others.map(inScope), { path, class: moduleClass }, ...own.map(inScope)];
}

function inScope({ path, class: moduleClass }: PathInScope): PathInScope {
  return { path, class: moduleClass };
}

/** Module systems that begin along a path: branches at the flake's level, slots in systems. `rest` is the path in them. */
function stepsInto(index: GraphIndex, asked: PathInScope): StepInto[] {
  const others = throughAliases(index, asked).flatMap((other) =>
    stepsWithin(index, other).map((step) => ({ ...step, length: step.length + asked.path.length - other.path.length })),
  );
  return [...stepsWithin(index, asked), ...others];
}

function stepsWithin(index: GraphIndex, { path, class: moduleClass }: PathInScope): StepInto[] {
  if (moduleClass !== undefined) {
    const slot = slotAt(
      moduleClass,
      path.map((piece) => (typeof piece === "string" ? piece : undefined)),
    );
    return slot ? [{ rest: insideModule(path.slice(slot.length)), class: slot.class, length: slot.length }] : [];
  }
  return branchesAlong(index, path).flatMap(({ branches, length }) => {
    const classes = new Set(branches.flatMap((branch) => classesOfBranch(index, branch)));
    return [...classes].map((one) => ({ rest: insideModule(path.slice(length)), class: one, length }));
  });
}

interface StepInto {
  readonly rest: readonly PathPiece[];
  readonly class: string;
  /** How many pieces lead to the module. */
  readonly length: number;
}

/** Whether the path leads beyond the beginning of a module, so that its end is no option of where it starts. */
export function entersModule(index: GraphIndex, path: PathInScope): boolean {
  return stepsInto(index, path).some(({ length }) => length < path.path.length);
}

/** `config` and `imports` are the module's own attributes, no options. */
function insideModule(path: readonly PathPiece[]): readonly PathPiece[] {
  return path[0] === "config" || path[0] === "imports" ? path.slice(1) : path;
}

/** Undefined: the scope's words do not tell. */
function byScope(
  source: ContextSource,
  file: string,
  scope: OptionScope,
  asked: Set<string>,
): readonly Context[] | undefined {
  switch (scope.kind) {
    case "flake":
      return fileContexts(source, file, asked);
    case "perSystem":
      return [{ class: PER_SYSTEM, prefix: [] }];
    case "module": {
      const outer = byScope(source, file, scope.within, asked) ?? [];
      const found = unique(outer.flatMap((context) => insideValue(source.graph, context, scope.collector)));
      return found.length > 0 ? found : undefined;
    }
    // It holds no code, only what is read.
    case "system":
      return undefined;
    default:
      return scope satisfies never;
  }
}

/** The module systems of a module that is written as (part of) the value of an option. */
function insideValue(
  graph: Graph,
  { class: moduleClass, prefix }: Context,
  collector: readonly PathPiece[],
): readonly Context[] {
  if (collector.length === 0)
    return moduleClass === undefined && prefix.length === 0 ? [] : [{ class: moduleClass, prefix }];
  const index = graphIndexOf(graph);
  const ends = moduleEnds(index, { path: [...prefix, ...collector], class: moduleClass });
  if (ends.length > 0) return ends;
  const [first, kind, name] = collector;
  if (moduleClass !== undefined || first !== "flake" || collector.length !== 3) return [];
  const host = graph.hosts.find((one) => one.kind === kind && one.name === name);
  return host ? [{ class: host.class, prefix: [] }] : [];
}

/** Where a path that names a module, or a submodule, ends. */
function moduleEnds(index: GraphIndex, { path, class: moduleClass }: PathInScope): readonly Context[] {
  const ends = stepsInto(index, { path, class: moduleClass }).flatMap((step) =>
    step.rest.length === 0
      ? [{ class: step.class, prefix: [] }]
      : moduleEnds(index, { path: step.rest, class: step.class }),
  );
  if (ends.length > 0) return ends;
  for (const meant of [{ path, class: moduleClass }, ...throughAliases(index, { path, class: moduleClass })]) {
    const tree = treesAt(index, meant)[0];
    if (tree) return [{ class: moduleClass, prefix: tree.below.has("*") ? [...meant.path, "*"] : meant.path }];
  }
  return [];
}

/** The parts of the option trees that a path leads to, where options lie below. */
function treesAt({ options }: GraphIndex, { path, class: moduleClass }: PathInScope): readonly OptionTree[] {
  const top = options.get(moduleClass ?? "");
  let reached = top ? [top] : [];
  for (const piece of path) {
    reached = reached.flatMap(({ below }) => {
      const named = typeof piece === "string" ? below.get(piece) : undefined;
      const any = below.get("<name>");
      return [...(named ? [named] : []), ...(any ? [any] : [])];
    });
  }
  return reached.filter(({ below }) => below.size > 0);
}

/** A cell is a module of the flake; any other file is what its importers take it for. Undefined: nobody tells. */
function fileContexts(source: ContextSource, file: string, asked: Set<string>): readonly Context[] | undefined {
  const { graph } = source;
  const flake: Context = { class: undefined, prefix: [] };
  const cell = cellsByFile(graph).get(file);
  if (cell ? cell.status !== "reached" : isBelowTree(graph, file)) return [flake];
  if (file === graph.root.file) return [flake];
  const index = graphIndexOf(graph);
  const asLeaf = (index.leavesIn.get(file) ?? []).flatMap((leaf) => classesOfLeaf(index, leaf));
  if (asLeaf.length > 0) return [...new Set(asLeaf)].map((one) => ({ class: one, prefix: [] }));
  const { files } = rememberedOf(source);
  if (files.has(file)) return files.get(file);
  if (asked.has(file)) return undefined;
  const isFirst = asked.size === 0;
  asked.add(file);
  const importing = importersOf(source).get(file) ?? [];
  const found = unique(
    importing.flatMap((one) => byScope(source, one.file, one.scope, asked) ?? byLeaf(source, one.file, one.offset)),
  );
  const contexts = found.length > 0 ? found : undefined;
  if (isFirst) files.set(file, contexts);
  return contexts;
}

function isBelowTree({ root }: Graph, file: string): boolean {
  return root.trees.some(({ directory }) => file.startsWith(`${directory}/`)) && !/\/_/.test(file);
}

interface Import {
  readonly file: string;
  readonly scope: OptionScope;
  readonly offset: number;
}

/** Who imports a file by its path, by file. */
function importersOf(source: ContextSource): ReadonlyMap<string, readonly Import[]> {
  const { graph, namesOf } = source;
  const known = rememberedOf(source);
  if (known.importers) return known.importers;
  const found = new Map<string, Import[]>();
  const all = cellsByFile(graph);
  for (const { file, status } of graph.cells) {
    if (status === "ignored") continue;
    for (const { text, module, range } of namesOf(file)?.paths ?? []) {
      if (!module) continue;
      const path = resolvePath(directoryOf(file), text);
      const target = all.has(path) ? path : `${path}/default.nix`;
      found.set(target, [...(found.get(target) ?? []), { file, scope: module, offset: range.start }]);
    }
  }
  known.importers = found;
  return found;
}

/** What the graph knows of the smallest leaf around the place. */
function byLeaf(source: ContextSource, file: string, offset: number): readonly Context[] {
  const index = graphIndexOf(source.graph);
  const smallest = smallestAt(leavesIn(source, file), thenOffset(source, file, offset));
  const classes = smallest.flatMap((leaf) => classesOfLeaf(index, leaf));
  return [...new Set(classes)].map((one) => ({ class: one, prefix: [] }));
}

function leavesAround(source: ContextSource, file: string, offset: number): readonly Leaf[] {
  const then = thenOffset(source, file, offset);
  return leavesIn(source, file).filter(({ at }) => touches(at, then));
}

function leavesIn({ graph }: ContextSource, file: string): readonly Leaf[] {
  return graphIndexOf(graph).leavesIn.get(file) ?? [];
}

function thenOffset(source: ContextSource, file: string, offset: number): number {
  return source.thenOffset?.(file, offset) ?? offset;
}

function unique(contexts: readonly Context[]): readonly Context[] {
  const seen = new Map(contexts.map((context) => [JSON.stringify(context), context]));
  return [...seen.values()];
}
