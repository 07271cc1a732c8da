import { type Definition, pushDown } from "../../modules/definition.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { LazyLevel } from "../../modules/tree.ts";
import { showOption } from "../../modules/types/merge.ts";
import type { Machine } from "../../nix/value.ts";
import type { Span } from "../../text.ts";
import type { GraphProblem } from "../graph.ts";
import type { HostDraft } from "../host.ts";
import { SYSTEM_CLASSES, SYSTEM_NAMESPACES } from "../namespaces.ts";
import { problem } from "./found.ts";

/** Whether all modules are known, and a name that none declares is an error. */
export function isSure(evaluation: ModuleEvaluation): boolean {
  return evaluation.collected().unknowns.length === 0 && evaluation.checksNames() && !evaluation.isFreeform();
}

interface System {
  /** Undefined: modules that no system takes. */
  readonly host: string | undefined;
  readonly evaluation: ModuleEvaluation;
  /** Paths of options that the flake's own modules declare in it. */
  readonly declared: ReadonlyMap<string, Declared>;
  readonly externals: ReadonlySet<string>;
}

interface Declared {
  readonly path: readonly string[];
  readonly at: readonly Span[];
}

/** An option of the flake's own that another system declares. */
interface Candidate extends Declared {
  /** Modules from outside beside which it is declared somewhere: none of them declares it, then. */
  readonly compatible: ReadonlySet<string>;
}

/**
 * Own options that modules of a system set while no module of it declares them, though a module of another system of its class does, or
 * one that no system takes. Nothing is said where a module from outside could declare the option instead.
 */
export function absentDeclarations(
  machine: Machine,
  hosts: readonly HostDraft[],
  parked: readonly ModuleEvaluation[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const systems = systemsByClass([
    ...hosts.flatMap(({ id, evaluations }) => evaluations.map((evaluation) => systemOf(id, evaluation, isOwn))),
    ...parked.map((evaluation) => systemOf(undefined, evaluation, isOwn)),
  ]);
  return [...systems].flatMap(([systemClass, found]) => {
    const candidates = candidatesOf(found);
    return found.flatMap((system) => absentIn(machine, system, systemClass, candidates, isOwn));
  });
}

/** Paths of options, and of what they lie in, that some module of the flake's own declares for systems of a class. */
export function declaredForSystems(
  evaluations: readonly ModuleEvaluation[],
  isOwn: (file: string) => boolean,
): (systemClass: string | undefined, path: readonly string[]) => boolean {
  const declared = new Map<string, Set<string>>();
  for (const evaluation of evaluations) {
    const known = declared.get(evaluation.class ?? "") ?? new Set();
    declared.set(evaluation.class ?? "", known);
    for (const { path } of systemOf(undefined, evaluation, isOwn).declared.values())
      for (const length of path.keys()) known.add(showOption(path.slice(0, length + 1)));
  }
  return (systemClass, path) => declared.get(systemClass ?? "")?.has(showOption(path)) ?? false;
}

function systemsByClass(systems: readonly System[]): ReadonlyMap<string, readonly System[]> {
  const byClass = new Map<string, System[]>();
  for (const system of systems) {
    const name = system.evaluation.class;
    if (name !== undefined && SYSTEM_CLASSES.has(name)) byClass.set(name, [...(byClass.get(name) ?? []), system]);
  }
  return byClass;
}

function systemOf(host: string | undefined, evaluation: ModuleEvaluation, isOwn: (file: string) => boolean): System {
  const declared = new Map<string, Declared>();
  // What disables modules may declare in their stead what other systems have from outside.
  const isPlain = evaluation
    .collected()
    .modules.every(({ content }) => content.kind !== "module" || content.disabled === undefined);
  if (isPlain) addDeclared(declared, evaluation.level(), isOwn);
  const externals = new Set(evaluation.externals().map(({ path }) => path));
  return { host, evaluation, declared, externals };
}

function addDeclared(declared: Map<string, Declared>, level: LazyLevel, isOwn: (file: string) => boolean): void {
  for (const name of level.names().keys()) {
    const node = level.path.length === 0 && SYSTEM_NAMESPACES.has(name) ? undefined : level.child(name);
    if (node?.kind === "level") addDeclared(declared, node.level, isOwn);
    if (node?.kind !== "option") continue;
    const at = node.option.declarations.flatMap((declaration) =>
      declaration.at && isOwn(declaration.at.file) ? [declaration.at] : [],
    );
    const { path } = node.option;
    if (at.length > 0) declared.set(showOption(path), { path, at });
  }
}

function candidatesOf(systems: readonly System[]): readonly Candidate[] {
  const candidates = new Map<string, { path: readonly string[]; at: readonly Span[]; compatible: Set<string> }>();
  for (const { declared, externals } of systems) {
    for (const [key, { path, at }] of declared) {
      const known = candidates.get(key) ?? { path, at, compatible: new Set<string>() };
      for (const external of externals) known.compatible.add(external);
      candidates.set(key, known);
    }
  }
  return [...candidates.values()];
}

function absentIn(
  machine: Machine,
  { host, evaluation, externals }: System,
  systemClass: string,
  candidates: readonly Candidate[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (host === undefined || !isSure(evaluation)) return [];
  const strange = ({ compatible }: Candidate) => [...externals].filter((external) => !compatible.has(external));
  const possible = candidates.filter((candidate) => !strange(candidate).some((path) => isRelated(candidate, path)));
  if (possible.length === 0) return [];
  return evaluation
    .level()
    .undeclared()
    .flatMap(({ path, definition }) => {
      const found = definedBelow(machine, path, definition, possible);
      const [first] = found;
      if (!first) return [];
      const { candidate } = first;
      // Several options that are all missing are told once, where they are set together.
      const together = candidate.path.slice(0, sharedLength(found.map((each) => each.candidate.path)));
      const at = first.places[together.length - path.length];
      if (!at || !isOwn(at.file)) return [];
      const message = `The option \`${showOption(together)}' does not exist.`;
      const certain = strange(candidate).length === 0;
      const told = { message, at, path: together, hosts: [host], certain };
      return [problem(told, { kind: "absent-declaration", declaredAt: candidate.at, systemClass })];
    });
}

function sharedLength([first = [], ...others]: readonly (readonly string[])[]): number {
  const different = first.findIndex((name, index) => others.some((path) => path[index] !== name));
  return different < 0 ? first.length : different;
}

interface SetOption {
  readonly candidate: Candidate;
  /** Where the names of its path stand, from the one that nothing declares on. */
  readonly places: readonly (Span | undefined)[];
}

/** Whether a module from outside looks as if it could declare the option: they have a name in common. */
function isRelated({ path }: Candidate, external: string): boolean {
  const words = new Set(external.toLowerCase().split(/[^a-z0-9]+/));
  return path.some((name) => words.has(name.toLowerCase()));
}

/** Which of the candidates a definition at the path, or somewhere below it, defines for sure. */
function definedBelow(
  machine: Machine,
  path: readonly string[],
  { value, wrappers, at, file }: Definition,
  candidates: readonly Candidate[],
  above: readonly (Span | undefined)[] = [],
): readonly SetOption[] {
  const near = candidates.filter((candidate) => path.every((name, index) => candidate.path[index] === name));
  // A set that may not be there at all defines nothing for sure; `mkIf` would still be checked.
  if (near.length === 0 || wrappers.some((wrapper) => wrapper.kind === "decided")) return [];
  const exact = near.find((candidate) => candidate.path.length === path.length);
  const places = [...above, at];
  if (exact) return [{ candidate: exact, places }];
  return pushDown(machine, value).sets.flatMap((pushed) =>
    [...pushed.set.entries].flatMap(([name, attribute]) =>
      attribute.maybe
        ? []
        : definedBelow(
            machine,
            [...path, name],
            { value: attribute.value, wrappers: pushed.wrappers, at: attribute.at ?? at, file },
            near,
            places,
          ),
    ),
  );
}
