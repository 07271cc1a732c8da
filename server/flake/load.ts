import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { globalNames } from "../nix/builtins/all-builtins.ts";
import { Evaluator } from "../nix/evaluator.ts";
import { external, failure, record, set, string, unfit, unknown } from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import { textIn } from "../nix/source-text.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Attribute, External, Lazy, SetValue, SourceFiles, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { FlakeLog } from "./flake-log.ts";
import type { FlakeSource } from "./flake-source.ts";
import { type FlakeInput, readInputs } from "./inputs.ts";
import { flakePartsValue, type InputModel, inputValue, libraryFiles, pinnedModels, systemsInputs } from "./models.ts";
import { failedModel } from "./native/failed-model.ts";
import { withNativeSources } from "./native/native-sources.ts";
import { nativeFunctions } from "./native-functions.ts";
import { nixpkgsLibrary } from "./nixpkgs-library.ts";
import { outputsOfLoader, pinnedInputs } from "./pins.ts";
import { plainValue, sourceOf, sourceValue } from "./source.ts";
import { systemFromCall } from "./system-builders.ts";

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
  readonly log: FlakeLog;
  readonly lib: Lazy;
}

/** Reads flake.nix and ties its outputs to models of its inputs. A flake that is none gives outputs that say so. */
export function loadFlake(source: FlakeSource): LoadedFlake {
  return new FlakeLoader(source).load();
}

/** Ties the knot: the evaluator asks for what inputs are, and the inputs are read by it out of flake.nix. */
class FlakeLoader {
  private readonly source: FlakeSource;
  private readonly file: string;
  private readonly files: SourceFiles;
  private readonly machine: Evaluator;
  private readonly lib: Lazy;
  private readonly log = new FlakeLog();
  /** Texts of native sources that depend on the inputs, by path. */
  private readonly modelTexts = new Map<string, string>();
  /** Paths outside that are nixpkgs' `lib`. */
  private readonly libraryPaths = new Set<string>();
  private readonly systemLists = new Map<string, Value>();
  /** The inputs, where no flake inputs but pins are given. */
  private pinnedSet: SetValue | undefined;
  private readonly repositories = new Map<string, string>();

  constructor(source: FlakeSource) {
    this.source = source;
    this.file = `${source.directory}/flake.nix`;
    this.files = withNativeSources(source.files, this.modelTexts);
    const globals = globalNames();
    const nativeGlobals = new Map<string, Lazy>([...globals, ["dendriticNative", nativeFunctions(this.log)]]);
    this.machine = new Evaluator({
      files: this.files,
      treeOf: (path) => {
        const text = this.files.read(path);
        return text === undefined ? undefined : source.treeOf(path, text);
      },
      globalsOf: (path) => (isNativePath(path) ? nativeGlobals : globals),
      callExternal: (called, argument, at) => this.callExternal(called, argument, at),
      knownExternal: (path) => knownLibrary(this.machine, this.lib, path),
      doubtful: failedModel,
      importExternal: ({ path }) =>
        this.libraryPaths.has(path) ? this.machine.force(this.lib) : this.systemLists.get(path),
      ...(source.limits && { limits: source.limits }),
      log: this.log,
      checkpoint: source.checkpoint,
    });
    const log = (evaluation: ModuleEvaluation) => this.log.evaluations.push(evaluation);
    this.lib = nixpkgsLibrary(this.machine, log, (path) => this.repositoryOf(path));
  }

  load(): LoadedFlake {
    const { machine, source, file, log, lib } = this;
    const { directory } = source;
    const loaded = { directory, file, machine, log, lib };
    const flake = machine.importFile(file);
    if (flake.type !== "set") {
      const outputs = notAFlake(flake, file);
      return { ...loaded, inputs: [], inputSet: set(new Map()), outputs, outputsAt: undefined };
    }
    const outputs = flake.entries.get("outputs");
    const declared = this.declaredInputs(flake, outputs?.value);
    const described = declared.length > 0 ? declared : pinnedInputs(textIn(machine, `${directory}/npins/sources.json`));
    for (const [path, text] of pinnedModels(described)) this.modelTexts.set(path, text);
    for (const path of libraryFiles(described)) this.libraryPaths.add(path);
    for (const [path, systems] of systemsInputs(described)) this.systemLists.set(path, systems);
    const entries = new Map<string, Attribute>();
    const inputSet: SetValue = set(entries);
    const models = described.map((input) => ({ input, model: this.modelOf(input, inputSet) }));
    for (const { input, model } of models) entries.set(input.name, { value: model.value, at: input.at });
    const result: Lazy = machine.lazy(() => this.callOutputs(outputs?.value, inputSet));
    entries.set("self", { value: selfValue(machine, directory, result, () => inputSet) });
    for (const { name, repository } of described) this.repositories.set(name, repository.toLowerCase());
    const inputs = models.map(({ input, model }) => ({ ...input, source: model.source }));
    const outputsAt = outputs && (placeOf(outputs.value) ?? outputs.at);
    if (declared.length === 0 && described.length > 0) this.pinnedSet = inputSet;
    return { ...loaded, inputs, inputSet, outputs: result, outputsAt };
  }

  private declaredInputs(flake: SetValue, outputs: Lazy | undefined): readonly FlakeInput[] {
    const { machine, source } = this;
    return readInputs(machine, flake, textIn(machine, `${source.directory}/flake.lock`), formalsOf(machine, outputs));
  }

  /** What an input gives: what its source says where that is at hand, else what is known of it. */
  private modelOf(input: FlakeInput, inputSet: SetValue): InputModel {
    const { machine, lib, source } = this;
    const model = inputValue(machine, input, lib);
    const found = model.native ? undefined : sourceOf(source, input);
    if (!found) return model;
    const sibling = (name: string) => inputSet.entries.get(name)?.value;
    const value = input.plain ? plainValue(found.directory) : sourceValue(machine, found.directory, lib, sibling);
    return { source: found.source, native: false, value };
  }

  private callOutputs(fn: Lazy | undefined, inputSet: SetValue): Value {
    if (fn !== undefined) return this.machine.apply(fn, inputSet);
    return failure("flake.nix has no attribute 'outputs'", { file: this.file, start: 0, end: 0 });
  }

  /** The repository of the input that the path of something from outside begins with. */
  private repositoryOf(path: string): string | undefined {
    const name = /^inputs\.([\w'-]+)\./.exec(path)?.[1];
    return name === undefined ? undefined : this.repositories.get(name);
  }

  private callExternal(called: External, argument: Lazy, at: Span | undefined): Value | undefined {
    const { machine, lib, log, pinnedSet } = this;
    const system = systemFromCall(machine, lib, called, argument, at, (path) => this.repositoryOf(path));
    const known = system ?? (pinnedSet && outputsOfLoader(machine, argument, pinnedSet));
    if (!known) log.externalCalls.push({ path: called.path, argument });
    return known;
  }
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
    const names = machine.force(outputs);
    // Nix merges the outputs with the rest, so nothing of it is to be had before their names are.
    if (names.type === "unknown" && names.recursive) return names;
    if (names.type !== "set") return { ...record(own), open: [unknown("the flake's outputs could not be evaluated")] };
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
