import type { LoadedFlake } from "../../flake/load.ts";
import { pushDown } from "../../modules/definitions.ts";
import { type ModuleEvaluation, problemsOf } from "../../modules/evaluation.ts";
import type { ImportCycle } from "../../modules/import-cycles.ts";
import type { ModuleInstance, UnknownModules } from "../../modules/module.ts";
import { asFailure } from "../../modules/module-instance.ts";
import { isNixosModule, MODULES_PATH } from "../../modules/nixos-modules.ts";
import { EMPTY_SET, failure } from "../../nix/make.ts";
import { directoryOf, NATIVE_ROOT } from "../../nix/paths.ts";
import type { Condition, ModuleArgument } from "../../nix/provenance.ts";
import { textAt } from "../../nix/source-text.ts";
import type { Failure, FailureCause, Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { Span } from "../../text.ts";
import type { FoundUndeclared } from "../found-collectors.ts";
import type { GraphProblem, ProblemKind } from "../graph.ts";
import type { HostDraft } from "../host-draft.ts";
import type { FoundSystems } from "../outputs.ts";
import { perSystemEvaluations } from "../per-system.ts";
import { isOneTypo } from "../typos.ts";
import { importsByArgument, unsuppliedArguments } from "./arguments.ts";
import { builderArguments } from "./builder-arguments.ts";
import { hostFailures } from "./failures-of-hosts.ts";
import { Problems, problem } from "./found.ts";
import { absentDeclarations } from "./host-options.ts";
import { ignoredSettings } from "./ignored-settings.ts";
import { collectedIn, moduleContribution, vainLookups } from "./lookups.ts";
import { leadsIntoModel, modelledDepth } from "./modelled.ts";
import { moduleProblems } from "./modules.ts";
import { namesOfPlatforms } from "./names-of-platforms.ts";
import { namesOfSystems } from "./names-of-systems.ts";
import { foreignOptions } from "./options-of-other-classes.ts";
import { partialPatterns } from "./patterns.ts";
import { takenTwice } from "./repeated-modules.ts";
import { declaredForSystems } from "./sure-systems.ts";
import { unknownSystemOptions } from "./system-options.ts";
import { valueProblem, valueProblems } from "./value-problems.ts";
import { valuesOfSystems } from "./values-of-systems.ts";

/** What problems are looked for in. */
export interface ProblemSource {
  readonly flake: LoadedFlake;
  readonly systems: FoundSystems;
  readonly hosts: readonly HostDraft[];
  readonly images: readonly HostDraft[];
  readonly undeclared: readonly FoundUndeclared[];
  /** Evaluations of the flake's own options. */
  readonly top: readonly ModuleEvaluation[];
  /** Evaluations of modules that no system takes. */
  readonly parked: readonly ModuleEvaluation[];
  readonly isOwn: (file: string) => boolean;
}

/** Errors that Nix would raise, or ought to, while it builds this graph, each once. Looks at more values than the graph needed. */
export function flakeProblems(source: ProblemSource): readonly GraphProblem[] {
  const { flake, systems, hosts, top, isOwn } = source;
  const { machine } = flake;
  const problems = new Problems();
  const addAll = (found: readonly GraphProblem[]) => {
    for (const each of found) problems.add(each);
  };
  addAll(valuesAndModules(source));
  addAll(unsuppliedArguments(source));
  for (const value of systems.problems) {
    const failed = asFailure(value);
    if (failed) problems.add(failureProblem(flake, failed, []));
  }
  for (const evaluation of top) {
    addAll(collectedFailures(flake, evaluation.collected().unknowns, [], [evaluation]));
    for (const cycle of evaluation.collected().cycles) problems.add(cycleProblem(cycle, []));
    for (const { condition } of evaluation.collected().modules)
      if (condition?.recursive) addAll(recursiveCondition(condition, [evaluation], []));
    addAll(recursiveBodies(machine, evaluation, []));
    for (const module of evaluation.collected().modules) addAll(systemsImport(module));
  }
  for (const host of hosts) {
    for (const failure of hostFailures(host))
      problems.add(
        importsByArgument(failure, host.evaluations, [host.id]) ?? failureProblem(flake, failure, [host.id]),
      );
    const { evaluations, recursions } = host;
    addAll(recursions.flatMap((condition) => recursiveCondition(condition, evaluations, [host.id])));
    for (const evaluation of host.evaluations) addAll(recursiveBodies(machine, evaluation, [host.id]));
    for (const evaluation of host.evaluations)
      for (const cycle of evaluation.collected().cycles) problems.add(cycleProblem(cycle, [host.id]));
  }
  addAll(source.parked.flatMap((evaluation) => parkedProblems(flake, evaluation)));
  addAll(source.undeclared.flatMap((found) => undeclaredProblem(found, isOwn)));
  addAll(vainLookups(flake, isOwn));
  addAll(partialPatterns(flake));
  addAll(absentDeclarations(machine, [...hosts, ...source.images], source.parked, isOwn));
  for (const evaluation of top)
    for (const { message, at, path } of problemsOf(evaluation)) problems.add(problem({ message, at, path }, FAILURE));
  // Modules from outside may contribute branches.
  const isOutside = top.some((evaluation) => evaluation.externals().length > 0);
  const isSupplied = (found: GraphProblem) =>
    (isOutside && found.kind === "vain-lookup") ||
    (found.kind === "missing-branch" &&
      (isOutside || (leadsIntoModel(top, found.path) && !isTypoOfBranch(found) && !isInBranch(top, found))));
  return problems
    .all()
    .filter(
      (found) =>
        !found.message.includes(`${NATIVE_ROOT}/`) &&
        (!leadsIntoModel(top, found.path) || isTypoOfBranch(found) || isInBranch(top, found)),
    )
    .map((found) => (isSupplied(found) ? { ...found, certain: false } : found));
}

/** What a branch has inside of it is written by the flake, also where a library declares the option that holds the branches. */
function isInBranch(top: readonly ModuleEvaluation[], { kind, path, alternatives }: GraphProblem): boolean {
  const depth = kind === "missing-branch" && alternatives.length > 0 ? modelledDepth(top, path) : undefined;
  return depth !== undefined && path.length > depth + 1;
}

/** A model of a library may lack what it has, but hardly under the name of one of the flake's branches with a typo. */
function isTypoOfBranch({ kind, path, alternatives }: GraphProblem): boolean {
  const name = path.at(-1) ?? "";
  return kind === "missing-branch" && alternatives.some((meant) => isOneTypo(name, meant));
}

function valuesAndModules({ flake, hosts, images, parked, top, isOwn }: ProblemSource): readonly GraphProblem[] {
  const { machine } = flake;
  const all = [...[...hosts, ...images].flatMap(({ evaluations }) => evaluations), ...parked];
  const own = { isOwn, isDeclared: declaredForSystems(all, isOwn) };
  const inputs = flake.inputs.map(({ name }) => name);
  const systems = [...hosts, ...images].flatMap((host) =>
    host.evaluations.map((evaluation) => ({ evaluation, ids: [host.id] })),
  );
  const context = { ...own, machine, inputs: flake.inputs };
  const names = [...hosts, ...images].flatMap((host) => [
    ...namesOfSystems(context, host),
    ...builderArguments(machine, host, flake.inputs, isOwn),
    ...ignoredSettings(machine, host, isOwn),
  ]);
  const found = [...top.map((evaluation) => ({ evaluation, ids: [] })), ...systems].flatMap(({ evaluation, ids }) => [
    ...moduleProblems(machine, evaluation, ids, flake.inputs),
    ...valueProblems(machine, evaluation, ids, isOwn),
    ...foreignOptions(machine, evaluation, ids, isOwn),
    ...(ids.length > 0 ? valuesOfSystems(machine, evaluation, ids, isOwn) : []),
    ...(ids.length > 0 ? takenTwice(machine, evaluation, ids, isOwn) : []),
    ...(ids.length > 0 ? unknownSystemOptions(machine, evaluation, inputs, ids, own) : []),
  ]);
  const platforms = perSystemEvaluations(flake.log.evaluations);
  return [...found, ...names, ...namesOfPlatforms(platforms, top, flake.inputs, isOwn)];
}

/** What a module needs that does not exist is reported, though nobody takes the module; other errors may come of what it lacks here. */
function parkedProblems(flake: LoadedFlake, evaluation: ModuleEvaluation): readonly GraphProblem[] {
  const failures = collectedFailures(flake, evaluation.collected().unknowns, []);
  const needed = failures.filter(({ kind }) => kind === "missing-branch" || kind === "absent-file");
  return [...needed, ...moduleProblems(flake.machine, evaluation, [], flake.inputs)].map((found) => ({
    ...found,
    parked: true,
  }));
}

const FAILURE: ProblemKind = { kind: "failure" };

function collectedFailures(
  flake: LoadedFlake,
  unknowns: readonly UnknownModules[],
  hosts: readonly string[],
  evaluations: readonly ModuleEvaluation[] = [],
): readonly GraphProblem[] {
  return unknowns.flatMap(({ failure, at }) => {
    const placed = failure && !failure.at ? { ...failure, at } : failure;
    return placed ? [importsByArgument(placed, evaluations, hosts) ?? failureProblem(flake, placed, hosts)] : [];
  });
}

function cycleProblem({ file, at }: ImportCycle, hosts: readonly string[]): GraphProblem {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const message = `infinite recursion encountered: these files import each other (\`${name}\` leads here again)`;
  return problem({ message, at, hosts }, { kind: "recursive-imports" });
}

/** A condition around a module in a list of imports, or around all that a module holds (`isBody`). */
function recursiveCondition(
  { at, argument }: Condition,
  evaluations: readonly ModuleEvaluation[],
  hosts: readonly string[],
  isBody = false,
): readonly GraphProblem[] {
  const message = "infinite recursion encountered: this condition depends on itself";
  const missing = argument && importsByArgument(failureOfImports(message, at, argument), evaluations, hosts);
  if (missing && (!isBody || missing.kind === "unsupplied-argument")) return [missing];
  return at ? [problem({ message, at, hosts }, { kind: "recursive-imports", isBody })] : [];
}

/** Modules whose condition around all that they hold depends on the configuration that they become part of. */
function recursiveBodies(
  machine: Machine,
  evaluation: ModuleEvaluation,
  hosts: readonly string[],
): readonly GraphProblem[] {
  return evaluation.collected().modules.flatMap(({ content }) => {
    if (content.kind !== "module") return [];
    const inside = pushDown(machine, content.config).sets.flatMap(({ set, wrappers }) => [
      ...wrappers.flatMap((wrapper) => (wrapper.kind === "decided" ? [wrapper.condition] : [])),
      ...[...set.entries.values()].flatMap(({ maybe }) => maybe ?? []),
    ]);
    const condition = content.dependsOn ?? inside.find(({ recursive }) => recursive);
    return condition ? recursiveCondition(condition, [evaluation], hosts, true) : [];
  });
}

function failureOfImports(message: string, at: Span | undefined, argument: ModuleArgument): Failure {
  return { ...failure(message, at), cause: { kind: "imports", argument } };
}

/** A module of the flake imports one of NixOS's own by an argument that it does not get. */
function systemsImport({ content, place }: ModuleInstance): readonly GraphProblem[] {
  if (content.kind !== "external" || !isNixosModule(content.value.path)) return [];
  const message = `infinite recursion encountered: 'imports' depend on the module argument '${MODULES_PATH}', which modules define`;
  return [problem({ message, at: place }, { kind: "recursive-imports" })];
}

function undeclaredProblem(
  { path, at, alternatives, certain }: FoundUndeclared,
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (!at || !isOwn(at.file)) return [];
  const message = `The option \`${showOption(path)}' does not exist.`;
  return [problem({ message, at, path, alternatives, certain }, { kind: "undeclared" })];
}

function failureProblem({ machine, inputSet }: LoadedFlake, failure: Failure, hosts: readonly string[]): GraphProblem {
  const { message, missing, within, cause } = failure;
  const at = failure.at ?? (cause?.kind === "arguments" ? cause.formals : undefined);
  const module = within && machine.apply(within.from, EMPTY_SET);
  const published = module?.type === "set" && moduleContribution(machine, module, within?.name ?? "");
  if (published) return problem({ message, at, path: published.path, hosts }, { kind: "inside-module", ...published });
  if (missing) {
    const { name, from, writtenAt } = missing;
    const inside = moduleContribution(machine, from, name);
    if (inside) return problem({ message, at, path: inside.path, hosts }, { kind: "inside-module", ...inside });
    const alternatives = [...from.entries.keys()];
    const option = collectedIn(machine, from);
    const written = writtenAt && textAt(machine, writtenAt);
    const named = written === JSON.stringify(name) ? writtenAt : at;
    if (option)
      return problem({ message, at: named, path: [...option, name], alternatives, hosts }, { kind: "missing-branch" });
    const lookup = { kind: from.entries === inputSet.entries ? "no-input" : "no-attribute", name } as const;
    return problem({ message, at: named, alternatives, hosts }, { kind: "failure", cause: lookup });
  }
  const value = cause && valueProblem(failure, cause, true, hosts);
  const alternatives = cause?.kind === "absent" ? namesBeside(machine, cause.file) : [];
  return value ?? problem({ message, at, alternatives, hosts }, kindOf(cause));
}

/** What is in the directory in which a file is looked for. */
function namesBeside({ files }: Machine, file: string): readonly string[] {
  return (files.list(directoryOf(file)) ?? []).map(({ name }) => name);
}

function kindOf(cause: FailureCause | undefined): ProblemKind {
  switch (cause?.kind) {
    case "absent":
      return { kind: "absent-file", file: cause.file };
    case "imports":
      return { kind: "recursive-imports" };
    case "arguments":
    case "call":
    case "import-list":
    case "no-module":
      return { kind: "failure", cause };
    case "argument":
    case "conflict":
    case "mismatch":
    case undefined:
      return FAILURE;
    default:
      return cause satisfies never;
  }
}
