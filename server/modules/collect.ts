import { failure, isOpaque, string, unknown } from "../nix/make.ts";
import { baseNameOf, directoryOf, isNativePath } from "../nix/paths.ts";
import type { Collector, Condition, Contribution, Selection } from "../nix/provenance.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Attribute, Failure, LambdaValue, Lazy, Machine, PrimopValue, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import {
  describeMissing,
  type ModuleContent,
  type ModuleInstance,
  type ReachedCollector,
  type RootOrigin,
  type Step,
  type UnknownModules,
} from "./module.ts";
import { propertyOf } from "./properties.ts";

/** How to call module functions. */
export interface ModuleArguments {
  /** What every module gets. */
  readonly base: ReadonlyMap<string, Attribute>;
  /** An argument that is looked up by its name (`_module.args`). */
  readonly named: (name: string, at: Span | undefined) => Lazy;
}

export interface CollectedModules {
  /** Every module once, breadth first, as nixpkgs orders them. */
  readonly modules: readonly ModuleInstance[];
  readonly collectors: readonly ReachedCollector[];
  /** Parts of module lists that are not known. */
  readonly unknowns: readonly UnknownModules[];
  readonly cycles: readonly ImportCycle[];
}

/** A file that is imported by what it imports. Each file counts once here; nixpkgs does not come to an end. */
export interface ImportCycle {
  readonly file: string;
  /** The path that closes the circle. */
  readonly at: Span | undefined;
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

/** The imports that close a circle, each circle once. */
function importCycles(modules: readonly ModuleInstance[]): readonly ImportCycle[] {
  const byKey = new Map(modules.map((module) => [module.key, module]));
  const cycles: ImportCycle[] = [];
  const state = new Map<string, "open" | "done">();
  for (const start of modules) {
    if (state.has(start.key)) continue;
    const path: { readonly key: string; next: number }[] = [{ key: start.key, next: 0 }];
    state.set(start.key, "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const child = byKey.get(top.key)?.imports[top.next++];
      if (!child) {
        state.set(top.key, "done");
        path.pop();
        continue;
      }
      const known = state.get(child.key);
      if (known === "open") cycles.push({ file: child.key, at: child.place });
      if (known !== undefined || !byKey.has(child.key)) continue;
      state.set(child.key, "open");
      path.push({ key: child.key, next: 0 });
    }
  }
  return cycles;
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

interface Walk {
  readonly machine: Machine;
  readonly args: ModuleArguments;
  readonly seen: Set<string>;
  readonly collectors: ReachedCollector[];
  readonly unknowns: UnknownModules[];
  readonly disabled: Set<string>;
  /** Where each module was met first: only there its content and imports are known. */
  readonly byKey: Map<string, MutableInstance>;
  anonymous: number;
}

/** What a module inherits from where it was found. */
interface Origin {
  /** A file that Nix would credit for sure: an imported path, `_file`, an option definition. */
  readonly file: string | undefined;
  readonly steps: readonly Step[];
  readonly selection: Selection | undefined;
  /** The list item that brought it. */
  readonly place: Span | undefined;
  readonly condition: Condition | undefined;
  /** Set while the value of an imported file is looked at. */
  readonly path: string | undefined;
  readonly importer: ModuleInstance | undefined;
}

interface MutableInstance extends ModuleInstance {
  readonly imports: MutableInstance[];
  /** Values of `imports` still to be followed. */
  pending: Lazy | undefined;
  readonly origin: Origin;
}

/** Loads one module and puts it into the queue, unless it was there before. */
function addInstance(
  walk: Walk,
  value: Lazy,
  origin: Origin,
  siblings: MutableInstance[],
  queue: MutableInstance[],
): void {
  const instance = load(walk, value, origin);
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
      at: placeOf(pending) ?? instance.at,
      failure: asFailure(list),
    });
    return;
  }
  for (const open of list.open ?? []) walk.unknowns.push({ reason: describeMissing(open), at: open.at ?? list.at });
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

function load(walk: Walk, value: Lazy, origin: Origin): MutableInstance | undefined {
  const forced = walk.machine.force(value);
  switch (forced.type) {
    case "path":
      return taken(forced, loadFile(walk, forced.path, withMark(forced.contribution, forced.selection, origin)));
    case "string":
      if (forced.text.startsWith("/")) return loadFile(walk, forced.text, origin);
      return opaqueInstance(
        walk,
        failure(`a module cannot be the string ${JSON.stringify(forced.text)}`, forced.at),
        origin,
      );
    case "set":
      return loadSet(walk, forced, origin);
    case "lambda":
    case "primop":
      return taken(forced, loadFunction(walk, forced, withMark(forced.contribution, forced.selection, origin)));
    case "external":
      return taken(forced, opaqueInstance(walk, forced, withMark(forced.contribution, forced.selection, origin)));
    default:
      return opaqueInstance(walk, forced, origin);
  }
}

/** A value that was taken out of an untyped option is that option's contribution. */
function taken(
  value: { readonly contribution?: Contribution | undefined },
  instance: MutableInstance,
): MutableInstance {
  const direct = value.contribution?.direct && instance.steps.at(-1)?.contribution === value.contribution;
  return direct ? { ...instance, role: "contribution", wrapped: undefined } : instance;
}

function withMark(contribution: Contribution | undefined, selection: Selection | undefined, origin: Origin): Origin {
  const picked = selection ?? origin.selection;
  if (!contribution || isPartOf(contribution, origin.steps.at(-1)?.contribution))
    return { ...origin, selection: picked };
  const chosen = picked ?? referenceAt(origin.place);
  const file = contribution.direct ? origin.file : (contribution.file ?? origin.file);
  return { ...origin, file, steps: [...origin.steps, { contribution, selection: chosen }], selection: undefined };
}

/** What stands inside a module that was taken out of an untyped option is part of that module, not of another option. */
function isPartOf(inner: Contribution, outer: Contribution | undefined): boolean {
  if (!inner.direct || !outer?.direct || inner.evaluation !== outer.evaluation) return false;
  return inner.option.length > outer.option.length && outer.option.every((name, index) => inner.option[index] === name);
}

function referenceAt(place: Span | undefined): Selection | undefined {
  return place && { kind: "reference", at: place };
}

function loadFile(walk: Walk, path: string, origin: Origin): MutableInstance {
  const { machine } = walk;
  const file = machine.files.kind(path) === "directory" ? `${path}/default.nix` : path;
  if (walk.seen.has(file)) return emptyInstance(file, origin);
  const value = machine.importFile(file, origin.place);
  const at = { file, start: 0, end: machine.files.read(file)?.length ?? 0 };
  const inside: Origin = { ...origin, file, path: file };
  const loaded = loadValue(walk, value, { ...inside, place: at });
  return { ...loaded, key: file, at, condition: origin.condition };
}

/** A module that is known already: only its key counts. */
function emptyInstance(key: string, origin: Origin): MutableInstance {
  const content: ModuleContent = {
    kind: "module",
    config: { type: "set", entries: new Map() },
    options: undefined,
    freeformType: undefined,
    class: undefined,
    disabled: undefined,
    path: key,
  };
  return {
    ...instanceBase(origin),
    key,
    file: key,
    at: undefined,
    content,
    imports: [],
    pending: undefined,
    role: "module",
  };
}

function loadValue(walk: Walk, value: Value, origin: Origin): MutableInstance {
  return load(walk, value, origin) ?? opaqueInstance(walk, unknown("not a module", origin.place), origin);
}

function loadFunction(walk: Walk, fn: LambdaValue | PrimopValue, origin: Origin): MutableInstance {
  const { machine } = walk;
  const at = fn.at ?? origin.place;
  // What native code wraps around a module is nobody's place.
  const place = at && isNativePath(at.file) ? origin.place : at;
  const result = machine.allow(() => machine.apply(fn, argumentsOf(walk.args, fn), at));
  if (result.type === "set") return { ...loadContent(walk, result, { ...origin, place }), at };
  return opaqueInstance(walk, result, { ...origin, place });
}

/** A module function gets the common arguments and those it names. */
function argumentsOf(args: ModuleArguments, fn: LambdaValue | PrimopValue): SetValue {
  const formals =
    fn.type === "lambda"
      ? fn.lambda.formals?.formals.map((formal) => formal.name.name)
      : [...(fn.primop.formals?.keys() ?? [])];
  const at = fn.at;
  const missing = (formals ?? []).filter((name) => !args.base.has(name));
  if (missing.length === 0) return { type: "set", entries: args.base };
  const entries = new Map(args.base);
  for (const name of missing) entries.set(name, { value: args.named(name, at) });
  return { type: "set", entries };
}

function loadSet(walk: Walk, set: SetValue, origin: Origin): MutableInstance {
  if (set.collector) return loadCollector(walk, set, set.collector, origin);
  const marked = withMark(set.contribution, set.selection, origin);
  if (set.contribution && !set.contribution.direct) return loadContent(walk, set, marked);
  if (set.entries.has("__functor")) {
    const formals = new Map([...functionArgsOf(walk.machine, set)].map((name) => [name, false] as const));
    const callable: PrimopValue = {
      type: "primop",
      applied: [],
      at: set.at,
      primop: {
        name: "__functor",
        arity: 1,
        formals,
        run: (machine, [argument], at) => machine.apply(set, argument ?? set, at),
      },
    };
    return taken(set, loadFunction(walk, callable, marked));
  }
  return taken(set, loadContent(walk, set, marked));
}

function functionArgsOf(machine: Machine, set: SetValue): readonly string[] {
  const given = set.entries.get("__functionArgs");
  const args = given ? machine.force(given.value) : undefined;
  if (args?.type === "set") return [...args.entries.keys()];
  const functor = set.entries.get("__functor");
  const inner = functor ? machine.apply(functor.value, set) : undefined;
  return inner?.type === "lambda" ? (inner.lambda.formals?.formals.map((formal) => formal.name.name) ?? []) : [];
}

function loadCollector(walk: Walk, set: SetValue, collector: Collector, origin: Origin): MutableInstance {
  const selection = set.selection ?? origin.selection ?? referenceAt(origin.place);
  const { option, evaluation } = collector;
  walk.collectors.push({ option, evaluation, selection, steps: origin.steps });
  const again = origin.steps.filter(
    (step) => step.contribution.evaluation === evaluation && sameOption(step.contribution.option, option),
  );
  if (again.length > 1)
    return opaqueInstance(
      walk,
      failure(`infinite recursion: ${option.join(".")} imports itself`, origin.place),
      origin,
    );
  const instance = loadContent(walk, set, { ...origin, selection });
  return { ...instance, role: "collector", origin: { ...instance.origin, selection } };
}

function sameOption(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

const RESERVED = [
  "_file",
  "key",
  "_class",
  "imports",
  "disabledModules",
  "options",
  "config",
  "freeformType",
  "meta",
] as const;

/** Tells full form from shorthand: nixpkgs' `unifyModuleSyntax`. */
function loadContent(walk: Walk, set: SetValue, origin: Origin): MutableInstance {
  const { machine } = walk;
  const property = propertyOf(machine, set);
  if (property) return moduleInstance(walk, set, origin, set, undefined);
  const foreign = foreignType(machine, set);
  if (foreign)
    return opaqueInstance(
      walk,
      failure(`expected a module, but found a value of type ${JSON.stringify(foreign)}`, origin.place),
      origin,
    );
  if (set.entries.has("config") || set.entries.has("options")) {
    const config = set.entries.get("config")?.value ?? { type: "set" as const, entries: new Map() };
    const meta = set.entries.get("meta");
    const whole = meta ? mergedConfig(machine, config, new Map([["meta", meta]])) : config;
    return moduleInstance(walk, set, origin, whole, set.entries.get("options")?.value);
  }
  const entries = new Map(
    [...set.entries].filter(([name]) => name === "meta" || !(RESERVED as readonly string[]).includes(name)),
  );
  const config: SetValue = set.open
    ? { type: "set", entries, open: set.open, at: set.at }
    : { type: "set", entries, at: set.at };
  return moduleInstance(walk, set, origin, config, undefined);
}

/** What a set says it is, when that is no module: a whole configuration, an option. */
function foreignType(machine: Machine, set: SetValue): string | undefined {
  const tag = set.entries.get("_type");
  const type = tag && machine.force(tag.value);
  return type?.type === "string" && type.text !== "module" && type.text !== "flake" ? type.text : undefined;
}

function mergedConfig(machine: Machine, config: Lazy, extra: ReadonlyMap<string, Attribute>): Lazy {
  return machine.lazy(() => {
    const entries = new Map<string, Attribute>([
      ["_type", { value: string("merge") }],
      ["contents", { value: { type: "list", items: [config, { type: "set", entries: extra }] } }],
    ]);
    return { type: "set", entries };
  });
}

function moduleInstance(
  walk: Walk,
  set: SetValue,
  origin: Origin,
  config: Lazy,
  options: Lazy | undefined,
): MutableInstance {
  const { machine } = walk;
  const text = (name: string): string | undefined => {
    const attribute = set.entries.get(name);
    const value = attribute ? machine.force(attribute.value) : undefined;
    return value?.type === "string" ? value.text : value?.type === "path" ? value.path : undefined;
  };
  const named = text("_file");
  const file = set.contribution || set.collector ? origin.file : (readableFile(walk, named) ?? origin.file);
  const written = set.at ?? origin.place;
  const disabled = set.entries.get("disabledModules")?.value;
  if (disabled) disableModules(walk, disabled, file);
  const given = set.entries.get("key");
  const key = (given && keyText(machine.force(given.value))) ?? `:anonymous-${walk.anonymous++}`;
  const content: ModuleContent = {
    kind: "module",
    config,
    options,
    freeformType: set.entries.get("freeformType")?.value,
    class: text("_class"),
    disabled,
    path: origin.path,
  };
  const credited = file ?? set.at?.file ?? origin.place?.file;
  const pending = set.entries.get("imports")?.value;
  const role = set.contribution ? "contribution" : written && isNativePath(written.file) ? "wrapper" : "module";
  return {
    ...instanceBase({ ...origin, file }),
    key,
    file: credited,
    at: written,
    content,
    imports: [],
    pending,
    role,
    wrapped: set.contribution && set,
  };
}

/** `_file` names a file only when it is the path of one. */
function readableFile(walk: Walk, named: string | undefined): string | undefined {
  if (!named?.startsWith("/")) return undefined;
  const kind = walk.machine.files.kind(named);
  return kind === "directory" ? `${named}/default.nix` : kind && named;
}

function disableModules(walk: Walk, disabled: Lazy, file: string | undefined): void {
  const list = walk.machine.force(disabled);
  if (list.type !== "list") return;
  for (const item of list.items) {
    const value = walk.machine.force(item);
    if (value.type === "path") walk.disabled.add(value.path);
    if (value.type === "string")
      walk.disabled.add(value.text.startsWith("/") ? value.text : `${directoryOf(file ?? "/")}/${value.text}`);
    if (value.type === "set") {
      const key = value.entries.get("key");
      const text = key && keyText(walk.machine.force(key.value));
      if (text !== undefined) walk.disabled.add(text);
      if (!key && !value.open) {
        const problem = failure("disabledModules holds a set that has no attribute 'key'", placeOf(item) ?? list.at);
        walk.unknowns.push({ reason: problem.message, at: problem.at, failure: problem });
      }
    }
    if (value.type === "int") walk.disabled.add(String(value.value));
  }
}

function keyText(value: Value): string | undefined {
  if (value.type === "path") return value.path;
  return value.type === "string" ? value.text : value.type === "int" ? String(value.value) : undefined;
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

function opaqueInstance(walk: Walk, value: Value, origin: Origin): MutableInstance {
  const content: ModuleContent =
    value.type === "external"
      ? { kind: "external", value }
      : value.type === "failure"
        ? { kind: "failure", value }
        : { kind: "unknown", value: value.type === "unknown" ? value : unknown("not a module", origin.place) };
  if (content.kind !== "external") {
    const at = isOpaque(value) || value.type === "failure" ? (value.at ?? origin.place) : origin.place;
    walk.unknowns.push({ reason: describeMissing(value), at, failure: asFailure(value) });
  }
  const key = `:anonymous-${walk.anonymous++}`;
  const { file, place } = origin;
  return {
    ...instanceBase(origin),
    key,
    file: file ?? place?.file,
    at: place,
    content,
    imports: [],
    pending: undefined,
    role: "module",
  };
}

function asFailure(value: Value): Failure | undefined {
  if (value.type === "unknown" && value.recursive) return failure(value.reason, value.at);
  return value.type === "failure" ? value : undefined;
}

/** What an instance takes over from its origin. */
function instanceBase(
  origin: Origin,
): Pick<MutableInstance, "steps" | "condition" | "origin" | "importer" | "place" | "wrapped" | "definitiveFile"> {
  const { steps, condition, importer, place, file } = origin;
  return { steps, condition, importer, place, origin, wrapped: undefined, definitiveFile: file };
}
