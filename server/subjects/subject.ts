import type { Branch, DeclaredOption } from "../graph/graph.ts";
import { bindingAt, occurrencesAt, pathAt, stringAt } from "../names/lookup.ts";
import type { FreeName, LocalBinding, NameIndex, PathOccurrence } from "../names/name-index.ts";
import { samePath } from "../option-path.ts";
import { type OffsetRange, type Span, smallestAt, spanKey, touches } from "../text.ts";
import { entersModule, type PathInScope } from "./class-context.ts";
import { type Words, wordsOf } from "./definers.ts";
import { evaluatedRead, searchedSubject } from "./evaluated-reads.ts";
import { graphIndexOf } from "./graph-index.ts";
import { inputAt } from "./input-words.ts";
import type { LiveFlake, Place } from "./live-flake.ts";
import { branchesAt, isNamespace, isOfSystems, meantOptions, optionsAlong, pathReadings } from "./option-paths.ts";
import { isSameSubject } from "./same-subject.ts";
import { branchesNamedBy } from "./selecting-strings.ts";

/** What the word at a place speaks of. `range` is the word, in the file as it is now. */
export type Subject = { readonly range: OffsetRange } & (
  | { readonly kind: "options"; readonly options: readonly DeclaredOption[]; readonly path: PathInScope }
  | { readonly kind: "branches"; readonly branches: readonly Branch[] }
  /** A path that no option is known for, but that the files say something of: see `definersOf`. */
  | { readonly kind: "value"; readonly path: PathInScope }
  /** A name that options lie below, and that is none itself. */
  | { readonly kind: "group"; readonly path: PathInScope }
  | { readonly kind: "binding"; readonly binding: LocalBinding }
  | { readonly kind: "path"; readonly path: PathOccurrence }
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "free"; readonly free: FreeName }
);

/** Undefined when the word speaks of nothing that the flake knows. */
export function subjectAt(flake: LiveFlake, { file, offset }: Place): Subject | undefined {
  const names = flake.namesOf(file);
  if (!names) return undefined;
  const path = pathAt(names, offset);
  if (path) return { kind: "path", path, range: path.range };
  const found =
    stringSubject(flake, names, offset) ??
    evaluatedSubject(flake, names, offset) ??
    searchedSubject(flake, names, offset) ??
    readingSubjectAt(flake, names, offset) ??
    selectedSubject(flake, file, offset) ??
    inputAt(flake, names, offset) ??
    bindingSubject(flake, names, offset) ??
    freeSubject(names, offset);
  if (found?.kind !== "options") return found;
  return { ...found, options: alike(flake, meantOptions(graphIndexOf(flake.graph), found.options)) };
}

function stringSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const string = stringAt(names, offset);
  if (!string) return undefined;
  const branches = branchesNamedBy(flake, names.file, string);
  return branches.length > 0 ? { kind: "branches", branches, range: string.range } : undefined;
}

/** What the words say, unless the evaluation saw the place read something else altogether. */
function readingSubjectAt(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const said = pathSubject(flake, names, offset);
  const seen = evaluatedRead(flake, names, offset);
  if (!seen || !said) return seen ?? said;
  return isSameSubject(said, seen) || said.kind === "branches" ? said : seen;
}

/** A piece of an option path: the branch that it names, else the option, else what the files say of it. */
function pathSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
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

/** `reads`: a value inside of an option's is wanted where it is set, not the option; where that has no options of its own, always. `words` may remember what it found. */
export function pathsSubject(
  flake: LiveFlake,
  alternatives: readonly (readonly PathInScope[])[],
  range: OffsetRange,
  reads: boolean,
  words = wordsOf(flake),
): Subject | undefined {
  const found = alternatives.flatMap((paths) => readingSubject(flake, paths, range, reads, words) ?? []);
  const [first] = found;
  if (first?.kind === "options") {
    const options = new Set(found.flatMap((one) => (one.kind === "options" ? one.options : [])));
    return { ...first, options: [...options] };
  }
  if (first?.kind !== "branches") return first;
  return { ...first, branches: [...new Set(found.flatMap((one) => (one.kind === "branches" ? one.branches : [])))] };
}

/** Modules for several classes declare one option in each of them. */
function alike({ graph }: LiveFlake, options: readonly DeclaredOption[]): readonly DeclaredOption[] {
  const { declaredAt } = graphIndexOf(graph);
  const others = options.flatMap((option) =>
    option.declarations
      .flatMap((at) => declaredAt.get(spanKey(at)) ?? [])
      .filter(({ path }) => samePath(path, option.path)),
  );
  return [...new Set([...options, ...others])];
}

/** Options of which the graph knows that they are declared at the places. */
function optionsDeclaredAt(flake: LiveFlake, places: readonly Span[]): readonly DeclaredOption[] {
  const { declaredAt } = graphIndexOf(flake.graph);
  const then = places.map(({ file, start, end }) => ({
    file,
    start: flake.thenOffset(file, start),
    end: flake.thenOffset(file, end),
  }));
  return [...new Set(then.flatMap((at) => declaredAt.get(spanKey(at)) ?? []))];
}

function readingSubject(
  flake: LiveFlake,
  paths: readonly PathInScope[],
  range: OffsetRange,
  reads: boolean,
  words: Words,
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
  for (const path of paths) {
    if (isNamespace(index, path) || entersModule(index, path) || !words.isDefined(path)) continue;
    const options = optionsDeclaredAt(flake, words.declarers(path));
    return options.length > 0 ? { kind: "options", options, path, range } : { kind: "value", path, range };
  }
  const group = paths.find((path) => isNamespace(index, path) && !isOfSystems(path));
  return group && { kind: "group", path: group, range };
}

/** A place that the evaluation saw declaring or setting an option, whatever the code looks like: a computed name, imported data. */
function evaluatedSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const { file } = names;
  const index = graphIndexOf(flake.graph);
  const then = flake.thenOffset(file, offset);
  const smallest = smallestAt(index.optionPlacesIn.get(file) ?? [], then);
  const found = smallest.some(({ declares }) => declares) ? smallest.filter(({ declares }) => declares) : smallest;
  const [first] = found;
  const at = first && flake.nowSpan(first.at);
  const name = first?.option.path.at(-1);
  const word =
    at &&
    flake
      .textOf(file)
      ?.slice(at.start, at.end)
      .replace(/^"(.*)"$/, "$1");
  if (!at || word === undefined || (word !== name && !word.includes("${"))) return undefined;
  const options = [...new Set(found.map(({ option }) => option))];
  const branches = [...new Set(options.flatMap((option) => branchesAt(index, option)))];
  if (branches.length > 0) return { kind: "branches", branches, range: { start: at.start, end: at.end } };
  const named = pathSubject(flake, names, offset);
  const path =
    named?.kind === "options" && options.some((option) => named.options.includes(option))
      ? named.path
      : { path: first?.option.path ?? [], class: first?.option.class };
  return { kind: "options", options, path, range: { start: at.start, end: at.end } };
}

/** Whatever made a host take a branch here, when the names alone do not tell: the last word of a reference. */
function selectedSubject(flake: LiveFlake, file: string, offset: number): Subject | undefined {
  const index = graphIndexOf(flake.graph);
  const then = flake.thenOffset(file, offset);
  const smallest = smallestAt(index.selectionsIn.get(file) ?? [], then);
  const chosen = smallest.filter(({ kind }) => kind !== "wildcard");
  const [first] = chosen;
  const at = first && flake.nowSpan(first.at);
  const text = at && flake.textOf(file)?.slice(at.start, at.end);
  if (!at || text === undefined || !reference.test(text)) return undefined;
  const word = { start: at.start + text.lastIndexOf(".") + 1, end: at.end };
  if (offset < word.start || offset > word.end) return undefined;
  const branches = [...new Set(chosen.map(({ branch }) => branch))].flatMap((id) => index.branchById.get(id) ?? []);
  return branches.length > 0 ? { kind: "branches", branches, range: word } : undefined;
}

/** A name, a path of names, or a plain string. */
const reference = /^(?:[\w'-]+\.)*[\w'-]+$|^"[^"$.]*"$/;

/** `inherit (config.my) theme` is no place of interest: what it inherits is. */
function bindingSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const binding = bindingAt(names, offset);
  const range = [...(binding?.uses ?? []), ...(binding?.definitions ?? [])].find((one) => touches(one, offset));
  if (!binding || !range) return undefined;
  return inheritedSubject(flake, names, binding, range) ?? { kind: "binding", binding, range };
}

export function inheritedSubject(
  flake: LiveFlake,
  { file }: NameIndex,
  { kind, alias, definitions }: LocalBinding,
  range: OffsetRange,
  words?: Words,
): Subject | undefined {
  if (kind !== "inherit" || !alias) return undefined;
  return pathsSubject(
    flake,
    pathReadings(flake, file, alias, definitions[0]?.start ?? range.start),
    range,
    true,
    words,
  );
}

function freeSubject({ freeNames }: NameIndex, offset: number): Subject | undefined {
  const free = freeNames.find(({ range, withs }) => withs.length > 0 && touches(range, offset));
  return free && { kind: "free", free, range: free.range };
}
