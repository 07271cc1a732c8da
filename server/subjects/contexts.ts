import { systemsGiving } from "../flake/slots.ts";
import type { Graph, Leaf } from "../graph/graph.ts";
import { cellsByFile } from "../graph/graph-lookup.ts";
import { PER_SYSTEM } from "../graph/per-system.ts";
import type { NameIndex, OptionScope, SystemArgument } from "../names/name-index.ts";
import type { WrittenPath } from "../option-path.ts";
import { smallestAt, touches } from "../text.ts";
import { classesOfLeaf, graphIndexOf } from "./graph-index.ts";
import { type Import, importersOf } from "./importers.ts";
import { moduleEnds } from "./module-steps.ts";
import type { PathInScope } from "./path-in-scope.ts";

/*
 * Which module system a piece of code belongs to. The words around it say so as far as they can (a scope: "a module that is written as the
 * value of this option", "what perSystem has"); where they end at the file itself, the graph says what the file is: a cell is a module of
 * the flake, a leaf is of its class, any other file is what those take it for that import it. Where the words mislead or are broken, the
 * smallest leaf that the evaluation saw around the place decides. Code may belong to several module systems at once: all are answers.
 */

/** What must be known to say which module system code belongs to. */
export interface ContextSource {
  readonly graph: Graph;
  /** Undefined when there is no such file. */
  readonly namesOf: (file: string) => NameIndex | undefined;
  /** Grows whenever what `namesOf` and `thenOffset` answer changes; without it: that never does. */
  readonly revision?: (() => number) | undefined;
  /** Where an offset of the file as it is now was in the text that the graph was made from; without it: where it is. */
  readonly thenOffset?: ((file: string, offset: number) => number) | undefined;
}

/** Where the paths in some code begin: in a module system, and there in the submodules of an option, or at the top (an empty path). */
export type Context = PathInScope;

/** What code in a scope at an offset of a file may belong to. Empty: nothing is known of it. */
export function contextsOf(
  source: ContextSource,
  file: string,
  scope: OptionScope,
  offset: number,
): readonly Context[] {
  if (scope.kind === "system") return aroundSystems(source, file, scope, offset);
  return scopeContexts(source, file, scope) ?? leafContexts(source, file, offset);
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
  const possible = written.length > 0 ? written : systemsAround(argument, leafContexts(source, file, offset));
  const index = graphIndexOf(source.graph);
  // A leaf around is the module itself, or that of a system which the module is written in.
  const taking = new Set(
    leavesAround(source, file, offset).flatMap((leaf) => [
      ...(index.systemsTaking.get(leaf.id) ?? []),
      ...classesOfLeaf(index, leaf),
    ]),
  );
  const known = possible.filter((one) => taking.has(one));
  return topsOf(known.length > 0 ? known : possible);
}

function systemsAround(argument: SystemArgument, inner: readonly Context[]): readonly string[] {
  return inner.flatMap(({ class: moduleClass }) =>
    moduleClass === undefined ? [] : systemsGiving(argument, moduleClass),
  );
}

/** What was found out from a source in one state of its texts. */
interface Remembered {
  readonly revision: number | undefined;
  /** Scopes of modules are made again for each text of a file. */
  readonly scopes: WeakMap<OptionScope, readonly Context[] | undefined>;
  /** Of files that are not cells. */
  readonly files: Map<string, readonly Context[] | undefined>;
  importers: ReadonlyMap<string, readonly Import[]> | undefined;
}

const remembered = new WeakMap<ContextSource, Remembered>();

function rememberedOf(source: ContextSource): Remembered {
  const known = remembered.get(source);
  const revision = source.revision?.();
  if (known && known.revision === revision) return known;
  const fresh: Remembered = { revision, scopes: new WeakMap(), files: new Map(), importers: undefined };
  remembered.set(source, fresh);
  return fresh;
}

/** What the words of a scope say, remembered for modules. Undefined: they do not tell. */
function scopeContexts(source: ContextSource, file: string, scope: OptionScope): readonly Context[] | undefined {
  if (scope.kind !== "module") return byScope(source, file, scope, new Set());
  const { scopes } = rememberedOf(source);
  if (!scopes.has(scope)) scopes.set(scope, byScope(source, file, scope, new Set()));
  return scopes.get(scope);
}

/** `asked`: files whose importers are being looked at already. */
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
      return [{ class: PER_SYSTEM, path: [] }];
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
function insideValue(graph: Graph, outer: Context, collector: WrittenPath): readonly Context[] {
  const { class: moduleClass, path } = outer;
  if (collector.length === 0) return moduleClass === undefined && path.length === 0 ? [] : [outer];
  const ends = moduleEnds(graphIndexOf(graph), { path: [...path, ...collector], class: moduleClass });
  if (ends.length > 0) return ends;
  const [first, kind, name] = collector;
  if (moduleClass !== undefined || first !== "flake" || collector.length !== 3) return [];
  const host = graph.hosts.find((one) => one.kind === kind && one.name === name);
  return host ? topsOf([host.class]) : [];
}

/** A cell is a module of the flake; any other file is what its importers take it for. Undefined: nobody tells. */
function fileContexts(source: ContextSource, file: string, asked: Set<string>): readonly Context[] | undefined {
  const { graph } = source;
  const flake: Context = { class: undefined, path: [] };
  const cell = cellsByFile(graph).get(file);
  if (cell ? cell.status !== "reached" : isBelowTree(graph, file)) return [flake];
  if (file === graph.root.file) return [flake];
  const index = graphIndexOf(graph);
  const asLeaf = (index.leavesIn.get(file) ?? []).flatMap((leaf) => classesOfLeaf(index, leaf));
  if (asLeaf.length > 0) return topsOf(asLeaf);
  const known = rememberedOf(source);
  if (known.files.has(file)) return known.files.get(file);
  if (asked.has(file)) return undefined;
  const isFirst = asked.size === 0;
  asked.add(file);
  known.importers ??= importersOf(graph, source.namesOf);
  const found = unique(
    (known.importers.get(file) ?? []).flatMap(
      (one) => byScope(source, one.file, one.scope, asked) ?? leafContexts(source, one.file, one.offset),
    ),
  );
  const contexts = found.length > 0 ? found : undefined;
  if (isFirst) known.files.set(file, contexts);
  return contexts;
}

function isBelowTree({ root }: Graph, file: string): boolean {
  return root.trees.some(({ directory }) => file.startsWith(`${directory}/`)) && !/\/_/.test(file);
}

/** What the graph knows of the smallest leaf around the place. */
function leafContexts(source: ContextSource, file: string, offset: number): readonly Context[] {
  const index = graphIndexOf(source.graph);
  const then = thenOffset(source, file, offset);
  const smallest = smallestAt(index.leavesIn.get(file) ?? [], then);
  return topsOf(smallest.flatMap((leaf) => classesOfLeaf(index, leaf)));
}

function leavesAround(source: ContextSource, file: string, offset: number): readonly Leaf[] {
  const then = thenOffset(source, file, offset);
  return (graphIndexOf(source.graph).leavesIn.get(file) ?? []).filter(({ at }) => touches(at, then));
}

function thenOffset(source: ContextSource, file: string, offset: number): number {
  return source.thenOffset?.(file, offset) ?? offset;
}

/** The module systems of classes, at their top. */
function topsOf(classes: readonly string[]): readonly Context[] {
  return [...new Set(classes)].map((one) => ({ class: one, path: [] }));
}

function unique(contexts: readonly Context[]): readonly Context[] {
  return [...new Map(contexts.map((context) => [JSON.stringify([context.class, context.path]), context])).values()];
}
