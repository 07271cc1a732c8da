import { EMPTY_SET, external, failure, isOpaque, list, record, unknown } from "../nix/make.ts";
import { isNativePath, resolvePath } from "../nix/paths.ts";
import type { Collector, ModuleArgument } from "../nix/provenance.ts";
import { wholeFile } from "../nix/source-text.ts";
import { conditional } from "../nix/thunk.ts";
import type { Failure, LambdaValue, Lazy, Machine, PrimopValue, SetValue, Unknown, Value } from "../nix/value.ts";
import { samePath } from "../option-path.ts";
import type { Span } from "../text.ts";
import { boundArguments, isUnsatisfied } from "./bound-arguments.ts";
import { includedModules } from "./inclusion.ts";
import { isUnwrapped, taken, withMark } from "./marks.ts";
import { emptyInstance, loadContent, opaqueInstance } from "./module-instance.ts";
import type { BoundArguments, MutableInstance, Origin, Walk } from "./module-walk.ts";
import { outermost, referenceAt } from "./picked.ts";
import { partsOf } from "./types/outside.ts";

/**
 * Loads one entry of an `imports` list: whatever Nix takes for a module (a set, a function, a path, a string that begins with `/`), and
 * what it refuses, as an instance whose content is a failure. Three things happen on the way down, in this order: a value that stands for
 * a file, a function or several modules is followed to the set that it gives (here); the marks it bears (taken out of an option, picked by
 * a name) become steps of the instance (`marks.ts`); the set becomes an instance with its imports still unforced (`module-instance.ts`).
 * Whoever collects the modules forces those, so that a module may be imported by what it defines itself.
 */
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
  // It was called with the arguments of modules, as all functions are.
  const lacking = value.type === "primop" ? value.primop.arity - value.applied.length + 1 : undefined;
  return { ...failure(problem, place), cause: { kind: "no-module", found: value.type, lacking } };
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
  const whole = wholeFile(machine, file) ?? { file, start: 0, end: 0 };
  const inside: Origin = { ...origin, file, path: file, bound: undefined };
  const loaded = loadValue(walk, value, { ...inside, place: whole });
  return { ...loaded, key: file, at: whole, condition: origin.condition, importedAt: written };
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
  const result = machine.allow(() => machine.apply(called, argumentsOf(walk, fn, origin.bound), at));
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
  { args, asked }: Walk,
  fn: LambdaValue | PrimopValue,
  bound: BoundArguments | undefined,
): SetValue {
  const further = namedBy(fn).filter(({ name }) => !args.base.has(name));
  if (further.length === 0) return { type: "set", entries: args.base };
  const entries = new Map(args.base);
  for (const argument of further) {
    const { name } = argument;
    const given = bound?.given.get(name);
    const value = given ? undefined : args.named(argument, fn.at);
    if (value && fn.at) asked.push({ ...argument, by: fn.at, value });
    const attribute = given ?? (value && { value });
    if (attribute) entries.set(name, attribute);
  }
  return { type: "set", entries };
}

/** The arguments that a function names. */
function namedBy(fn: LambdaValue | PrimopValue): readonly ModuleArgument[] {
  if (fn.type === "primop") return [...(fn.primop.formals?.keys() ?? [])].map((name) => ({ name, at: undefined }));
  const { file } = fn.at;
  return (fn.lambda.formals?.formals ?? []).map(({ name: { name, start, end } }) => ({
    name,
    at: { file, start, end },
  }));
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
