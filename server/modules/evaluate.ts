import { EMPTY_LIST, EMPTY_SET, external, isOpen, primop, record, string, unfit, unknown } from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Attribute, External, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { type CollectedModules, collectModules } from "./collect.ts";
import { configValue, withoutInternals } from "./config-value.ts";
import type { EvaluationRequest, ModuleEvaluation, Reports } from "./evaluation.ts";
import type { ModuleInstance, RootOrigin } from "./module.ts";
import type { ModuleArguments } from "./module-walk.ts";
import { namedArgument } from "./named-argument.ts";
import { isNixosModule, MODULES_PATH } from "./nixos-modules.ts";
import { once } from "./once.ts";
import type { OpenPart } from "./open-parts.ts";
import { buildLevel, type DefinitionSet, type TreeContext, wholeTree } from "./option-levels.ts";
import { optionTreeValue } from "./option-value.ts";
/*
 * One call of `evalModules`. Everything here refers to everything else, and nothing is computed before somebody asks for it: collecting the
 * modules needs `config` (a module takes it as an argument), `config` needs the option levels, these need the collected modules. What would
 * make this run in circles in nixpkgs does so here, and ends as a failure, because each part is a thunk or a `once` with an answer for the time
 * while it is being computed.
 * An evaluation knows more than its result: which modules there are, which options, what Nix would refuse (`reports`), and what from outside may
 * take part. The graph, rules and hovers read these; only Nix code reads `result`.
 * Two evaluations are the same to the graph if they have one `identity`: a submodule has that of the evaluation it is in.
 */
import {
  asWrapper,
  checksNames,
  freeformType,
  hiddenIn,
  internalValue,
  optionDefault,
  rootDefinitions,
  rootLevel,
} from "./root-level.ts";
import type { SubmoduleRequest } from "./types/type.ts";
import { typeValue } from "./types/type-value.ts";

export function evaluateModules(machine: Machine, request: EvaluationRequest): ModuleEvaluation {
  const identity = request.identity ?? {};
  const reports: Reports = { own: [], inside: [] };
  const config: Lazy = machine.lazy(() => configValue(machine, request, evaluation, submodules));
  const result: Lazy = machine.lazy(() => withoutInternals(machine.force(config)));
  const openOptions = request.open === undefined ? [] : [external("options")];
  const options: Lazy = machine.lazy(() =>
    optionTreeValue(machine, evaluation.level(), (type) => typeValue(type, submodules), context.merge, openOptions),
  );
  const outside = () => [...externals(), ...(request.outside?.() ?? [])];
  const submodules = (wanted: SubmoduleRequest): Value => {
    const found = evaluateSubmodule(machine, { ...request, outside }, identity, wanted);
    reports.inside.push(found.reports);
    request.onSubmodule?.(found);
    return machine.force(found.result);
  };
  const collected = once(
    () => collectModules(machine, request.modules, moduleArguments(machine, request, evaluation), request.origins),
    () => RECURSIVE,
  );
  const externals = () => externalModules(collected());
  const context: TreeContext = {
    machine,
    merge: { evaluation: identity, evaluateSubmodule: submodules },
    undefinedValue: (path) => undefinedValue(request, externals(), collected(), path),
    report: (problem) => reports.own.push(problem),
    bearsFailure: ({ length }) =>
      length === request.prefix.length && (request.open !== undefined || request.identity !== undefined),
  };
  const unnamed: readonly DefinitionSet[] = [];
  const definitions = once(
    () => rootDefinitions(context, request, collected()),
    () => unnamed,
  );
  const level = once(
    () => {
      const { modules } = collected();
      for (const module of modules) reportClass(context, request, module);
      return rootLevel(context, request, modules, definitions);
    },
    () => buildLevel(context, request.prefix, [], () => []),
  );
  const evaluation: ModuleEvaluation = {
    identity,
    ...askedFor(request),
    collected,
    config,
    result,
    options,
    level,
    isCollecting: () => collected() === RECURSIVE,
    isDefining: () => definitions() === unnamed,
    tree: () => wholeTree(level()),
    externals,
    argument: (argument) => namedArgument(machine, request, evaluation, argument, argument.at),
    hidden: () => hiddenIn(machine, definitions()),
    freeform: () => freeformType(machine, level()),
    isFreeform: () => internalValue(machine, level(), "freeformType").type !== "null",
    checksNames: () => checksNames(machine, level()),
    problems: reports.own,
    reports,
    extendedBy: (origins) => extendedEvaluation(machine, request, origins),
  };
  return evaluation;
}

function askedFor(request: EvaluationRequest): Pick<ModuleEvaluation, "class" | "prefix" | "supply" | "modules"> {
  return { class: request.class, prefix: request.prefix, supply: request.supply, modules: request.modules };
}

/** What is added goes first, so that a file which both bring counts as added. */
function extendedEvaluation(
  machine: Machine,
  request: EvaluationRequest,
  added: ReadonlyMap<Lazy, RootOrigin>,
): ModuleEvaluation {
  const origins = new Map(added);
  for (const module of request.modules) {
    const known = request.origins?.get(module) ?? { steps: [], file: undefined, condition: undefined };
    origins.set(module, { ...known, inherited: true });
  }
  return evaluateModules(machine, { ...request, modules: [...added.keys(), ...request.modules], origins });
}

/** What an evaluation has collected that is asked for while it collects. */
const RECURSIVE: CollectedModules = { modules: [], collectors: [], unknowns: [], cycles: [], asked: [] };

/** Without NixOS's own, which declare nothing that a flake would have for its own. */
function externalModules(collected: CollectedModules): readonly External[] {
  return collected.modules.flatMap(({ content }) =>
    content.kind === "external" && !isNixosModule(content.value.path) ? [content.value] : [],
  );
}

function moduleArguments(machine: Machine, request: EvaluationRequest, evaluation: ModuleEvaluation): ModuleArguments {
  const base = new Map<string, Attribute>();
  base.set("lib", { value: request.lib });
  base.set("config", { value: evaluation.config });
  base.set("options", { value: evaluation.options });
  base.set("_class", { value: request.class ? string(request.class) : { type: "null" } });
  base.set("_prefix", { value: { type: "list", items: request.prefix.map((name) => string(name)) } });
  const { extend } = request;
  if (extend) {
    base.set("extendModules", { value: extendModules(machine, request, extend) });
    base.set("moduleType", { value: machine.lazy(() => machine.select(extend(request), "type")) });
  }
  // NixOS, nix-darwin and Home Manager give it as a special argument, so that `imports` and contents may depend on it.
  if (request.open !== undefined) base.set(MODULES_PATH, { value: external(MODULES_PATH) });
  for (const [name, value] of request.specialArgs) base.set(name, { value });
  base.set("specialArgs", { value: record(Object.fromEntries(request.specialArgs)) });
  const named: ModuleArguments["named"] = (argument, at) =>
    machine.lazy(() => namedArgument(machine, request, evaluation, argument, at), at);
  return { base, named };
}

/** `extendModules { modules; specialArgs; }`: the evaluation again, with more modules. */
export function extendModules(
  machine: Machine,
  request: EvaluationRequest,
  extend: (request: EvaluationRequest) => Value,
): Value {
  return primop("extendModules", 1, (_machine, [given], at) => {
    const added = machine.force(given ?? EMPTY_SET);
    return added.type === "set" ? extend(extendedRequest(machine, request, added)) : unfit(added, "a set", at);
  });
}

function extendedRequest(machine: Machine, request: EvaluationRequest, added: SetValue): EvaluationRequest {
  const modules = machine.force(added.entries.get("modules")?.value ?? EMPTY_LIST);
  const specialArgs = machine.force(added.entries.get("specialArgs")?.value ?? EMPTY_SET);
  const special = new Map(request.specialArgs);
  if (specialArgs.type === "set")
    for (const [name, attribute] of specialArgs.entries) special.set(name, attribute.value);
  const moreArguments = request.moreArguments || isOpen(specialArgs);
  const items = modules.type === "list" ? [...modules.items, ...(modules.open ?? [])] : [modules];
  return { ...request, modules: [...request.modules, ...items], specialArgs: special, moreArguments };
}

/** A module says that it is for another class than this one. */
function reportClass({ report }: TreeContext, request: EvaluationRequest, module: ModuleInstance): void {
  const { content, file, key, at, condition, place } = module;
  if (content.kind !== "module" || content.class === undefined || request.class === undefined) return;
  if (content.class === request.class || condition?.value === "unknown") return;
  const what = `The module \`${file ?? key}\` (class: "${content.class}")`;
  const message = `${what} cannot be imported into a module evaluation that expects class "${request.class}".`;
  report({ message, path: request.prefix, at: place ?? at });
}

function undefinedValue(
  request: EvaluationRequest,
  externals: readonly External[],
  { unknowns }: CollectedModules,
  path: readonly string[],
): Value | undefined {
  if (request.open !== undefined) return external(`${request.open}.${showOption(path.slice(request.prefix.length))}`);
  if (externals.length > 0) return external(`config.${showOption(path)}`);
  const doubt = unknowns.find(({ failure }) => !failure);
  return doubt && unknown(`a module that is not known may define \`${showOption(path)}'`, doubt.at);
}

function evaluateSubmodule(
  machine: Machine,
  parent: EvaluationRequest,
  identity: object,
  request: SubmoduleRequest,
): ModuleEvaluation {
  const origins = new Map<Lazy, RootOrigin>();
  const given = request.definitions.map(({ file, value, conditions, at }): Lazy => {
    const forced = machine.force(value);
    const content: Readonly<Record<string, Lazy>> =
      request.shorthandOnlyDefinesConfig && forced.type === "set"
        ? { config: value }
        : { imports: { type: "list", items: [value] } };
    const module: Lazy = { ...record(file ? { ...content, _file: string(file) } : content), at };
    origins.set(module, { steps: [], file, condition: conditions.find((condition) => condition.value === "unknown") });
    return module;
  });
  const hidden = request.definitions.flatMap(({ value, conditions, at }): OpenPart[] => {
    const part = machine.force(value);
    return part.type === "external" ? [{ part, wrappers: conditions.map(asWrapper), at }] : [];
  });
  const instance = request.definitions.find(({ at }) => at && !isNativePath(at.file))?.at;
  const name = optionDefault({ ...string(request.path.at(-1) ?? "‹name›"), instance });
  const named = record({ config: record({ _module: record({ args: record({ name }) }) }) });
  const special = request.specialArgs ? machine.force(request.specialArgs) : undefined;
  const specialArgs = new Map<string, Lazy>();
  if (special?.type === "set") for (const [key, attribute] of special.entries) specialArgs.set(key, attribute.value);
  return evaluateModules(machine, {
    modules: [named, ...request.modules, ...given],
    origins,
    specialArgs,
    class: request.class,
    prefix: request.path,
    lib: parent.lib,
    identity,
    onSubmodule: parent.onSubmodule,
    extend: parent.extend,
    outside: parent.outside,
    hidden,
    open: parent.open === undefined ? undefined : `${parent.open}.${showOption(request.path)}`,
  });
}
