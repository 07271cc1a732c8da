import { describe, EMPTY_SET, failure, isOpaque, list, record, string, unknown } from "../nix/make.ts";
import { concatenate } from "../nix/operators.ts";
import { isNativePath } from "../nix/paths.ts";
import { conditional } from "../nix/thunk.ts";
import type { Attribute, Failure, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { disableModules, keyText } from "./disabled-modules.ts";
import { describeMissing, type ModuleContent, type UnsupportedAttribute } from "./module.ts";
import type { MutableInstance, Origin, Walk } from "./module-walk.ts";
import { propertyOf } from "./properties.ts";

/** A module that is known already: only its key counts. */
export function emptyInstance(key: string, origin: Origin): MutableInstance {
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
export function loadContent(walk: Walk, set: SetValue, origin: Origin): MutableInstance {
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

/** What a set says it is, when that is not a module: a whole configuration, an option. */
function foreignType(machine: Machine, set: SetValue): string | undefined {
  const tag = set.entries.get("_type");
  const type = tag && machine.force(tag.value);
  return type?.type === "string" && type.text !== "module" && type.text !== "flake" ? type.text : undefined;
}

/** The value of an attribute that may be absent, marked so. */
export function marked(machine: Machine, { value, maybe }: Attribute): Lazy {
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
    dependsOn: [...set.entries.values()].find(({ maybe }) => maybe?.recursive)?.maybe,
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

export function opaqueInstance(walk: Walk, value: Value, origin: Origin): MutableInstance {
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
    walk.unknowns.push({ reason: describeMissing(value), at, failure: isCertain ? importFailure(value) : undefined });
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

/** As `asFailure`, of what somebody imports: which modules there are cannot depend on themselves. */
export function importFailure(value: Value): Failure | undefined {
  const problem = asFailure(value);
  const isRecursive = value.type === "unknown" && value.recursive;
  return problem && isRecursive ? { ...problem, cause: { kind: "imports", argument: value.argument } } : problem;
}

/** The error that Nix raises for what is not a list where a list of modules must be; `name`: what is so, other than `imports`. */
export function noListOfModules(value: Value, at: Span | undefined, name?: string): Failure {
  const problem = failure(`expected a list but found ${describe(value)}`, at);
  return { ...problem, cause: { kind: "import-list", found: value.type, name } };
}

/** The error that a value stands for; undefined for all others. */
export function asFailure(value: Value): Failure | undefined {
  if (value.type === "unknown" && value.recursive) return failure(value.reason, value.at);
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
