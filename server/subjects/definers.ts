import { isOfFlake } from "../graph/per-system.ts";
import type { NameIndex, Occurrence, OptionUse } from "../names/name-index.ts";
import { isComputed } from "../option-path.ts";
import type { OffsetRange, Span } from "../text.ts";
import { contextsOf } from "./contexts.ts";
import { graphIndexOf } from "./graph-index.ts";
import type { LiveFlake } from "./live-flake.ts";
import { endOfPath, filesNaming, occurrencesByName } from "./occurrences.ts";
import { mayBeAliased } from "./other-names.ts";
import { isSamePath, type PathInScope } from "./path-in-scope.ts";
import { pathsOf } from "./readings.ts";

/** What files say of a path by their words; may remember what it found. */
export interface Words {
  readonly isDefined: (path: PathInScope) => boolean;
  readonly declarers: (path: PathInScope) => readonly Span[];
}

export function wordsOf(flake: LiveFlake): Words {
  return { isDefined: (path) => isDefined(flake, path), declarers: (path) => declarersOf(flake, path) };
}

/** A place that names a path, or something below it. */
export interface NamedPlace extends Span {
  readonly use: OptionUse;
  readonly names: NameIndex;
}

/** The places in all files that name the path, at its own last piece. `wanted`: the uses to look for. */
function* placesNaming(flake: LiveFlake, path: PathInScope, wanted: readonly OptionUse[]): Generator<NamedPlace> {
  const last = path.path.at(-1);
  if (last === undefined || isComputed(last)) return;
  const declares = wanted.every((use) => use === "declare");
  for (const file of filesNaming(flake, last)) {
    const names = flake.namesOf(file);
    const found = names && occurrencesByName(names);
    for (const occurrence of (declares ? found?.declaring : found?.byName)?.get(last) ?? []) {
      const range = wanted.includes(occurrence.use) ? pieceNaming(flake, file, occurrence, path) : undefined;
      if (names && range) yield { file, ...range, use: occurrence.use, names };
    }
  }
}

/** Where the files write a name that the options which they declare lie below. */
export function groupDeclarers(flake: LiveFlake, path: PathInScope): readonly Span[] {
  const last = path.path.at(-1);
  if (last === undefined || isComputed(last)) return [];
  return [...filesNaming(flake, last)].flatMap((file) => {
    const names = flake.namesOf(file);
    const declaring = (names && occurrencesByName(names).declaring.get(last)) ?? [];
    return declaring.flatMap((occurrence) => {
      const range = pieceNaming(flake, file, occurrence, path, true);
      return range ? [{ file, start: range.start, end: range.end }] : [];
    });
  });
}

/** Where the occurrence writes the last piece of the path; undefined when it names another path. `above`: or goes on behind it. */
function pieceNaming(
  flake: LiveFlake,
  file: string,
  occurrence: Occurrence,
  wanted: PathInScope,
  above = false,
): OffsetRange | undefined {
  const { path, pieces, scope, range } = occurrence;
  const at = endOfPath(occurrence, wanted.path);
  const written = pieces[at];
  // What a declaration goes on from is not an option.
  if (!written || (occurrence.use === "declare" && at < path.length - 1 && !above)) return undefined;
  const asked = { path: path.slice(0, at + 1), scope };
  // A path that leads into a module is read as a shorter one there; one that is no longer than the wanted one is only itself.
  const isPlain =
    scope.kind === "flake" &&
    asked.path.length <= wanted.path.length &&
    asked.path[0] !== "_module" &&
    !mayBeAliased(graphIndexOf(flake.graph), asked.path);
  const readings = isPlain
    ? contextsOf(flake, file, scope, range.start).map((context) => ({
        path: [...context.path, ...asked.path],
        class: context.class,
      }))
    : pathsOf(flake, file, asked, range.start);
  return readings.some((one) => isSamePath(one, wanted)) ? written : undefined;
}

/**
 * Where the flake's files themselves say what a path is: a declaration that the graph does not know (yet), or, at the flake's own level,
 * a value that is set there. What is set in systems is their own options' affair.
 */
export function definersOf(flake: LiveFlake, path: PathInScope): readonly Span[] {
  const declared = declarersOf(flake, path);
  if (declared.length > 0) return declared;
  return isOfFlake(path.class) ? [...placesNaming(flake, path, ["define"])].flatMap(throughInherit) : [];
}

/** Where the files declare the path, by their words. */
export function declarersOf(flake: LiveFlake, path: PathInScope): readonly Span[] {
  return [...placesNaming(flake, path, ["declare"])].map(spanOf);
}

/** Whether `definersOf` finds any. */
export function isDefined(flake: LiveFlake, path: PathInScope): boolean {
  const uses: readonly OptionUse[] = isOfFlake(path.class) ? ["declare", "define"] : ["declare"];
  return !placesNaming(flake, path, uses).next().done;
}

/** `inherit mkHost;` in a set: what is inherited is bound elsewhere in the file. */
function throughInherit(place: NamedPlace): readonly Span[] {
  const { names, file, start, end } = place;
  const inherited = names.bindings.find(
    ({ kind, uses }) => kind === "let" && uses.some((use) => use.start === start && use.end === end),
  );
  return inherited ? inherited.definitions.map((range) => ({ file, ...range })) : [spanOf(place)];
}

function spanOf({ file, start, end }: Span): Span {
  return { file, start, end };
}
