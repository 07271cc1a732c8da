import type { DeclaredOption } from "../graph/graph.ts";
import type { LocalBinding, NameIndex } from "../names/name-index.ts";
import { occurrencesAt } from "../names/names-at.ts";
import { type OffsetRange, type Span, spanKey } from "../text.ts";
import { branchesAt } from "./branch-tree.ts";
import { type Words, wordsOf } from "./definers.ts";
import { graphIndexOf } from "./graph-index.ts";
import { type LiveFlake, thenSpan } from "./live-flake.ts";
import { entersModule } from "./module-steps.ts";
import { isNamespace, isOfSystems, optionsAlong } from "./option-tree.ts";
import type { PathInScope } from "./path-in-scope.ts";
import { pathReadings } from "./readings.ts";
import type { Subject } from "./subject.ts";

/** What a piece of an option path says: the branch that it names, else the option, else what the files say of it. */
export function pathSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  for (const { occurrence, piece } of occurrencesAt(names, offset)) {
    const range = occurrence.pieces[piece];
    if (!range || typeof occurrence.path[piece] !== "string") continue;
    const asked = { path: occurrence.path.slice(0, piece + 1), scope: occurrence.scope };
    const readings = pathReadings(flake, names.file, asked, range.start);
    const found = pathsSubject(flake, readings, range, occurrence.use === "read");
    if (found) return found;
  }
  return undefined;
}

/** What a name stands for that is inherited out of an option: `theme` of `inherit (config.my) theme;`. */
export function inheritedSubject(
  flake: LiveFlake,
  { file }: NameIndex,
  { kind, alias, definitions }: LocalBinding,
  range: OffsetRange,
  words?: Words,
): Subject | undefined {
  if (kind !== "inherit" || !alias) return undefined;
  const readings = pathReadings(flake, file, alias, definitions[0]?.start ?? range.start);
  return pathsSubject(flake, readings, range, true, words);
}

/**
 * What the readings of a path say: those in one module system exclude each other, those in several say it together. `reads`: a value inside
 * of an option's is wanted where it is set, not the option; where that has no options of its own, always. `words` may remember what it
 * found.
 */
export function pathsSubject(
  flake: LiveFlake,
  alternatives: readonly (readonly PathInScope[])[],
  range: OffsetRange,
  reads: boolean,
  words = wordsOf(flake),
): Subject | undefined {
  const found = alternatives.flatMap((paths) => {
    const known = knownSubject(flake, paths, range, { reads, words });
    return known ?? unknownSubject(flake, paths, range, words) ?? [];
  });
  const [first] = found;
  if (first?.kind === "options") {
    const options = new Set(found.flatMap((one) => (one.kind === "options" ? one.options : [])));
    return { ...first, options: [...options] };
  }
  if (first?.kind !== "branches") return first;
  return { ...first, branches: [...new Set(found.flatMap((one) => (one.kind === "branches" ? one.branches : [])))] };
}

/** The branch or the option that the graph has for the first reading which it has any for. */
function knownSubject(
  flake: LiveFlake,
  paths: readonly PathInScope[],
  range: OffsetRange,
  { reads, words }: { readonly reads: boolean; readonly words: Words },
): Subject | undefined {
  const index = graphIndexOf(flake.graph);
  for (const path of paths) {
    const branches = branchesAt(index, path);
    if (branches.length > 0) return { kind: "branches", branches, range };
    const { options, length, plain } = optionsAlong(index, path);
    const isExact = length === path.path.length;
    if (options.length === 0 || (!isExact && entersModule(index, path))) continue;
    if (!isExact && (reads || plain) && words.isDefined(path)) return { kind: "value", path, range };
    return { kind: "options", options, path, range };
  }
  return undefined;
}

/** What only the files' words say: an option that the graph does not know by this name, a value, a name above options. */
function unknownSubject(
  flake: LiveFlake,
  paths: readonly PathInScope[],
  range: OffsetRange,
  words: Words,
): Subject | undefined {
  const index = graphIndexOf(flake.graph);
  for (const path of paths) {
    if (isNamespace(index, path) || entersModule(index, path) || !words.isDefined(path)) continue;
    const options = optionsDeclaredAt(flake, words.declarers(path));
    return options.length > 0 ? { kind: "options", options, path, range } : { kind: "value", path, range };
  }
  const group = paths.find((path) => isNamespace(index, path) && !isOfSystems(path));
  return group && { kind: "group", path: group, range };
}

/** Options of which the graph knows that they are declared at the places. */
function optionsDeclaredAt(flake: LiveFlake, places: readonly Span[]): readonly DeclaredOption[] {
  const { declaredAt } = graphIndexOf(flake.graph);
  return [...new Set(places.flatMap((at) => declaredAt.get(spanKey(thenSpan(flake, at))) ?? []))];
}
