import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { attrsByName } from "../modules/types/containers.ts";
import { type TypeFact, typeOf } from "../modules/types/value.ts";
import type { Limits } from "../nix/budget.ts";
import { globalNames } from "../nix/builtins/all.ts";
import { regexBuiltins } from "../nix/builtins/regexes.ts";
import { Evaluator } from "../nix/evaluator.ts";
import {
  bool,
  EMPTY_SET,
  external,
  failure,
  isOpaque,
  list,
  NULL,
  path as pathValue,
  primop,
  record,
  set,
  string,
  unfit,
  unknown,
} from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Attribute, Lazy, Machine, SetValue, SourceFiles, StringValue, Unknown, Value } from "../nix/value.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import type { Span } from "../text.ts";
import { type FlakeInput, readInputs } from "./inputs.ts";
import { nixpkgsLibrary } from "./library.ts";
import { flakePartsValue, type InputModel, inputValue, libraryFiles, modelSources, systemsInputs } from "./models.ts";
import { failedModel } from "./native/failed-model.ts";
import { withNativeSources } from "./native/sources.ts";
import { outputsOfLoader, pinnedInputs } from "./pins.ts";
import { plainValue, sourceOf, sourceValue } from "./source.ts";
import { systemFromCall } from "./systems.ts";
import { filesBelow } from "./trees.ts";

export interface FlakeSource {
  /** The flake's directory, absolute. */
  readonly directory: string;
  readonly files: SourceFiles;
  readonly treeOf: (path: string, text: string) => SyntaxTree;
  readonly limits?: Limits | undefined;
  /** See the evaluator's settings. */
  readonly checkpoint?: (() => void) | undefined;
  /** Directories that hold the sources of inputs, by the input's name. They must be readable. */
  readonly inputs?: ReadonlyMap<string, string> | undefined;
  /** Where the Nix store lies, whose readable sources are used too; undefined: nowhere. */
  readonly storeDirectory?: string | undefined;
}

/** A directory that the flake imports as a whole. */
export interface ImportedTree {
  readonly directory: string;
  readonly at: Span | undefined;
  /** Its files are loaded only where somebody asks for what they hold. */
  readonly lazy: boolean;
}

/** A flake whose outputs can be asked for. Nothing but flake.nix's own set is evaluated yet. */
export interface LoadedFlake {
  readonly directory: string;
  /** The root file. */
  readonly file: string;
  readonly machine: Evaluator;
  readonly inputs: readonly (FlakeInput & Pick<InputModel, "source">)[];
  /** What outputs are given: the values of all inputs, and the flake itself. */
  readonly inputSet: SetValue;
  /** A set, unless the flake is broken. */
  readonly outputs: Lazy;
  /** The place of flake.nix's `outputs`. */
  readonly outputsAt: Span | undefined;
  /** Grows while outputs are evaluated. */
  readonly trees: readonly ImportedTree[];
  /** Every evaluation of modules that the flake asked for so far; systems are not among them. */
  readonly evaluations: readonly ModuleEvaluation[];
  /** Every call of a function from outside so far: its arguments may hold modules. */
  readonly externalCalls: readonly ExternalCall[];
  /** Patterns that loaders of trees have tried on paths. */
  readonly patterns: readonly TriedPattern[];
  readonly lib: Lazy;
}

/** A regular expression that a tree's loader matches whole paths with. */
export interface TriedPattern {
  readonly pattern: StringValue;
  readonly paths: StringValue[];
  /** It matched one of the paths. */
  fits: boolean;
}

export interface ExternalCall {
  readonly path: string;
  readonly argument: Lazy;
}

/** Reads flake.nix and ties its outputs to models of its inputs. A flake that is none gives outputs that say so. */
export function loadFlake(source: FlakeSource): LoadedFlake {
  const trees: ImportedTree[] = [];
  const patterns: TriedPattern[] = [];
  const file = `${source.directory}/flake.nix`;
  const extra = new Map<string, string>();
  const files = withNativeSources(source.files, extra);
  const globals = globalNames();
  const machine = new Evaluator({
    files,
    treeOf: (path) => {
      const text = files.read(path);
      return text === undefined ? undefined : source.treeOf(path, text);
    },
    globalsOf: (path) => (isNativePath(path) ? nativeGlobals : globals),
    callExternal: (called, argument, at) => {
      const system = systemFromCall(machine, lib, called, argument, at);
      const known = system ?? (pinnedSet && outputsOfLoader(machine, argument, pinnedSet));
      if (!known) externalCalls.push({ path: called.path, argument });
      return known;
    },
    knownExternal: (path) => knownLibrary(machine, lib, path),
    doubtful: failedModel,
    importExternal: (wanted) => (libraryPaths.has(wanted.path) ? machine.force(lib) : systemLists.get(wanted.path)),
    ...(source.limits && { limits: source.limits }),
    checkpoint: source.checkpoint,
  });
  let pinnedSet: SetValue | undefined;
  const libraryPaths = new Set<string>();
  const systemLists = new Map<string, Value>();
  const nativeGlobals = new Map<string, Lazy>([...globals, ["dendriticNative", nativeFunctions(trees, patterns)]]);
  const evaluations: ModuleEvaluation[] = [];
  const externalCalls: ExternalCall[] = [];
  const lib = nixpkgsLibrary(machine, (evaluation) => evaluations.push(evaluation));
  const flake = machine.importFile(file);
  if (flake.type !== "set")
    return {
      directory: source.directory,
      file,
      machine,
      inputs: [],
      inputSet: set(new Map()),
      outputs: notAFlake(flake, file),
      outputsAt: undefined,
      trees,
      evaluations,
      externalCalls,
      patterns,
      lib,
    };
  const outputs = flake.entries.get("outputs");
  const declared = readInputs(
    machine,
    flake,
    files.read(`${source.directory}/flake.lock`),
    formalsOf(machine, outputs?.value),
  );
  const described = declared.length > 0 ? declared : pinnedInputs(files.read(`${source.directory}/npins/sources.json`));
  for (const [path, text] of modelSources(described)) extra.set(path, text);
  for (const path of libraryFiles(described)) libraryPaths.add(path);
  for (const [path, systems] of systemsInputs(described)) systemLists.set(path, systems);
  const models = described.map((input) => ({ input, model: modelOf(input) }));
  const result: Lazy = machine.lazy(() => callOutputs(outputs?.value));
  const self = selfValue(machine, source.directory, result, () => inputSet);
  const entries = new Map<string, Attribute>(
    models.map(({ input, model }) => [input.name, { value: model.value, at: input.at }]),
  );
  entries.set("self", { value: self });
  const inputSet: SetValue = set(entries);
  if (declared.length === 0 && described.length > 0) pinnedSet = inputSet;
  function modelOf(input: FlakeInput): InputModel {
    const model = inputValue(machine, input, lib);
    const found = model.native ? undefined : sourceOf(source, input);
    if (!found) return model;
    const sibling = (name: string) => inputSet.entries.get(name)?.value;
    const value = input.plain ? plainValue(found.directory) : sourceValue(machine, found.directory, lib, sibling);
    return { source: found.source, native: false, value };
  }
  const callOutputs = (fn: Lazy | undefined): Value => {
    if (fn === undefined) return failure("flake.nix has no attribute 'outputs'", { file, start: 0, end: 0 });
    return machine.apply(fn, inputSet);
  };
  const inputs = models.map(({ input, model }) => ({ ...input, source: model.source }));
  return {
    directory: source.directory,
    file,
    machine,
    inputs,
    inputSet,
    outputs: result,
    outputsAt: outputs && (placeOf(outputs.value) ?? outputs.at),
    trees,
    evaluations,
    externalCalls,
    patterns,
    lib,
  };
}

/** Inputs that do not come as flake inputs (pinned by other tools) still have the libraries that everybody calls. */
function knownLibrary(machine: Evaluator, lib: Lazy, path: string): Value | undefined {
  if (/(\.nixpkgs|\.legacyPackages\.[^.]+|^pkgs)\.lib$/.test(path)) return machine.force(lib);
  const parts = /\.flake-parts\.(lib|flakeModules)$/.exec(path)?.[1];
  return parts === undefined ? undefined : machine.select(flakePartsValue(machine, lib), parts);
}

function notAFlake(value: Value, file: string): Value {
  if (value.type === "unknown" || value.type === "failure") return value;
  return unfit(value, "a set", { file, start: 0, end: 0 });
}

function formalsOf(machine: Evaluator, fn: Lazy | undefined): readonly string[] {
  const value = fn && machine.force(fn);
  return value?.type === "lambda" ? (value.lambda.formals?.formals.map((formal) => formal.name.name) ?? []) : [];
}

/** `self`: the outputs, and what every flake has beside them. */
function selfValue(machine: Evaluator, directory: string, outputs: Lazy, inputs: () => SetValue): Lazy {
  return machine.lazy(() => {
    const own: Record<string, Lazy> = {
      outPath: string(directory),
      inputs: machine.lazy(inputs),
      sourceInfo: record({ outPath: string(directory) }),
      _type: string("flake"),
      lastModified: external("self.lastModified"),
      lastModifiedDate: external("self.lastModifiedDate", undefined, "string"),
      narHash: external("self.narHash", undefined, "string"),
      outputs,
    };
    const names = selfNames(machine, outputs);
    if (!names) return { ...record(own), open: [unknown("the flake's outputs could not be evaluated")] };
    return { ...names, entries: new Map([...names.entries, ...record(own).entries, ...maybeRevision()]) };
  });
}

/** Whether the tree is dirty decides which of these `self` has. */
function maybeRevision(): readonly [string, Attribute][] {
  const maybe = { value: "unknown", at: undefined } as const;
  return ["rev", "shortRev", "dirtyRev", "dirtyShortRev", "revCount"].map((name) => [
    name,
    { value: external(`self.${name}`, undefined, "string"), maybe },
  ]);
}

function selfNames(machine: Evaluator, outputs: Lazy): SetValue | undefined {
  const value = machine.force(outputs);
  return value.type === "set" ? value : undefined;
}

/** What native Nix sources may call beside the builtins. */
function nativeFunctions(trees: ImportedTree[], patterns: TriedPattern[]): SetValue {
  return record({
    outside: primop("outside", 1, (machine, [name]) => {
      const text = machine.force(name ?? string("?"));
      return external(text.type === "string" ? text.text : "?");
    }),
    unknown: primop("unknown", 1, (machine, [reason]) => {
      const text = machine.force(reason ?? string("?"));
      return unknown(text.type === "string" ? text.text : "?");
    }),
    // The text alone: nobody wrote it to select something.
    unwritten: primop("unwritten", 1, (machine, [text]) => {
      const forced = machine.force(text ?? string("?"));
      return forced.type === "string" ? string(forced.text) : forced;
    }),
    // The name of a submodule as what its attribute says: it picks something by being called so.
    calledSo: primop("calledSo", 1, (machine, [name]) => {
      const forced = machine.force(name ?? string("?"));
      if (forced.type !== "string" || !forced.instance || forced.at) return forced;
      return { ...forced, at: forced.instance, listed: { kind: "wildcard", at: forced.instance } };
    }),
    // How a set was picked says nothing of what stands in its lists.
    unpicked: primop("unpicked", 1, (machine, [value]) => {
      const forced = machine.force(value ?? EMPTY_SET);
      return forced.type === "set" ? { ...forced, selection: undefined } : forced;
    }),
    isOpen: primop("isOpen", 1, (machine, [value]) => {
      const forced = machine.force(value ?? EMPTY_SET);
      const hasOpenPart = (forced.type === "list" || forced.type === "set") && forced.open !== undefined;
      return bool(isOpaque(forced) || forced.type === "failure" || hasOpenPart);
    }),
    // A set type and a function from names to types: elements of these names have these types.
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
    isMissing: primop("isMissing", 1, (machine, [value]) => {
      const forced = machine.force(value ?? EMPTY_SET);
      return bool(isOpaque(forced) || forced.type === "failure");
    }),
    matches: primop("matches", 2, (machine, [pattern, path], at) => matchesPath(machine, patterns, pattern, path, at)),
    pathKind: primop("pathKind", 1, (machine, [place]) => {
      const path = placeText(machine.force(place ?? EMPTY_SET));
      return string((path !== undefined && machine.files.kind(path)) || "missing");
    }),
    // A tree whose files are loaded by name, each when it is asked for.
    lazyTree: primop("lazyTree", 2, (machine, [root, loaded], at) => {
      const value = machine.force(root ?? EMPTY_SET);
      const directory = placeText(value);
      if (directory === undefined) return unfit(value, "a path", at);
      const place = writtenAt(value) ?? at;
      trees.push({ directory, at: place && isNativePath(place.file) ? undefined : place, lazy: true });
      return machine.force(loaded ?? EMPTY_SET);
    }),
    // A set whose attributes nobody wrote: each stands in the file that a function from its name gives.
    standingIn: primop("standingIn", 2, (machine, [fileOf, made]) => {
      const value = machine.force(made ?? EMPTY_SET);
      if (value.type !== "set" || fileOf === undefined) return value;
      const placed = [...value.entries].map(([name, attribute]): [string, Attribute] => {
        const file = placeText(machine.apply(fileOf, string(name)));
        return [name, file === undefined ? attribute : { ...attribute, at: { file, start: 0, end: 0 } }];
      });
      return { ...value, entries: new Map(placed) };
    }),
    filesBelow: primop("filesBelow", 1, (machine, [place], at) => {
      const value = machine.force(place ?? EMPTY_SET);
      const directory = placeText(value);
      if (directory === undefined) return unfit(value, "a path", at);
      if (!machine.files.readable(directory)) return unknown(`${directory} is outside what may be read`, at);
      trees.push({ directory, at: writtenAt(value) ?? at, lazy: false });
      const open: Unknown[] = [];
      const unlisted = (place: string) => {
        const obstacle = machine.files.obstacle(place);
        if (obstacle !== undefined) open.push(unknown(`${place} ${obstacle}`, at));
      };
      const found = list(filesBelow(machine.files, directory, unlisted).map((file) => pathValue(file)));
      return open.length > 0 ? { ...found, open } : found;
    }),
  });
}

/** `builtins.match pattern path != null`, remembered. */
function matchesPath(
  machine: Machine,
  patterns: TriedPattern[],
  pattern: Lazy | undefined,
  path: Lazy | undefined,
  at: Span | undefined,
): Value {
  const expression = machine.force(pattern ?? NULL);
  const text = machine.force(path ?? NULL);
  const found = machine.call(regexBuiltins.match ?? NULL, [expression, text], at);
  if (expression.type === "string" && text.type === "string") {
    const isSame = (tried: TriedPattern) =>
      tried.pattern.at === expression.at && tried.pattern.text === expression.text;
    const known = patterns.find(isSame) ?? { pattern: expression, paths: [], fits: false };
    if (!patterns.includes(known)) patterns.push(known);
    known.paths.push(text);
    known.fits ||= found.type === "list";
  }
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
