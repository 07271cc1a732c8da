import { EMPTY_LIST, EMPTY_SET, external, isOpaque, NULL, primop, record, string, unfit } from "../nix/make.ts";
import { NATIVE_ROOT } from "../nix/paths.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { evaluateModules, extendModules } from "./evaluate.ts";
import type { EvaluationFact, EvaluationRequest, ModuleEvaluation } from "./evaluation.ts";
import { optionFunctions } from "./option-functions.ts";
import { propertyFunctions } from "./properties.ts";
import { typeFunctions } from "./type-functions.ts";

/** Where `renamedOptions` of native.ts is to be found. */
export const RENAMED_OPTIONS_FILE = `${NATIVE_ROOT}/renamed-options.nix`;

/** Told of every evaluation that the flake asks for. */
export type EvaluationLog = (evaluation: ModuleEvaluation) => void;

export interface ModuleLibrary {
  /** By sub-library. */
  readonly parts: Readonly<Record<string, SetValue>>;
  /** What stands at the top level of `lib` too. */
  readonly top: Readonly<Record<string, Lazy>>;
}

/** The parts of nixpkgs' `lib` that are about modules. */
export function moduleLibrary(machine: Machine, lib: Lazy, log: EvaluationLog): ModuleLibrary {
  const types = typeFunctions(machine, lib);
  const renamed = renamedOptions(machine, lib);
  const modules: Record<string, Lazy> = {
    ...propertyFunctions,
    ...renamed,
    evalModules: primop("evalModules", 1, (_machine, [request], at) =>
      callEvalModules(machine, lib, request ?? EMPTY_SET, at, log),
    ),
    setDefaultModuleLocation: primop("setDefaultModuleLocation", 2, (_machine, [file, module]) =>
      record({ _file: file ?? NULL, imports: { type: "list", items: [module ?? NULL] } }),
    ),
    importApply: primop("importApply", 2, (_machine, [path, args], at) => importApply(machine, path, args, at)),
    importJSON: external("lib.modules.importJSON"),
    importTOML: external("lib.modules.importTOML"),
  };
  const { mkPackageOption = NULL, mkPackageOptionMD = NULL } = renamed;
  const options = { ...optionFunctions(machine), mkPackageOption, mkPackageOptionMD };
  return {
    parts: { modules: record(modules), options: record(options), types },
    top: {
      ...modules,
      ...options,
      types,
      mkOptionType: machine.lazy(() => machine.select(types, "mkOptionType")),
      evalModules: modules.evalModules ?? NULL,
    },
  };
}

const RENAMED_NAMES = [
  "mkPackageOption",
  "mkPackageOptionMD",
  "doRename",
  "mkAliasOptionModule",
  "mkAliasOptionModuleMD",
  "mkRenamedOptionModule",
  "mkRenamedOptionModuleWith",
  "mkRemovedOptionModule",
  "mkChangedOptionModule",
  "mkMergedOptionModule",
  "mkAliasDefinitions",
  "mkAliasAndWrapDefinitions",
  "mkAliasAndWrapDefsWithPriority",
  "mkDerivedConfig",
] as const;

function renamedOptions(machine: Machine, lib: Lazy): Record<string, Lazy> {
  const all = machine.lazy(() =>
    machine.apply(
      machine.lazy(() => machine.importFile(RENAMED_OPTIONS_FILE)),
      record({ lib }),
    ),
  );
  return Object.fromEntries(RENAMED_NAMES.map((name) => [name, machine.lazy(() => machine.select(all, name))]));
}

function importApply(machine: Machine, path: Lazy | undefined, args: Lazy | undefined, at: Attribute["at"]): Value {
  const file = machine.force(path ?? NULL);
  const name = file.type === "path" ? file.path : file.type === "string" ? file.text : undefined;
  if (name === undefined) return unfit(file, "a path", at);
  const module = machine.lazy(
    () =>
      machine.apply(
        machine.lazy(() => machine.importFile(name, at)),
        args ?? EMPTY_SET,
        at,
      ),
    at,
  );
  return record({ _file: string(name), imports: { type: "list", items: [module] } });
}

/** `lib.evalModules`. */
function callEvalModules(machine: Machine, lib: Lazy, request: Lazy, at: Attribute["at"], log: EvaluationLog): Value {
  const set = machine.force(request);
  if (set.type !== "set") return unfit(set, "a set", at);
  const field = (name: string) => set.entries.get(name)?.value;
  const text = machine.force(field("class") ?? NULL);
  const names = machine.force(field("prefix") ?? EMPTY_LIST);
  const specialArgs = machine.force(field("specialArgs") ?? EMPTY_SET);
  const modules = machine.force(field("modules") ?? EMPTY_LIST);
  if (modules.type !== "list") return unfit(modules, "a list", at);
  const special = new Map<string, Lazy>();
  if (specialArgs.type === "set")
    for (const [name, attribute] of specialArgs.entries) special.set(name, attribute.value);
  return evaluationValue(
    machine,
    {
      modules: [...modules.items, ...(modules.open ?? []), ...legacyArguments(field("args"))],
      specialArgs: special,
      class: text.type === "string" ? text.text : undefined,
      prefix: names.type === "list" ? names.items.map((name) => textOf(machine, name)) : [],
      lib,
    },
    log,
  );
}

function legacyArguments(args: Lazy | undefined): Lazy[] {
  return args === undefined ? [] : [record({ config: record({ _module: record({ args }) }) })];
}

function textOf(machine: Machine, value: Lazy): string {
  const forced = machine.force(value);
  return forced.type === "string" ? forced.text : isOpaque(forced) ? "<unknown>" : "?";
}

/** What `lib.evalModules` returns: configuration, options, and ways to extend the evaluation. */
function evaluationValue(machine: Machine, request: EvaluationRequest, log: EvaluationLog): SetValue {
  const extend = (extended: EvaluationRequest) => evaluationValue(machine, extended, log);
  const evaluation = evaluateModules(machine, { ...request, extend });
  // An extended submodule belongs to the evaluation that it is part of.
  if (!request.identity) log(evaluation);
  const native: EvaluationFact = { fact: "evaluation", evaluation, survivesUpdate: true };
  const fields = record({
    _type: string("configuration"),
    config: evaluation.result,
    options: evaluation.options,
    class: request.class === undefined ? NULL : string(request.class),
    _module: machine.lazy(() => machine.select(evaluation.config, "_module")),
    extendModules: extendModules(machine, request, extend),
    type: machine.lazy(() => submoduleOf(machine, request)),
  });
  return { ...fields, native };
}

function submoduleOf(machine: Machine, request: EvaluationRequest): Value {
  const types = typeFunctions(machine, request.lib);
  const make = machine.select(types, "submoduleWith");
  const modules: Value = { type: "list", items: request.modules };
  return machine.apply(make, record({ modules, specialArgs: record(Object.fromEntries(request.specialArgs)) }));
}
