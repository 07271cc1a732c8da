import type { Graph } from "../../graph/graph.ts";
import { placesIn } from "../../graph/shown-places.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { coversSpan, type Edit } from "../../text.ts";
import { type Attempt, Attempts } from "./attempt.ts";
import { isReadElsewhere } from "./evaluated-places.ts";
import { readThroughValue } from "./handed-on.ts";
import { unexplainedMentions } from "./mentions.ts";
import type { NameChange } from "./name-change.ts";
import type { NamePlaces } from "./name-places.ts";
import type { Naming } from "./naming.ts";

export type Outcome =
  | { readonly kind: "edits"; readonly edits: readonly Edit[] }
  | { readonly kind: "refused"; readonly reason: string };

/** Each attempt evaluates the flake, which takes longer the more cells it has: at most this many evaluations of one cell in all. */
const MOST_CELLS = 6000;
const MOST_ATTEMPTS = 24;
const FEWEST_ATTEMPTS = 6;

/**
 * Writes the new name at the places, and at as many more mentions as the flake needs to stay what it is: those that its evaluation fails
 * at, or else the fewest of all without which something changes.
 */
export function searchEdits(flake: LiveFlake, change: NameChange, { places, computed }: NamePlaces): Outcome {
  const attempts = new Attempts(flake, change, computed);
  const affordable = Math.floor(MOST_CELLS / Math.max(1, flake.graph.cells.length));
  let left = Math.max(FEWEST_ATTEMPTS, Math.min(MOST_ATTEMPTS, affordable));
  const attempt = (namings: readonly Naming[]): Attempt => {
    left--;
    return attempts.make(namings);
  };
  let mentions: readonly Naming[] | undefined;
  let taken = [...places];
  let first: Attempt | undefined;
  while (left > 0) {
    const tried = attempt(taken);
    first ??= tried;
    mentions ??= unexplainedMentions(flake, change.from);
    if (tried.kind === "same") return settled(flake, change, { places, taken, mentions }, tried.edits, attempt);
    const more = tried.after && failingMentions(tried.after, tried, mentions, taken);
    if (!more || more.length === 0) break;
    taken = [...taken, ...more];
  }
  const rest = (mentions ?? []).filter((mention) => !taken.includes(mention));
  if (rest.length > 0 && rest.length <= left - 1) {
    const whole = attempt([...taken, ...rest]);
    if (whole.kind === "same") {
      const needed = fewest(taken, rest, attempt);
      const tried = attempt(needed);
      if (tried.kind === "same")
        return settled(flake, change, { places, taken: needed, mentions: rest }, tried.edits, attempt);
    }
  }
  return { kind: "refused", reason: first?.kind === "different" ? first.reason : "the flake is too large to try it" };
}

interface Written {
  /** What names say for certain. */
  readonly places: readonly Naming[];
  /** Those, and mentions that proved to be needed. */
  readonly taken: readonly Naming[];
  readonly mentions: readonly Naming[];
}

/**
 * Values of one kind are written alike, and only some of them are in use: a mention that is needed brings those beside it along, if they
 * do no harm. A mention that could be the name, and that no evaluation came by, is a reason to refuse.
 */
function settled(
  flake: LiveFlake,
  change: NameChange,
  { places, taken, mentions }: Written,
  edits: readonly Edit[],
  attempt: (namings: readonly Naming[]) => Attempt,
): Outcome {
  const isTaken = (one: Naming) => taken.some((other) => isSamePlace(one, other));
  const extra = taken.filter((one) => !places.includes(one));
  const beside = mentions.filter(
    (one) =>
      one.as !== "string" && !isTaken(one) && extra.some((other) => other.file === one.file && other.as === one.as),
  );
  const all = beside.length > 0 ? attempt([...taken, ...beside]) : undefined;
  const brought = all?.kind === "same";
  const left = mentions.filter((one) => !isTaken(one) && !(brought && beside.includes(one)));
  const unseen = left.filter((one) => !isReadElsewhere(flake, change, one));
  const doubt = change.what === "option" ? readThroughValue(flake, change, unseen) : undefined;
  if (doubt) {
    const at = placesIn(flake.graph.root.directory, flake.linesOf).lineOf({ file: doubt.file, ...doubt.range });
    return {
      kind: "refused",
      reason: `\`${change.from}\` at ${at} may be it: the value it is read from was handed on`,
    };
  }
  return { kind: "edits", edits: brought ? all.edits : edits };
}

function isSamePlace(one: Naming, other: Naming): boolean {
  return one.file === other.file && one.range.start === other.range.start;
}

/** Leaves out what is not needed, one after the other. */
function fewest(
  taken: readonly Naming[],
  rest: readonly Naming[],
  attempt: (namings: readonly Naming[]) => Attempt,
): readonly Naming[] {
  let needed = rest;
  for (const one of rest) {
    const without = needed.filter((other) => other !== one);
    if (attempt([...taken, ...without]).kind === "same") needed = without;
  }
  return [...taken, ...needed];
}

/** The mentions at which the evaluation fails, now that the name is another. */
function failingMentions(
  graph: Graph,
  { offsets }: Extract<Attempt, { kind: "different" }>,
  mentions: readonly Naming[],
  taken: readonly Naming[],
): readonly Naming[] {
  const hosts = [...graph.hosts, ...graph.images].flatMap(({ unresolved }) => unresolved);
  const spans = [...graph.problems, ...hosts].flatMap(({ at }) =>
    at ? [{ file: at.file, ...offsets.after(at.file, at) }] : [],
  );
  return mentions.filter(
    ({ file, range }) =>
      !taken.some((one) => one.file === file && one.range.start === range.start) &&
      spans.some((at) => coversSpan(at, { file, ...range }) && at.end - at.start < 200),
  );
}
