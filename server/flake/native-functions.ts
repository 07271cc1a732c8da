import { attrsByName } from "../modules/types/containers.ts";
import { type TypeFact, typeOf } from "../modules/types/type-value.ts";
import { regexBuiltins } from "../nix/builtins/regexes.ts";
import {
  bool,
  EMPTY_SET,
  external,
  isOpaque,
  list,
  NULL,
  path as pathValue,
  primop,
  record,
  string,
  unfit,
  unknown,
} from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Attribute, Lazy, Machine, SetValue, Unknown, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { FlakeLog } from "./flake-log.ts";
import { filesBelow } from "./trees.ts";
/** What native Nix sources may call beside the builtins, as the set `dendriticNative`. */
export function nativeFunctions(log: FlakeLog): SetValue {
  return record({ ...VALUES, ...PROVENANCE, ...TYPES, ...treeFunctions(log) });
}

/** Making values that are not known, and asking for them. */
const VALUES: Readonly<Record<string, Lazy>> = {
  // What stays outside: `lib = outside "inputs.garden.lib"`.
  outside: primop("outside", 1, (machine, [name]) => {
    const text = machine.force(name ?? string("?"));
    return external(text.type === "string" ? text.text : "?");
  }),
  // What cannot be known, and why: `hosts = unknown "what garden finds on the network"`.
  unknown: primop("unknown", 1, (machine, [reason]) => {
    const text = machine.force(reason ?? string("?"));
    return unknown(text.type === "string" ? text.text : "?");
  }),
  // Whether a list or set may hold more than is known: `if isOpen includes then … else …`.
  isOpen: primop("isOpen", 1, (machine, [value]) => {
    const forced = machine.force(value ?? EMPTY_SET);
    const hasOpenPart = (forced.type === "list" || forced.type === "set") && forced.open !== undefined;
    return bool(isOpaque(forced) || forced.type === "failure" || hasOpenPart);
  }),
  // Whether a value is outside, unknown or an error, which a library cannot look into: `if isMissing aspect then { } else aspect.nixos`.
  isMissing: primop("isMissing", 1, (machine, [value]) => {
    const forced = machine.force(value ?? EMPTY_SET);
    return bool(isOpaque(forced) || forced.type === "failure");
  }),
};

/** What is known of who wrote a value, and who picked it. */
const PROVENANCE: Readonly<Record<string, Lazy>> = {
  // The text alone, which then selects nothing: `unwritten system` for a name that also happens to be that of a branch.
  unwritten: primop("unwritten", 1, (machine, [text]) => {
    const forced = machine.force(text ?? string("?"));
    return forced.type === "string" ? string(forced.text) : forced;
  }),
  // The name of a submodule, which picks something by being called so: `aspects.${calledSo name}` takes the aspect that is named like the
  // host, and the host's name counts as the place that selects it.
  calledSo: primop("calledSo", 1, (machine, [name]) => {
    const forced = machine.force(name ?? string("?"));
    if (forced.type !== "string" || !forced.instance || forced.at) return forced;
    return { ...forced, at: forced.instance, listed: { kind: "wildcard", at: forced.instance } };
  }),
  // A set, of which it is forgotten how it was picked: `(unpicked aspect).includes`, whose items are picked by being listed.
  unpicked: primop("unpicked", 1, (machine, [value]) => {
    const forced = machine.force(value ?? EMPTY_SET);
    return forced.type === "set" ? { ...forced, selection: undefined } : forced;
  }),
  // A set of hosts that a library makes: `standingIn (name: ./hosts + "/${name}.nix") hosts` says in which file each of them is.
  standingIn: primop("standingIn", 2, (machine, [fileOf, made]) => {
    const value = machine.force(made ?? EMPTY_SET);
    if (value.type !== "set" || fileOf === undefined) return value;
    const placed = [...value.entries].map(([name, attribute]): [string, Attribute] => {
      const file = placeText(machine.apply(fileOf, string(name)));
      return [name, file === undefined ? attribute : { ...attribute, at: { file, start: 0, end: 0 } }];
    });
    return { ...value, entries: new Map(placed) };
  }),
};

const TYPES: Readonly<Record<string, Lazy>> = {
  // `attrsOf` with types of its own for some names: `typedByName (attrsOf raw) (name: if name == "nixos" then attrsOf deferredModule else null)`.
  typedByName: primop("typedByName", 2, (machine, [type, chosen]) => {
    const plain = machine.force(type ?? EMPTY_SET);
    if (plain.type !== "set" || chosen === undefined) return plain;
    const { shape } = typeOf(machine, plain);
    if (shape.kind !== "attrs") return plain;
    const named = (name: string) => {
      const found = machine.apply(chosen, string(name));
      return found.type === "null" ? undefined : typeOf(machine, found);
    };
    const native: TypeFact = { fact: "type", type: attrsByName(() => shape.element(), named) };
    return { ...plain, native };
  }),
};

/** Reading directories, which the log remembers. */
function treeFunctions(log: FlakeLog): Readonly<Record<string, Lazy>> {
  return {
    matches: primop("matches", 2, (machine, [pattern, path], at) => matchesPath(machine, log, pattern, path, at)),
    // What is at a path: `pathKind dir == "directory"`; "missing" where nothing is.
    pathKind: primop("pathKind", 1, (machine, [place]) => {
      const path = placeText(machine.force(place ?? EMPTY_SET));
      return string((path !== undefined && machine.files.kind(path)) || "missing");
    }),
    // `lazyTree dir value` is the value, whose files in `dir` are loaded by name, each when it is asked for: those that nobody asks for are
    // reported as ignored.
    lazyTree: primop("lazyTree", 2, (machine, [root, loaded], at) => {
      const value = machine.force(root ?? EMPTY_SET);
      const directory = placeText(value);
      if (directory === undefined) return unfit(value, "a path", at);
      const place = writtenAt(value) ?? at;
      log.trees.push({ directory, at: place && isNativePath(place.file) ? undefined : place, lazy: true });
      return machine.force(loaded ?? EMPTY_SET);
    }),
    // The Nix files below a directory that no `_` hides in what follows `start` in their paths; null where not all of them are known.
    plainFilesBelow: primop("plainFilesBelow", 2, (machine, [start, place], at) => {
      const [from, value] = [machine.force(start ?? NULL), machine.force(place ?? EMPTY_SET)];
      const directory = placeText(value);
      if (from.type !== "string" || directory === undefined || !machine.files.readable(directory)) return NULL;
      let isWhole = true;
      const files = filesBelow(machine.files, directory, (place) => {
        isWhole &&= machine.files.obstacle(place) === undefined;
      });
      if (!isWhole) return NULL;
      log.trees.push({ directory, at: writtenAt(value) ?? at, lazy: false });
      const isPlain = (file: string) => file.endsWith(".nix") && !file.slice(from.text.length).includes("/_");
      return list(files.filter(isPlain).map((file) => pathValue(file)));
    }),
    // What follows `start` in the path of a file.
    pathBelow: primop("pathBelow", 2, (machine, [start, file]) => {
      const [from, path] = [machine.force(start ?? NULL), machine.force(file ?? NULL)];
      return from.type === "string" && path.type === "path" ? string(path.path.slice(from.text.length)) : path;
    }),
    // All files below a directory: `map toString (filesBelow dir)`. The directory counts as a tree of the flake.
    filesBelow: primop("filesBelow", 1, (machine, [place], at) => {
      const value = machine.force(place ?? EMPTY_SET);
      const directory = placeText(value);
      if (directory === undefined) return unfit(value, "a path", at);
      if (!machine.files.readable(directory)) return unknown(`${directory} is outside what may be read`, at);
      log.trees.push({ directory, at: writtenAt(value) ?? at, lazy: false });
      const open: Unknown[] = [];
      const unlisted = (place: string) => {
        const obstacle = machine.files.obstacle(place);
        if (obstacle !== undefined) open.push(unknown(`${place} ${obstacle}`, at));
      };
      const found = list(filesBelow(machine.files, directory, unlisted).map((file) => pathValue(file)));
      return open.length > 0 ? { ...found, open } : found;
    }),
  };
}

/** `builtins.match pattern path != null`, remembered. */
function matchesPath(
  machine: Machine,
  log: FlakeLog,
  pattern: Lazy | undefined,
  path: Lazy | undefined,
  at: Span | undefined,
): Value {
  const expression = machine.force(pattern ?? NULL);
  const text = machine.force(path ?? NULL);
  const found = machine.call(regexBuiltins.match ?? NULL, [expression, text], at);
  if (expression.type === "string" && text.type === "string") log.notePattern(expression, text, found.type === "list");
  return found.type === "list" || found.type === "null" ? bool(found.type === "list") : found;
}

function writtenAt(value: Value): Span | undefined {
  return value.type === "path" || value.type === "string" ? value.at : undefined;
}

function placeText(value: Value): string | undefined {
  return value.type === "path"
    ? value.path
    : value.type === "string" && value.text.startsWith("/")
      ? value.text
      : undefined;
}
