import type { LoadedFlake } from "../flake/load.ts";
import { evaluateModules } from "../modules/evaluate.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { lexicalBinding } from "../nix/environment.ts";
import type { Lazy, Machine, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { covers, type Span } from "../text.ts";
import type { FoundCollector } from "./found-collectors.ts";
import type { CollectorReference, HostContext, HostDraft } from "./host-draft.ts";
import { hasUnknownModules, hasUnseenOutputs } from "./unseen-outputs.ts";

/**
 * What consumes branches beside hosts: modules of branches that no host takes, evaluations per platform and other evaluations that the
 * flake makes, calls of functions from outside.
 */
export interface BranchesInside {
  /** Branch id -> consumers. */
  readonly consumers: ReadonlyMap<string, readonly string[]>;
  /** Whether something that is not known may consume the branch. */
  readonly mayBeConsumed: (branch: string) => boolean;
  /** Evaluations of the modules of branches that no system takes, as a system of their class would see them. */
  readonly parked: readonly ModuleEvaluation[];
}

export function branchesInside(
  flake: LoadedFlake,
  collectors: readonly FoundCollector[],
  systems: readonly HostDraft[],
  classes: ReadonlyMap<string, string>,
  branchOf: HostContext["branchOf"],
): BranchesInside {
  const found = new Map<string, Set<string>>();
  const parked: ModuleEvaluation[] = [];
  const unclear = new Set<string>();
  const unseen = hasUnseenOutputs(flake);
  const note = (branch: string | undefined, consumer: string) => {
    if (branch !== undefined && branch !== consumer) found.set(branch, (found.get(branch) ?? new Set()).add(consumer));
  };
  for (const evaluation of flake.log.evaluations) {
    const consumer = evaluation.class === "perSystem" ? "perSystem" : "evalModules";
    for (const taken of takenBy(evaluation)) note(branchOf(taken), consumer);
  }
  for (const call of flake.log.externalCalls) {
    for (const collector of collectorsIn(flake.machine, call.argument, 0, { left: 400 }))
      note(branchOf(collector), "external call");
  }
  const consumed = new Set(systems.flatMap((host) => [...host.consumed.keys()]));
  const reached = reachedCode(systems);
  for (const collector of collectors) {
    const id = showOption(collector.path);
    if (consumed.has(id)) continue;
    if (isReachedInParts(flake.machine, collector, reached)) note(id, "parts");
    const evaluation = parkedEvaluation(flake, collector, classes.get(id));
    parked.push(evaluation);
    if (collector.open || hasUnknownModules(evaluation)) unclear.add(id);
    for (const taken of takenBy(evaluation)) note(branchOf(taken), id);
  }
  // Whatever became of it: what somebody took out of a branch may be in any system.
  for (const contribution of flake.log.takenApart) {
    const id = branchOf(contribution);
    if (id !== undefined && !consumed.has(id)) note(id, "parts");
  }
  return {
    consumers: new Map([...found].map(([branch, consumers]) => [branch, [...consumers]])),
    mayBeConsumed: (branch) => unseen || unclear.size > (unclear.has(branch) ? 1 : 0),
    parked,
  };
}

/** The collectors that an evaluation takes, whole or in parts. */
function takenBy(evaluation: ModuleEvaluation): readonly CollectorReference[] {
  const { collectors, modules } = evaluation.collected();
  const parts = modules.flatMap(({ steps }) => {
    const contribution = steps.at(-1)?.contribution;
    return contribution?.isPart ? [contribution] : [];
  });
  return [...collectors, ...parts];
}

/** The places of all modules that systems merge, by file. */
function reachedCode(systems: readonly HostDraft[]): ReadonlyMap<string, readonly Span[]> {
  const places = new Map<string, Span[]>();
  for (const evaluation of systems.flatMap((system) => system.evaluations)) {
    for (const { at, content } of evaluation.collected().modules) {
      if (at && content.kind === "module") places.set(at.file, [...(places.get(at.file) ?? []), at]);
    }
  }
  return places;
}

/** Some flakes hand what is in a collector's module to hosts: then code of it is merged, though the collector is not. */
function isReachedInParts(
  machine: Machine,
  collector: FoundCollector,
  reached: ReadonlyMap<string, readonly Span[]>,
): boolean {
  return collector.contributions.some(
    ({ at, value }) =>
      (at && reached.get(at.file)?.some((place) => covers(at, place))) || holdsReached(machine, value, reached, 0),
  );
}

/** Whether a function in a set, however it is named there, is one that a system merges. What nobody needed yet stays unevaluated. */
function holdsReached(
  machine: Machine,
  value: Lazy,
  reached: ReadonlyMap<string, readonly Span[]>,
  depth: number,
): boolean {
  // Where it is not known, nobody may say that the module is merged nowhere.
  if (machine.spend()) return true;
  const known = knownValue(machine, value);
  if (known?.type === "lambda") {
    const { file, start, end } = known.at;
    return reached.get(file)?.some((place) => place.start === start && place.end === end) ?? false;
  }
  if (known?.type !== "set" || depth > MOST_NAMES_INSIDE) return false;
  return [...known.entries.values()].some((attribute) => holdsReached(machine, attribute.value, reached, depth + 1));
}

/** The value, where that needs no evaluation of what nobody needed yet: a literal, or a name for such. */
function knownValue(machine: Machine, value: Lazy): Value | undefined {
  if (value.type !== "thunk" || value.value) return machine.force(value);
  const { body, environment } = value;
  if (typeof body !== "object") return undefined;
  body.seen = true;
  if (body.kind === "set") return machine.force(value);
  const named = body.kind === "variable" && environment ? lexicalBinding(environment, body.name) : undefined;
  return named?.type === "thunk" ? named.value : named;
}

/** Names of modules in a collector's module have at most this many pieces. */
const MOST_NAMES_INSIDE = 3;

/** What the modules of an unconsumed branch would be in a system of its class. */
function parkedEvaluation(
  flake: LoadedFlake,
  collector: FoundCollector,
  moduleClass: string | undefined,
): ModuleEvaluation {
  const modules = collector.contributions.map((contribution) => contribution.value);
  return evaluateModules(flake.machine, {
    modules,
    specialArgs: new Map(),
    class: moduleClass,
    prefix: [],
    lib: flake.lib,
    open: "config",
  });
}

/** Collectors among the parts of a value, to a small depth. */
function collectorsIn(
  machine: Machine,
  value: Lazy,
  depth: number,
  budget: { left: number },
): { option: readonly string[]; evaluation: object }[] {
  if (depth > 6 || budget.left-- <= 0) return [];
  const forced: Value = machine.force(value);
  switch (forced.type) {
    case "set": {
      const own = forced.collector ? [forced.collector] : forced.contribution ? [forced.contribution] : [];
      if (forced.native || own.length > 0) return own;
      return [...forced.entries.values()].flatMap((attribute) =>
        collectorsIn(machine, attribute.value, depth + 1, budget),
      );
    }
    case "list":
      return forced.items.flatMap((item) => collectorsIn(machine, item, depth + 1, budget));
    case "lambda":
      return collectorsInModule(machine, forced);
    default:
      return [];
  }
}

/** flake-parts wraps published modules into functions; the collector stands in their `imports`. */
function collectorsInModule(machine: Machine, fn: Value): { option: readonly string[]; evaluation: object }[] {
  if (fn.type !== "lambda" || !fn.at.file.startsWith("/<native>")) return [];
  const module = machine.apply(fn, { type: "set", entries: new Map() });
  const imports = module.type === "set" ? module.entries.get("imports") : undefined;
  return imports ? collectorsIn(machine, imports.value, 5, { left: 10 }) : [];
}
