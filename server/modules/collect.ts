import { isOpaque } from "../nix/make.ts";
import { baseNameOf, directoryOf } from "../nix/paths.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine } from "../nix/value.ts";
import { type ImportCycle, importCycles } from "./import-cycles.ts";
import { asFailure, loadModule } from "./load-module.ts";
import {
  describeMissing,
  type ModuleInstance,
  type ReachedCollector,
  type RootOrigin,
  type UnknownModules,
} from "./module.ts";
import type { ModuleArguments, MutableInstance, Origin, Walk } from "./walk.ts";

export interface CollectedModules {
  /** Every module once, breadth first, as nixpkgs orders them. */
  readonly modules: readonly ModuleInstance[];
  readonly collectors: readonly ReachedCollector[];
  /** Parts of module lists that are not known. */
  readonly unknowns: readonly UnknownModules[];
  readonly cycles: readonly ImportCycle[];
}

/** Follows `imports` from a list of modules: nixpkgs' `collectModules`. */
export function collectModules(
  machine: Machine,
  roots: readonly Lazy[],
  args: ModuleArguments,
  origins: ReadonlyMap<Lazy, RootOrigin> = new Map(),
): CollectedModules {
  const walk: Walk = {
    machine,
    args,
    seen: new Set(),
    collectors: [],
    unknowns: [],
    disabled: new Set(),
    byKey: new Map(),
    anonymous: 0,
  };
  const queue: MutableInstance[] = [];
  const top: MutableInstance[] = [];
  for (const root of roots) addInstance(walk, root, rootOrigin(root, origins.get(root)), top, queue);
  const modules: MutableInstance[] = [];
  for (let next = queue.shift(); next; next = queue.shift()) {
    modules.push(next);
    expandImports(walk, next, queue);
  }
  const kept = walk.disabled.size > 0 ? withoutDisabled(walk, top) : modules;
  return { modules: kept, collectors: walk.collectors, unknowns: walk.unknowns, cycles: importCycles(modules) };
}

function rootOrigin(root: Lazy, known: RootOrigin | undefined): Origin {
  return {
    file: known?.file,
    steps: known?.steps ?? [],
    selection: undefined,
    place: placeOf(root),
    condition: conditionOf(root) ?? known?.condition,
    path: undefined,
    importer: undefined,
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
  const instance = loadModule(walk, value, origin);
  if (!instance) return;
  siblings.push(instance);
  if (walk.seen.has(instance.key)) return;
  walk.seen.add(instance.key);
  walk.byKey.set(instance.key, instance);
  queue.push(instance);
}

function expandImports(walk: Walk, instance: MutableInstance, queue: MutableInstance[]): void {
  const pending = instance.pending;
  instance.pending = undefined;
  if (pending === undefined) return;
  const list = walk.machine.force(pending);
  if (list.type !== "list") {
    walk.unknowns.push({
      reason: describeMissing(list),
      at: (isOpaque(list) ? list.at : undefined) ?? placeOf(pending) ?? instance.at,
      failure: instance.condition?.value === "unknown" ? undefined : asFailure(list),
    });
    return;
  }
  for (const open of list.open ?? []) {
    // A list from outside holds outside modules; but one that an outside function made of ours may hold anything.
    if (open.type === "external" && !open.args)
      addInstance(walk, open, importOrigin(instance, open), instance.imports, queue);
    else walk.unknowns.push({ reason: describeMissing(open), at: open.at ?? list.at });
  }
  for (const item of list.items) {
    const spent = walk.machine.spend(list.at);
    if (spent) {
      walk.unknowns.push({ reason: spent.reason, at: list.at });
      return;
    }
    addInstance(walk, item, importOrigin(instance, item), instance.imports, queue);
  }
}

/** Where an imported module is found. What native code wraps around a module is nobody's place: the wrapper's own counts. */
function importOrigin(instance: MutableInstance, item: Lazy): Origin {
  const { origin } = instance;
  const condition = conditionOf(item) ?? instance.condition;
  const importer = instance;
  // How a collector, or what is wrapped around it, was selected holds for what it imports.
  if (instance.role === "wrapper" || instance.role === "collector")
    return { ...origin, condition, path: undefined, importer };
  return { ...origin, selection: undefined, place: placeOf(item), path: undefined, condition, importer };
}

function withoutDisabled({ disabled, byKey }: Walk, top: readonly MutableInstance[]): ModuleInstance[] {
  const seen = new Set<string>();
  const kept: ModuleInstance[] = [];
  const isDisabled = (key: string) =>
    disabled.has(key) || (baseNameOf(key) === "default.nix" && disabled.has(directoryOf(key)));
  let level: readonly MutableInstance[] = top;
  while (level.length > 0) {
    const next: MutableInstance[] = [];
    for (const instance of level) {
      if (seen.has(instance.key) || isDisabled(instance.key)) continue;
      seen.add(instance.key);
      const first = byKey.get(instance.key) ?? instance;
      kept.push(first);
      next.push(...first.imports);
    }
    level = next;
  }
  return kept;
}
