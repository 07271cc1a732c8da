import { EMPTY_LIST, EMPTY_SET, isOpaque, isOpen, NULL, primop, record, set, string, unfit } from "../nix/make.ts";
import { NATIVE_ROOT } from "../nix/paths.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { aliasFunction } from "./alias.ts";
import { evaluateModules, extendModules } from "./evaluate.ts";
import type { EvaluationFact, EvaluationRequest, ModuleEvaluation } from "./evaluation.ts";
import { optionFunctions } from "./option-functions.ts";
import { propertyFunctions } from "./properties.ts";
import { typeFunctions } from "./type-functions.ts";

/** Where native/renamed-options.nix is to be found. */
export const RENAMED_OPTIONS_FILE = `${NATIVE_ROOT}/renamed-options.nix`;

/** Where native/definition-functions.nix is to be found. */
export const DEFINITION_FUNCTIONS_FILE = `${NATIVE_ROOT}/definition-functions.nix`;

/** Told of every evaluation that the flake asks for, and of those of submodules with a listener of its own. */
export interface EvaluationLog {
  (evaluation: ModuleEvaluation): void;
  readonly onSubmodule?: EvaluationRequest["onSubmodule"];
}

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
  const native = definitionFunctions(machine, lib);
  const modules: Record<string, Lazy> = {
    ...propertyFunctions,
    ...renamed,
    ...native.modules,
    evalModules: primop("evalModules", 1, (_machine, [request], at) =>
      callEvalModules(machine, lib, request ?? EMPTY_SET, at, log),
    ),
    setDefaultModuleLocation: primop("setDefaultModuleLocation", 2, (_machine, [file, module]) =>
      record({ _file: file ?? NULL, imports: { type: "list", items: [module ?? NULL] } }),
    ),
    importApply: primop("importApply", 2, (_machine, [path, args], at) => importApply(machine, path, args, at)),
  };
  const { mkPackageOption = NULL, mkPackageOptionMD = NULL } = renamed;
  const options = { ...optionFunctions(machine), ...native.options, mkPackageOption, mkPackageOptionMD };
  const allTypes = set(new Map([...types.entries, ...record(native.types).entries]));
  return {
    parts: { modules: record(modules), options: record(options), types: allTypes },
    top: {
      ...Object.fromEntries(Object.entries(modules).filter(([name]) => !KEPT_IN_MODULES.has(name))),
      ...options,
      types: allTypes,
      ...Object.fromEntries(TYPES_AT_THE_TOP.map((name) => [name, machine.lazy(() => machine.select(allTypes, name))])),
    },
  };
}

/** `lib.importJSON` is that of `trivial`; the others stand in `lib.modules` alone. */
const KEPT_IN_MODULES: ReadonlySet<string> = new Set([
  ...["importJSON", "importTOML", "importApply", "mapDefinitionValue", "filterOverrides'", "mkAliasIfDef"],
  ...["defaultOverridePriority", "defaultOrderPriority"],
]);

const TYPES_AT_THE_TOP = ["mkOptionType", "isType", "setType", "isOptionType", "defaultFunctor"] as const;

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
  return members(machine, nativeText(machine, RENAMED_OPTIONS_FILE, { lib, alias: aliasFunction }), RENAMED_NAMES);
}

const DEFINITION_FUNCTIONS = {
  modules: [
    ...["mapDefinitionValue", "dischargeProperties", "pushDownProperties", "filterOverrides", "filterOverrides'"],
    ...[
      "mergeDefinitions",
      "sortProperties",
      "mkFixStrictness",
      "fixMergeModules",
      "mkAliasIfDef",
      "importJSON",
      "importTOML",
    ],
    ...["defaultOverridePriority", "defaultOrderPriority"],
  ],
  options: ["mergeUniqueOption", "scrubOptionValue", "literalCode"],
  types: [
    ...["isType", "setType", "serializableValueWith", "json", "toml", "luaInline", "fileset", "optionDeclaration"],
  ],
} as const;

function definitionFunctions(
  machine: Machine,
  lib: Lazy,
): Readonly<Record<keyof typeof DEFINITION_FUNCTIONS, Record<string, Lazy>>> {
  const all = nativeText(machine, DEFINITION_FUNCTIONS_FILE, { lib });
  const part = (name: keyof typeof DEFINITION_FUNCTIONS) =>
    members(
      machine,
      machine.lazy(() => machine.select(all, name)),
      DEFINITION_FUNCTIONS[name],
    );
  return { modules: part("modules"), options: part("options"), types: part("types") };
}

/** What a Nix text of ours makes of its arguments. */
function nativeText(machine: Machine, file: string, args: Readonly<Record<string, Lazy>>): Lazy {
  return machine.lazy(() =>
    machine.apply(
      machine.lazy(() => machine.importFile(file)),
      record(args),
    ),
  );
}

function members(machine: Machine, from: Lazy, names: readonly string[]): Record<string, Lazy> {
  return Object.fromEntries(names.map((name) => [name, machine.lazy(() => machine.select(from, name))]));
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
      moreArguments: isOpen(specialArgs),
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
  const evaluation = evaluateModules(machine, { ...request, extend, onSubmodule: log.onSubmodule });
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
