import { EMPTY_SET, external, failure, isOpaque, list, record, string, unknown } from "../nix/make.ts";
import { concatenate } from "../nix/operators.ts";
import { directoryOf, isNativePath, resolvePath } from "../nix/paths.ts";
import type { Collector, Contribution, Selection } from "../nix/provenance.ts";
import { conditional, conditionOf, placeOf } from "../nix/thunk.ts";
import type {
  Attribute,
  Failure,
  LambdaValue,
  Lazy,
  Machine,
  PrimopValue,
  SetValue,
  Unknown,
  Value,
} from "../nix/value.ts";
import { isBelow, samePath } from "../option-path.ts";
import { coversSpan, type Span } from "../text.ts";
import { boundArguments, isUnsatisfied } from "./bound-arguments.ts";
import { includedModules } from "./inclusion.ts";
import { describeMissing, type ModuleContent, type UnsupportedAttribute } from "./module.ts";
import { inList, outermost, referenceAt } from "./picked.ts";
import { propertyOf } from "./properties.ts";
import { partsOf } from "./types/outside.ts";
import type { BoundArguments, ModuleArguments, MutableInstance, Origin, Walk } from "./walk.ts";

export function loadModule(walk: Walk, value: Lazy, origin: Origin): MutableInstance | undefined {
  const forced = walk.machine.force(value);
  switch (forced.type) {
    case "path":
      return taken(forced, loadFile(walk, forced.path, withMark(walk, forced, origin), forced.at));
    case "string":
      if (forced.text.startsWith("/")) return loadFile(walk, resolvePath("/", forced.text), origin, forced.at);
      return opaqueInstance(
        walk,
        failure(`a module cannot be the string ${JSON.stringify(forced.text)}`, forced.at),
        origin,
      );
    case "set":
      return loadSet(walk, forced, origin);
    case "lambda":
    case "primop":
      return taken(forced, loadFunction(walk, forced, withMark(walk, forced, origin)));
    case "external":
      return taken(forced, opaqueInstance(walk, forced, withMark(walk, forced, origin)));
    case "unknown":
      return forced.oneOf ? loadOneOf(walk, forced, forced.oneOf, origin) : opaqueInstance(walk, forced, origin);
    default:
      return opaqueInstance(walk, noModule(forced, origin), origin);
  }
}

/** One of several, and it is not known which: each is there under that condition. */
function loadOneOf(walk: Walk, value: Unknown, candidates: readonly Lazy[], origin: Origin): MutableInstance {
  const { reason, at } = value;
  walk.unknowns.push({ reason, at: at ?? origin.place });
  const imports = candidates.map((one) =>
    conditional(one, { value: "unknown", at }, (lazy) => walk.machine.force(lazy)),
  );
  return { ...loadContent(walk, record({ imports: list(imports) }), origin), role: "wrapper" };
}

/** The error that nixpkgs raises for a value that can be no module; what is not known stays so. */
function noModule(value: Value, { file, place }: Origin): Value {
  if (isOpaque(value) || value.type === "failure") return value;
  const where = file ?? place?.file ?? "<unknown-file>";
  const problem =
    value.type === "list"
      ? `Module imports can't be nested lists. Perhaps you meant to remove one level of lists? It is in \`${where}'.`
      : `module ${where} does not look like a module.`;
  return failure(problem, place);
}

/** A value that was taken out of an untyped option, or out of a collector's module, is that option's contribution. */
function taken(value: Marked, instance: MutableInstance): MutableInstance {
  const { contribution } = value;
  const isOwn = contribution && isUnwrapped(contribution) && instance.steps.at(-1)?.contribution === contribution;
  return isOwn ? { ...instance, role: "contribution", wrapped: undefined } : instance;
}

interface Marked {
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
}

function withMark(walk: Walk, { contribution, selection }: Marked, origin: Origin): Origin {
  const picked = inList(walk, selection, selection?.of?.path, origin) ?? origin.selection;
  if (!contribution || isPartOf(contribution, origin.steps.at(-1)?.contribution))
    return { ...origin, selection: picked };
  const chosen = picked ?? (isWithin(origin.place, contribution) ? undefined : referenceAt(origin.place));
  const file = isUnwrapped(contribution) ? origin.file : (contribution.file ?? origin.file);
  const steps = [...origin.steps, { contribution, selection: chosen }];
  return { ...origin, file, steps, selection: undefined, named: undefined };
}

/** The value itself is marked, and not a wrapper around it, which Nix would credit to a file. */
function isUnwrapped({ direct, isPart }: Contribution): boolean {
  return direct === true || isPart === true;
}

/** What stands inside a module that was taken out of an option is part of that module, not of another option. */
function isPartOf(inner: Contribution, outer: Contribution | undefined): boolean {
  if (inner.isPart) return outer !== undefined && inner.value === outer.value;
  if (!inner.direct || !outer?.direct || inner.evaluation !== outer.evaluation) return false;
  return isBelow(inner.option, outer.option);
}

/** The place is in what was contributed, and so is no place that selects it. */
function isWithin(place: Span | undefined, { isPart, value }: Contribution): boolean {
  const whole = isPart && value && placeOf(value);
  return !!place && !!whole && coversSpan(whole, place);
}

/** `at` is where the path is written, which counts where native code hands it on. */
function loadFile(walk: Walk, path: string, origin: Origin, at: Span | undefined): MutableInstance {
  const { machine } = walk;
  if (!machine.files.readable(path) && isElsewhere(path, origin.place))
    return opaqueInstance(walk, external(path, origin.place), origin);
  const file = machine.files.kind(path) === "directory" ? `${path}/default.nix` : path;
  if (walk.seen.has(file)) return emptyInstance(file, origin);
  // A file that a loader found, but that cannot be read (a link to nothing), is its own place.
  const written = [origin.place, at].find((each) => each && !isNativePath(each.file)) ?? { file, start: 0, end: 0 };
  const value = missingFrom(machine.importFile(file, written), file, written);
  const whole = { file, start: 0, end: machine.files.read(file)?.length ?? 0 };
  const inside: Origin = { ...origin, file, path: file, bound: undefined };
  const loaded = loadValue(walk, value, { ...inside, place: whole });
  return { ...loaded, key: file, at: whole, condition: origin.condition };
}

/** A file that is not there is missing at each place that imports it. */
function missingFrom(value: Value, file: string, at: Span): Value {
  return value.type === "failure" && isMissing(value, file) ? { ...value, at } : value;
}

/** Whether the error is that the file itself is not there. */
export function isMissing({ cause }: Failure, file: string): boolean {
  return cause?.kind === "absent" && cause.file === file;
}

/** Whether a path leads into another part of the file system, as `/etc/nixos/hardware-configuration.nix` does: no repository spans both. */
function isElsewhere(path: string, place: Span | undefined): boolean {
  return place !== undefined && path.split("/")[1] !== place.file.split("/")[1];
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
    isNamed: false,
    unsupported: [],
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
  return loadModule(walk, value, origin) ?? opaqueInstance(walk, unknown("not a module", origin.place), origin);
}

function loadFunction(walk: Walk, fn: LambdaValue | PrimopValue, origin: Origin): MutableInstance {
  const { machine } = walk;
  const at = fn.at ?? origin.place;
  // What native code wraps around a module is nobody's place.
  const place = at && isNativePath(at.file) ? origin.place : at;
  if (isUnsatisfied(fn, origin.bound)) return loadContent(walk, EMPTY_SET, { ...origin, place });
  const called = fn.contribution ? { ...fn, contribution: undefined } : fn;
  const result = machine.allow(() => machine.apply(called, argumentsOf(walk.args, fn, origin.bound), at));
  if (result.type === "set") return { ...loadResult(walk, result, { ...origin, place }), at };
  return opaqueInstance(walk, noModule(result, { ...origin, place }), { ...origin, place });
}

/** What a function gives that calls a module which was taken out of a collector is still that collector's. */
function loadResult(walk: Walk, result: SetValue, origin: Origin): MutableInstance {
  if (!result.contribution?.isPart) return loadContent(walk, result, origin);
  return taken(result, loadContent(walk, result, withMark(walk, result, origin)));
}

/** A module function gets the common arguments and those it names. */
function argumentsOf(
  args: ModuleArguments,
  fn: LambdaValue | PrimopValue,
  bound: BoundArguments | undefined,
): SetValue {
  const formals =
    fn.type === "lambda"
      ? fn.lambda.formals?.formals.map((formal) => formal.name.name)
      : [...(fn.primop.formals?.keys() ?? [])];
  const at = fn.at;
  const missing = (formals ?? []).filter((name) => !args.base.has(name));
  if (missing.length === 0) return { type: "set", entries: args.base };
  const entries = new Map(args.base);
  for (const name of missing) entries.set(name, bound?.given.get(name) ?? { value: args.named(name, at) });
  return { type: "set", entries };
}

function loadSet(walk: Walk, given: SetValue, around: Origin): MutableInstance {
  const included = includedModules(walk, given, around);
  if (included) return { ...loadContent(walk, included.set, included.origin), role: "wrapper" };
  const found = boundArguments(walk.machine, given);
  const set = found?.set ?? given;
  const origin = found ? { ...around, bound: found.bound } : around;
  if (set.collector) return loadCollector(walk, set, set.collector, origin);
  const parts = partsOf(set);
  if (parts)
    return { ...loadContent(walk, { ...record({ imports: list(parts) }), open: set.open }, origin), role: "wrapper" };
  const marked = withMark(walk, set, origin);
  if (set.contribution && !isUnwrapped(set.contribution)) return loadContent(walk, set, marked);
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
  const picked = set.selection ?? origin.selection ?? referenceAt(origin.place);
  const selection = outermost(walk, collector, picked, set.at, origin);
  const { option, evaluation } = collector;
  const { steps, condition, inherited = false } = origin;
  walk.collectors.push({ option, evaluation, selection, steps, condition, inherited });
  const passed = origin.steps.flatMap(({ contribution }) =>
    contribution.evaluation === evaluation && samePath(contribution.option, option) ? [contribution] : [],
  );
  // Different places of one list share its option: only the same contribution met again closes a circle.
  if (new Set(passed).size < passed.length)
    return opaqueInstance(
      walk,
      failure(`infinite recursion: ${option.join(".")} imports itself`, origin.place),
      origin,
    );
  const instance = loadContent(walk, set, { ...origin, selection });
  return { ...instance, role: "collector", selection, origin: { ...instance.origin, selection } };
}

const RESERVED = [
  "_file",
  "key",
  "_class",
  "imports",
  "require",
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
  if (foreign) return opaqueInstance(walk, failure(notAModule(foreign, origin.file), origin.place), origin);
  if (set.entries.has("config") || set.entries.has("options")) {
    const config = set.entries.get("config");
    const meta = set.entries.get("meta");
    const parts = [config && marked(machine, config), meta && { ...EMPTY_SET, entries: new Map([["meta", meta]]) }];
    const given = parts.filter((part) => part !== undefined);
    const isPlain = !meta && !config?.maybe;
    const whole = isPlain ? (config?.value ?? EMPTY_SET) : record({ _type: string("merge"), contents: list(given) });
    const options = set.entries.get("options");
    return moduleInstance(walk, set, origin, whole, options && marked(machine, options));
  }
  const entries = new Map(
    [...set.entries].filter(([name]) => name === "meta" || !(RESERVED as readonly string[]).includes(name)),
  );
  const config: SetValue = set.open
    ? { type: "set", entries, open: set.open, at: set.at }
    : { type: "set", entries, at: set.at };
  return moduleInstance(walk, set, origin, config, undefined);
}

function notAModule(type: string, file: string | undefined): string {
  const where = file === undefined ? "" : `, while trying to load a module into ${file}`;
  const what = `Expected a module, but found a value of type ${JSON.stringify(type)}${where}.`;
  if (type !== "configuration") return what;
  return `${what} If you really mean to import this configuration, instead please only import the modules that make up the configuration.`;
}

/** What nixpkgs calls "unsupported attribute": settings beside `config` or `options`. */
function unsupportedIn({ entries, contribution, collector }: SetValue): readonly UnsupportedAttribute[] {
  const beside = entries.has("config") ? "config" : "options";
  const besideAt = entries.get(beside)?.at;
  if (!entries.has(beside) || contribution || collector) return [];
  const allowed = new Set<string>(RESERVED.filter((name) => name !== "require"));
  return [...entries].flatMap(([name, { at, maybe }]) =>
    allowed.has(name) || name === "_type" || maybe ? [] : [{ name, at, beside, besideAt }],
  );
}

/** What a set says it is, when that is no module: a whole configuration, an option. */
function foreignType(machine: Machine, set: SetValue): string | undefined {
  const tag = set.entries.get("_type");
  const type = tag && machine.force(tag.value);
  return type?.type === "string" && type.text !== "module" && type.text !== "flake" ? type.text : undefined;
}

/** The value of an attribute that may be absent, marked so. */
function marked(machine: Machine, { value, maybe }: Attribute): Lazy {
  return maybe ? conditional(value, maybe, (lazy) => machine.force(lazy)) : value;
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
  const isWrapper = set.contribution && !set.contribution.isPart;
  const readable = readableFile(walk, named);
  const file = isWrapper || set.collector ? origin.file : (readable ?? origin.file);
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
    isNamed: !isWrapper && !set.collector && named !== undefined && readable === undefined,
    unsupported: unsupportedIn(set),
  };
  const credited = file ?? set.at?.file ?? origin.place?.file;
  for (const open of set.open ?? []) {
    // What may come from an input is outside; what an outside function made of our modules may import any.
    if (open.type === "unknown" || open.args)
      walk.unknowns.push({ reason: describeMissing(open), at: open.at ?? set.at });
  }
  const pending = importsOf(machine, set);
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

/** The modules to import. Shorthand modules may still say `require`; imports that may be absent are marked. */
function importsOf(machine: Machine, set: SetValue): Lazy | undefined {
  const imports = set.entries.get("imports");
  const { contribution } = set;
  if (imports && contribution?.value && !contribution.isPart) return { type: "list", items: [contribution.value] };
  const isFull = set.entries.has("config") || set.entries.has("options");
  const required = isFull ? undefined : set.entries.get("require");
  const maybe = imports?.maybe;
  const marked =
    imports && maybe
      ? machine.lazy(() => {
          const list = machine.force(imports.value);
          if (list.type !== "list") return list;
          return {
            ...list,
            items: list.items.map((item) => conditional(item, maybe, (value) => machine.force(value))),
          };
        }, imports.at)
      : imports?.value;
  if (!required) return marked;
  const empty: Lazy = { type: "list", items: [] };
  return machine.lazy(() =>
    concatenate(machine, machine.force(required.value), machine.force(marked ?? empty), required.at),
  );
}

/** `_file` names a file only when it is the path of one. */
function readableFile(walk: Walk, named: string | undefined): string | undefined {
  if (!named?.startsWith("/")) return undefined;
  const kind = walk.machine.files.kind(named);
  return kind === "directory" ? `${named}/default.nix` : kind && named;
}

function disableModules(walk: Walk, disabled: Lazy, file: string | undefined): void {
  const list = walk.machine.force(disabled);
  const doubt = () => walk.doubts.push({ reason: "which modules are disabled is not known", at: placeOf(disabled) });
  if (list.type !== "list") {
    doubt();
    return;
  }
  if (list.open?.some((part) => part.type === "unknown" || part.args)) doubt();
  for (const item of list.items) {
    const value = walk.machine.force(item);
    if (value.type === "external" && !value.args) continue; // a module from outside
    if (isOpaque(value) || conditionOf(item)?.value === "unknown") {
      doubt();
      continue;
    }
    if (value.type === "path") walk.disabled.add(value.path);
    if (value.type === "string")
      walk.disabled.add(value.text.startsWith("/") ? value.text : `${directoryOf(file ?? "/")}/${value.text}`);
    if (value.type === "set") {
      const key = value.entries.get("key");
      const text = key && keyText(walk.machine.force(key.value));
      if (text !== undefined) walk.disabled.add(text);
      if (!key && !value.open) {
        const problem = failure("disabledModules holds a set that has no attribute 'key'", placeOf(item) ?? list.at);
        walk.doubts.push({ reason: problem.message, at: problem.at, failure: problem });
      }
    }
    if (value.type === "int") walk.disabled.add(String(value.value));
  }
}

function keyText(value: Value): string | undefined {
  if (value.type === "path") return value.path;
  return value.type === "string" ? value.text : value.type === "int" ? String(value.value) : undefined;
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
    // An error behind an undecided condition may never come about.
    const isCertain = origin.condition?.value !== "unknown";
    walk.unknowns.push({ reason: describeMissing(value), at, failure: isCertain ? asFailure(value) : undefined });
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

export function asFailure(value: Value): Failure | undefined {
  if (value.type === "unknown" && value.recursive) {
    const problem = failure(value.reason, value.at);
    return value.fromImports ? { ...problem, cause: { kind: "imports" } } : problem;
  }
  return value.type === "unknown" ? value.failure : value.type === "failure" ? value : undefined;
}

/** What an instance takes over from its origin. */
function instanceBase(
  origin: Origin,
): Pick<
  MutableInstance,
  "steps" | "condition" | "origin" | "importer" | "place" | "selection" | "wrapped" | "definitiveFile" | "inherited"
> {
  const { steps, condition, importer, place, selection, file, inherited = false } = origin;
  return { steps, condition, importer, place, selection, origin, wrapped: undefined, definitiveFile: file, inherited };
}
