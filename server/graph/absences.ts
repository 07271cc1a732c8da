import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import { showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import type { Absence } from "./graph.ts";
import type { HostDraft } from "./host-draft.ts";
import {
  candidatesOf,
  type Declared,
  isRelated,
  isSure,
  type System,
  strangersTo,
  systemsByClass,
} from "./problems/sure-systems.ts";

/**
 * What a host's configurations of one class have nothing of, though the flake's own modules declare options there for other systems of that
 * class. Only where all modules are known, and none from outside looks as if it could declare it.
 */
export function absencesOf(
  hosts: readonly HostDraft[],
  parked: readonly ModuleEvaluation[],
  isOwn: (file: string) => boolean,
): readonly Absence[] {
  return [...systemsByClass(hosts, parked, isOwn)].flatMap(([systemClass, systems]) => {
    const candidates = candidatesOf(systems);
    const byHost = new Map<string, System[]>();
    for (const system of systems)
      if (system.host !== undefined) byHost.set(system.host, [...(byHost.get(system.host) ?? []), system]);
    return [...byHost].flatMap(([host, own]) =>
      sharedAbsences(own.map((system) => missingIn(system, candidates))).map((each) => ({
        host,
        systemClass,
        ...each,
      })),
    );
  });
}

interface Missing {
  readonly path: readonly string[];
  readonly declaredAt: readonly Span[];
}

/** What is missing in each of a host's systems. */
function sharedAbsences([first, ...others]: readonly ReadonlyMap<string, Missing>[]): readonly Missing[] {
  return [...(first ?? [])].flatMap(([key, missing]) => (others.every((other) => other.has(key)) ? [missing] : []));
}

function missingIn(
  { evaluation, externals }: System,
  candidates: ReturnType<typeof candidatesOf>,
): ReadonlyMap<string, Missing> {
  const missing = new Map<string, Missing>();
  if (!isSure(evaluation)) return missing;
  for (const candidate of candidates) {
    const path = missingPart(evaluation.level(), candidate);
    if (!path || strangersTo(externals, candidate).some((external) => isRelated(candidate.path, external))) continue;
    const key = showOption(path);
    missing.set(key, { path, declaredAt: [...(missing.get(key)?.declaredAt ?? []), ...candidate.at] });
  }
  return missing;
}

/** The beginning of the option's path that nothing has. Undefined: all of it is there, or may be. */
function missingPart(root: LazyLevel, { path }: Declared): readonly string[] | undefined {
  let level = root;
  for (const [index, name] of path.entries()) {
    const node = level.child(name);
    if (!node) return level.openDeclarations().length > 0 ? undefined : path.slice(0, index + 1);
    if (node.kind === "option") return undefined;
    level = node.level;
  }
  return undefined;
}
