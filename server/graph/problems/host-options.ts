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
  readonly host: string;
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
 * Own options that modules of a system set while no module of it declares them, though a module of another system of its class does.
 * Nothing is said where a module from outside could declare the option instead.
 */
export function absentDeclarations(
  machine: Machine,
  hosts: readonly HostDraft[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const byClass = new Map<string, System[]>();
  for (const host of hosts) {
    for (const evaluation of host.evaluations) {
      if (evaluation.class === undefined || !SYSTEM_CLASSES.has(evaluation.class)) continue;
      const system = systemOf(host.id, evaluation, isOwn);
      byClass.set(evaluation.class, [...(byClass.get(evaluation.class) ?? []), system]);
    }
  }
  return [...byClass].flatMap(([systemClass, systems]) => {
    const candidates = candidatesOf(systems);
    return systems.flatMap((system) => absentIn(machine, system, systemClass, candidates, isOwn));
  });
}

function systemOf(host: string, evaluation: ModuleEvaluation, isOwn: (file: string) => boolean): System {
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
  if (!isSure(evaluation)) return [];
  const possible = candidates.filter(({ compatible }) => [...externals].every((external) => compatible.has(external)));
  if (possible.length === 0) return [];
  return evaluation
    .level()
    .undeclared()
    .flatMap(({ path, definition }) => definedBelow(machine, path, definition, possible))
    .flatMap(({ candidate, at }) => {
      if (!isOwn(at.file)) return [];
      const message = `The option \`${showOption(candidate.path)}' does not exist.`;
      const told = { message, at, path: candidate.path, hosts: [host] };
      return [problem(told, { kind: "absent-declaration", declaredAt: candidate.at, systemClass })];
    });
}

/** Which of the candidates a definition at the path, or somewhere below it, defines for sure. */
function definedBelow(
  machine: Machine,
  path: readonly string[],
  { value, wrappers, at, file }: Definition,
  candidates: readonly Candidate[],
): readonly { readonly candidate: Candidate; readonly at: Span }[] {
  const near = candidates.filter((candidate) => path.every((name, index) => candidate.path[index] === name));
  // A set that may not be there at all defines nothing for sure; `mkIf` would still be checked.
  if (near.length === 0 || wrappers.some((wrapper) => wrapper.kind === "decided")) return [];
  const exact = near.find((candidate) => candidate.path.length === path.length);
  if (exact) return at ? [{ candidate: exact, at }] : [];
  return pushDown(machine, value).sets.flatMap((pushed) =>
    [...pushed.set.entries].flatMap(([name, attribute]) =>
      attribute.maybe
        ? []
        : definedBelow(
            machine,
            [...path, name],
            { value: attribute.value, wrappers: pushed.wrappers, at: attribute.at ?? at, file },
            near,
          ),
    ),
  );
}
