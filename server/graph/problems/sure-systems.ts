import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { LazyLevel } from "../../modules/option-levels.ts";
import { showOption } from "../../option-path.ts";
import type { Span } from "../../text.ts";
import type { HostDraft } from "../host-draft.ts";
import { SYSTEM_CLASSES, SYSTEM_NAMESPACES } from "../namespaces.ts";

/** Whether all modules are known, and a name that none declares is an error. */
export function isSure(evaluation: ModuleEvaluation): boolean {
  return evaluation.collected().unknowns.length === 0 && evaluation.checksNames() && !evaluation.isFreeform();
}

/** One evaluation of a host, or of modules that no system takes. */
export interface System {
  /** Undefined: modules that no system takes. */
  readonly host: string | undefined;
  readonly evaluation: ModuleEvaluation;
  /** Paths of options that the flake's own modules declare in it. */
  readonly declared: ReadonlyMap<string, Declared>;
  readonly externals: ReadonlySet<string>;
}

export interface Declared {
  readonly path: readonly string[];
  readonly at: readonly Span[];
}

/** An option of the flake's own that another system declares. */
export interface Candidate extends Declared {
  /** Modules from outside beside which it is declared somewhere: none of them declares it, then. */
  readonly compatible: ReadonlySet<string>;
}

/** The systems of hosts, and of modules that no system takes, by their class. */
export function systemsByClass(
  hosts: readonly HostDraft[],
  parked: readonly ModuleEvaluation[],
  isOwn: (file: string) => boolean,
): ReadonlyMap<string, readonly System[]> {
  const systems = [
    ...hosts.flatMap(({ id, evaluations }) => evaluations.map((evaluation) => systemOf(id, evaluation, isOwn))),
    ...parked.map((evaluation) => systemOf(undefined, evaluation, isOwn)),
  ];
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

/** Every option that one of the systems declares. */
export function candidatesOf(systems: readonly System[]): readonly Candidate[] {
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

/** Modules from outside beside which the option is not seen to be declared. */
export function strangersTo(externals: ReadonlySet<string>, { compatible }: Candidate): readonly string[] {
  return [...externals].filter((external) => !compatible.has(external));
}

/** Whether a module from outside looks as if it could declare the option: they have a name in common. */
export function isRelated(path: readonly string[], external: string): boolean {
  const words = new Set(external.toLowerCase().split(/[^a-z0-9]+/));
  return path.some((name) => words.has(name.toLowerCase()));
}
