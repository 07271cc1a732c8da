import { type OptionPattern, pieceText, showOption } from "../option-path.ts";
import type { FoundCollector } from "./found-collectors.ts";

/** Collectors whose last name says the class of their modules, by id: the length of the path that names the branch. */
export type ClassPieces = ReadonlyMap<string, number>;

/**
 * Aspects (of den and its kin, or a flake's own) hold a module for each class: `den.aspects.desk.nixos`. Their types do not say that the
 * last name is not a name of people's choice, but the systems that take them do: it is the class that they are taken as. `classOf`: that of
 * a collector, where it is known without asking its like.
 */
export function classPieces(
  collectors: readonly FoundCollector[],
  classOf: (collector: FoundCollector) => string | undefined,
): ClassPieces {
  const candidates = collectors.filter(endsInInstance).map((collector) => ({ collector, taken: classOf(collector) }));
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const top = topOf(candidate.collector.path);
    groups.set(top, [...(groups.get(top) ?? []), candidate]);
  }
  return new Map([...groups.values()].flatMap(piecesAmong));
}

interface Candidate {
  readonly collector: FoundCollector;
  readonly taken: string | undefined;
}

function endsInInstance({ path, instances }: FoundCollector): boolean {
  return path.length > 2 && instances.has(path.length - 1);
}

/** Options that belong together. */
function topOf(path: OptionPattern): string {
  return showOption(path.slice(0, path[0] === "flake" ? 2 : 1));
}

function parentOf({ path }: FoundCollector): string {
  return showOption(path.slice(0, -1));
}

/** Branches that lie in the same option. */
function familyOf({ path }: FoundCollector): string {
  return showOption(path.slice(0, -2));
}

function lastOf({ path }: FoundCollector): string {
  return pieceText(path.at(-1) ?? "");
}

function piecesAmong(candidates: readonly Candidate[]): readonly (readonly [string, number])[] {
  const telling = candidates.filter(({ collector, taken }) => taken === lastOf(collector));
  const parents = new Set(telling.map(({ collector }) => parentOf(collector)));
  if (parents.size <= candidates.filter((one) => isPlainName(one, candidates)).length) return [];
  const classes = new Set(telling.map(({ collector }) => lastOf(collector)));
  // What stands beside a class, or beside several branches that hold classes, is one, too, wherever else it stands.
  const families = telling.map(({ collector }) => familyOf(collector));
  const kin = new Set(families.filter((family, at) => families.indexOf(family) !== at));
  const beside = candidates.filter(({ collector }) => parents.has(parentOf(collector)) || kin.has(familyOf(collector)));
  for (const { collector } of beside) classes.add(lastOf(collector));
  return candidates.flatMap(({ collector }) =>
    classes.has(lastOf(collector)) ? [[showOption(collector.path), collector.path.length - 1] as const] : [],
  );
}

/** Its class stands before its name, or others beside it are of the same class: its name is one that people chose. */
function isPlainName({ collector, taken }: Candidate, all: readonly Candidate[]): boolean {
  if (taken === undefined || taken === lastOf(collector)) return false;
  return (
    collector.path.includes(taken) ||
    all.some(
      (other) =>
        other.collector !== collector && other.taken === taken && parentOf(other.collector) === parentOf(collector),
    )
  );
}
