import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { OptionPlace } from "../nix/provenance.ts";
import type { SeenRead } from "../nix/seen-reads.ts";
import { type OptionPattern, pathKey } from "../option-path.ts";
import { compareSpans } from "../text.ts";
import { pathInWhole } from "./extensions.ts";
import type { NamedRead, ReadOption } from "./graph.ts";
import type { HostDraft } from "./host-draft.ts";
import { PER_SYSTEM } from "./per-system.ts";

/** The module system that options belong to. */
export interface Level {
  readonly class: string | undefined;
  /** Where its options lie, if it stands for all instances of a submodule. */
  readonly path?: OptionPattern;
}

/** `perSystem.<platform>` */
const PER_SYSTEM_PREFIX = 2;

/** The module evaluations of a flake whose options have names for everybody. */
export interface KnownEvaluations {
  readonly top: readonly ModuleEvaluation[];
  readonly systems: readonly HostDraft[];
  /** Others, such as those per platform and of modules that no system takes. */
  readonly others: readonly ModuleEvaluation[];
  /** Evaluations of submodules that stand for all instances, by their identity. */
  readonly inside: ReadonlyMap<object, Level>;
  /** Paths of extensions of the whole; see `pathInWhole`. */
  readonly extensions: readonly (readonly string[])[];
}

export function evaluationsIn({ top, systems, others }: KnownEvaluations): readonly ModuleEvaluation[] {
  return [...top, ...systems.flatMap(({ evaluations }) => evaluations), ...others];
}

export interface WantedReads {
  readonly isOwn: (file: string) => boolean;
  /** Also names by which no option was read. */
  readonly everything: boolean;
}

/** What the evaluation saw names in own files read, sorted by place. */
export function namedReads(
  seen: readonly SeenRead[],
  known: KnownEvaluations,
  { isOwn, everything }: WantedReads,
): readonly NamedRead[] {
  const levels = levelsOf(known);
  return seen
    .filter(({ at, places }) => (everything || places.size > 0) && isOwn(at.file))
    .map((read) => namedRead(read, levels, known))
    .filter(({ options }) => everything || options.length > 0)
    .sort((a, b) => compareSpans(a.at, b.at));
}

function namedRead(
  { at, places, other, more }: SeenRead,
  levels: ReadonlyMap<object, Level>,
  { extensions }: KnownEvaluations,
): NamedRead {
  const options = new Map<string, ReadOption>();
  let elsewhere = other || more;
  for (const place of places) {
    const option = optionOf(place, levels.get(place.evaluation), extensions);
    if (option) options.set(`${option.class} ${pathKey(option.path)}`, option);
    else elsewhere = true;
  }
  return { at, options: [...options.values()], elsewhere };
}

function levelsOf({ top, systems, others, inside }: KnownEvaluations): ReadonlyMap<object, Level> {
  const levels = new Map<object, Level>(inside);
  for (const { identity, class: own } of others) levels.set(identity, { class: own });
  for (const { class: outer, evaluations } of systems)
    for (const { identity, class: own } of evaluations) levels.set(identity, { class: own ?? outer });
  for (const { identity } of top) levels.set(identity, { class: undefined });
  return levels;
}

/** Undefined: it belongs to no known evaluation. */
function optionOf(
  { path }: OptionPlace,
  level: Level | undefined,
  extensions: KnownEvaluations["extensions"],
): ReadOption | undefined {
  if (!level) return undefined;
  const { class: moduleClass, path: all } = level;
  if (all) return { path: [...all, ...path.slice(all.length)], class: moduleClass };
  // The platform's name is not part of the option's.
  if (moduleClass === PER_SYSTEM) return { path: path.slice(PER_SYSTEM_PREFIX), class: moduleClass };
  return { path: moduleClass === undefined ? pathInWhole(path, extensions) : path, class: moduleClass };
}
