import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { OptionPlace } from "../nix/provenance.ts";
import type { SeenRead } from "../nix/reads.ts";
import { pathInWhole } from "./extensions.ts";
import type { NamedRead, ReadOption } from "./graph.ts";
import type { HostDraft } from "./host.ts";
import { compareSpans } from "./places.ts";

/** The module evaluations of a flake whose options have names for everybody. */
export interface KnownEvaluations {
  readonly top: readonly ModuleEvaluation[];
  readonly systems: readonly HostDraft[];
  /** Others, such as those per platform and of modules that no system takes. */
  readonly others: readonly ModuleEvaluation[];
  /** Paths of extensions of the whole; see `pathInWhole`. */
  readonly extensions: readonly (readonly string[])[];
}

/** What the evaluation saw names in own files read, sorted by place; reads of nothing but other things are left out. */
export function namedReads(
  seen: readonly SeenRead[],
  known: KnownEvaluations,
  isOwn: (file: string) => boolean,
): readonly NamedRead[] {
  const levels = levelsOf(known);
  return seen
    .flatMap((read) => (read.places.size > 0 && isOwn(read.at.file) ? (namedRead(read, levels, known) ?? []) : []))
    .sort((a, b) => compareSpans(a.at, b.at));
}

function namedRead(
  { at, places, other, more }: SeenRead,
  levels: ReadonlyMap<object, Level>,
  { extensions }: KnownEvaluations,
): NamedRead | undefined {
  const options = new Map<string, ReadOption>();
  let elsewhere = other || more;
  for (const place of places) {
    const option = optionOf(place, levels.get(place.evaluation), extensions);
    if (option) options.set(JSON.stringify([option.class, ...option.path]), option);
    else elsewhere = true;
  }
  return options.size > 0 ? { at, options: [...options.values()], elsewhere } : undefined;
}

type Level = { readonly class: string | undefined; readonly perSystem: boolean };

function levelsOf({ top, systems, others }: KnownEvaluations): ReadonlyMap<object, Level> {
  const levels = new Map<object, Level>();
  for (const { identity, class: own } of others) levels.set(identity, { class: own, perSystem: own === "perSystem" });
  for (const { class: outer, evaluations } of systems)
    for (const { identity, class: own } of evaluations) levels.set(identity, { class: own ?? outer, perSystem: false });
  for (const { identity } of top) levels.set(identity, { class: undefined, perSystem: false });
  return levels;
}

/** Options per platform are known below `perSystem`, whichever platform it is. Undefined: it belongs to no known evaluation. */
function optionOf(
  { path }: OptionPlace,
  level: Level | undefined,
  extensions: KnownEvaluations["extensions"],
): ReadOption | undefined {
  if (!level) return undefined;
  if (level.perSystem) return { path: ["perSystem", ...path.slice(2)], class: undefined };
  return { path: level.class === undefined ? pathInWhole(path, extensions) : path, class: level.class };
}
