import { failure, isOpaque } from "../nix/make.ts";
import { baseNameOf, directoryOf } from "../nix/paths.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Failure, Lazy, Machine, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { type ImportCycle, importCycles } from "./import-cycles.ts";
import { loadModule } from "./load-module.ts";
import {
  type AskedArgument,
  describeMissing,
  type ModuleInstance,
  type ReachedCollector,
  type RootOrigin,
  type UnknownModules,
} from "./module.ts";
import { importFailure, noListOfModules } from "./module-instance.ts";
import type { ModuleArguments, MutableInstance, Origin, Walk } from "./module-walk.ts";

export interface CollectedModules {
  /** Every module once, breadth first, as nixpkgs orders them. */
  readonly modules: readonly ModuleInstance[];
  readonly collectors: readonly ReachedCollector[];
  /** Parts of module lists that are not known. */
  readonly unknowns: readonly UnknownModules[];
  readonly cycles: readonly ImportCycle[];
  readonly asked: readonly AskedArgument[];
}

/** Follows `imports` from a list of modules: nixpkgs' `collectModules`. */
export function collectModules(
  machine: Machine,
  roots: readonly Lazy[],
  args: ModuleArguments,
  origins: ReadonlyMap<Lazy, RootOrigin> = new Map(),
): CollectedModules {
  const walked = (left: ReadonlySet<string>) => machine.allow(() => walkModules(machine, roots, args, origins, left));
  const whole = walked(new Set());
  const { disabled, doubts } = whole.walk;
  const { walk, modules } = disabled.size > 0 ? walked(disabled) : whole;
  return {
    modules,
    collectors: walk.collectors,
    // A disabled module still disables others.
    unknowns: [...walk.unknowns, ...doubts],
    cycles: importCycles(whole.modules),
    asked: walk.asked,
  };
}

interface Walked {
  readonly walk: Walk;
  readonly modules: readonly MutableInstance[];
}

/** One pass over all modules that can be reached without those that are `left` out. */
function walkModules(
  machine: Machine,
  roots: readonly Lazy[],
  args: ModuleArguments,
  origins: ReadonlyMap<Lazy, RootOrigin>,
  left: ReadonlySet<string>,
): Walked {
  const walk: Walk = {
    machine,
    args,
    left,
    seen: new Set(),
    collectors: [],
    unknowns: [],
    doubts: [],
    asked: [],
    disabled: new Set(),
    anonymous: 0,
    exhausted: false,
  };
  const queue: MutableInstance[] = [];
  for (const root of roots) addInstance(walk, root, rootOrigin(root, origins.get(root)), [], queue);
  const modules: MutableInstance[] = [];
  for (let next = queue.shift(); next; next = queue.shift()) {
    modules.push(next);
    expandImports(walk, next, queue);
  }
  return { walk, modules };
}

function rootOrigin(root: Lazy, known: RootOrigin | undefined): Origin {
  return {
    file: known?.file,
    steps: known?.steps ?? [],
    selection: undefined,
    place: known?.place ?? placeOf(root),
    condition: conditionOf(root) ?? known?.condition,
    path: undefined,
    importer: undefined,
    nesting: 0,
    inherited: known?.inherited,
  };
}

/** Loads one module and puts it into the queue, unless it was there before. */
function addInstance(
  walk: Walk,
  value: Lazy,
  origin: Origin,
  siblings: MutableInstance[],
  queue: MutableInstance[],
): void {
  const { collectors, unknowns } = walk;
  const before = [collectors.length, unknowns.length] as const;
  const instance = loadModule(walk, value, origin);
  if (!instance) return;
  if (isLeftOut(walk, instance.key)) {
    collectors.length = before[0];
    unknowns.length = before[1];
    return;
  }
  siblings.push(instance);
  if (walk.seen.has(instance.key)) return;
  walk.seen.add(instance.key);
  queue.push(instance);
}

function expandImports(walk: Walk, instance: MutableInstance, queue: MutableInstance[]): void {
  const pending = instance.pending;
  instance.pending = undefined;
  if (pending === undefined || walk.exhausted) return;
  if (instance.origin.nesting >= MAX_NESTING) return addEndless(walk, instance, queue);
  const list = walk.machine.force(pending);
  if (list.type !== "list") {
    walk.unknowns.push({
      reason: describeMissing(list),
      at: (isOpaque(list) ? list.at : undefined) ?? placeOf(pending) ?? instance.at,
      failure: instance.condition?.value === "unknown" ? undefined : notAList(list, placeOf(pending)),
    });
    return;
  }
  for (const open of list.open ?? []) {
    // A list from outside holds outside modules; but one that an outside function made of ours may hold anything.
    if (open.type === "external" && !open.args)
      addInstance(walk, open, importOrigin(instance, open, placeOf(pending)), instance.imports, queue);
    else
      walk.unknowns.push({
        reason: describeMissing(open),
        at: open.at ?? list.at,
        failure: instance.condition?.value === "unknown" ? undefined : importFailure(open),
      });
  }
  for (const item of list.items) {
    const spent = walk.machine.spend(list.at, costOf(instance));
    if (spent) {
      walk.exhausted = true;
      if (isEndless(walk, instance, list.items)) addEndless(walk, instance, queue);
      else walk.unknowns.push({ reason: spent.reason, at: list.at });
      return;
    }
    addInstance(walk, item, importOrigin(instance, item, placeOf(pending)), instance.imports, queue);
  }
}

/** The error that Nix raises for `imports` that are not a list. */
function notAList(value: Value, at: Span | undefined): Failure | undefined {
  return isOpaque(value) || value.type === "failure" ? importFailure(value) : noListOfModules(value, at);
}

/** Where an imported module is found. What native code wraps around a module is nobody's place: the wrapper's own counts. */
function importOrigin(instance: MutableInstance, item: Lazy, list?: Span): Origin {
  const condition = conditionOf(item) ?? instance.condition;
  const importer = instance;
  const origin = { ...instance.origin, nesting: isFile(instance) ? 0 : instance.origin.nesting + 1 };
  // How a collector, or what is wrapped around it, was selected holds for what it imports.
  if (instance.role === "wrapper" || instance.role === "collector")
    return { ...origin, condition, path: undefined, importer };
  const named = origin.selection?.of ? origin.selection : origin.named;
  return { ...origin, selection: undefined, named, place: placeOf(item), list, path: undefined, condition, importer };
}

function isFile({ content }: MutableInstance): boolean {
  return content.kind === "module" && content.path !== undefined;
}

/** Nobody nests so many modules in each other without a file between them; whoever does has no end of them. */
const MAX_NESTING = 1_000;

/** Modules that lie in each other cost next to nothing, unless there are so many that their number grows with every step. */
function costOf({ origin: { nesting } }: MutableInstance): number {
  return nesting > 8 ? nesting * nesting : 1;
}

/** Whether imports never end: one module in another is followed, where there are too many to follow them all. */
function isEndless(walk: Walk, start: MutableInstance, items: readonly Lazy[]): boolean {
  const { machine } = walk;
  const aside: Walk = {
    ...walk,
    seen: new Set(walk.seen),
    collectors: [],
    unknowns: [],
    doubts: [],
    asked: [],
    disabled: new Set(),
  };
  const within = (instance: MutableInstance, imported: readonly Lazy[]): MutableInstance | undefined => {
    for (const item of imported) {
      const found = loadModule(aside, item, importOrigin(instance, item));
      if (found?.pending && !isFile(found)) return found;
    }
    return undefined;
  };
  return machine.allow(() => {
    let instance = within(start, items);
    while (instance?.pending && instance.origin.nesting < MAX_NESTING) {
      const list = machine.force(instance.pending);
      if (machine.spend() || list.type !== "list") return false;
      instance = within(instance, list.items);
    }
    return instance !== undefined;
  });
}

/** In the place of what such a module imports. */
function addEndless(walk: Walk, instance: MutableInstance, queue: MutableInstance[]): void {
  const { place } = instance.origin;
  const where = instance.file === undefined ? "" : ` in ${instance.file}`;
  const trouble = failure(`infinite recursion: modules${where} import further ones without end`, place);
  addInstance(walk, trouble, importOrigin(instance, trouble), instance.imports, queue);
}

/** A folder names its `default.nix`. */
function isLeftOut({ left }: Walk, key: string): boolean {
  return left.has(key) || (baseNameOf(key) === "default.nix" && left.has(directoryOf(key)));
}
