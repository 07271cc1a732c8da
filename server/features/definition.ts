import { ownNameIndex } from "../graph/branches.ts";
import type { Branch, Graph } from "../graph/graph.ts";
import type { PathPiece } from "../names/name-index.ts";
import { directoryOf, resolvePath } from "../nix/paths.ts";
import type { OffsetRange, Span } from "../text.ts";
import type { PathInScope } from "./class-context.ts";
import { definersOf, groupDeclarers } from "./definers.ts";
import { graphIndexOf } from "./graph-index.ts";
import { inputPlaces } from "./inputs.ts";
import { optionsAlong, optionsAt } from "./option-paths.ts";
import { passedAt } from "./passed-arguments.ts";
import { branchesCalledSo } from "./selecting-strings.ts";
import { type Subject, subjectAt } from "./subject.ts";
import { distinctSpans, nowSpans, type Place, type View } from "./view.ts";

/** Places that a word leads to, in the files as they are now. */
export interface Targets {
  /** The word that was asked about. */
  readonly range: OffsetRange;
  /** At least one. */
  readonly targets: readonly Span[];
}

/**
 * Where the word at a place leads: the declaration of an option, a branch, an input, a file, a local name; and to the branch that is taken
 * because of the name.
 */
export function definition(view: View, place: Place): Targets | undefined {
  const subject = subjectAt(view, place);
  if (!subject) return undefined;
  const taken = subject.kind === "branches" ? [] : branchesCalledSo(view, place.file, subject.range);
  const also = taken.length > 0 ? branchDefinitions(view, taken) : [];
  return targetsOf(subject, [...definitionsOf(view, place, subject), ...also]);
}

export function targetsOf({ range }: Subject, spans: readonly Span[]): Targets | undefined {
  const targets = distinctSpans(spans);
  return targets.length > 0 ? { range, targets } : undefined;
}

export function definitionsOf(view: View, { file }: Place, subject: Subject): readonly Span[] {
  switch (subject.kind) {
    case "options":
      return nowSpans(
        view,
        subject.options.flatMap(({ declarations }) => declarations),
      );
    case "branches":
      return branchDefinitions(view, subject.branches);
    case "value":
      return valueDefinitions(view, file, subject);
    case "group": {
      const places = groupDeclarers(view, subject.path);
      return places.length > 0 ? places : nowSpans(view, declaredBelow(view, subject.path));
    }
    case "binding":
      return bindingDefinitions(view, file, subject);
    case "path":
      return fileTargets(view, file, subject.path.text);
    case "input":
      return inputPlaces(view, subject.name);
    case "free":
      return subject.free.withs.map((range) => ({ file, ...range }));
    default:
      return subject satisfies never;
  }
}

/** From its use to where it is bound; from there, if it is an argument of a module, to where that is passed. */
function bindingDefinitions(
  view: View,
  file: string,
  { binding, range }: Subject & { readonly kind: "binding" },
): readonly Span[] {
  const { definitions, kind, name } = binding;
  const isBound = kind === "formal" && definitions.some(({ start }) => start === range.start);
  const passed = isBound ? passedAt(view, file, { ...range, name }) : [];
  return passed.length > 0 ? passed : definitions.map((one) => ({ file, ...one }));
}

/** Where a value is set; from there, to the declaration of the option that it is part of. */
function valueDefinitions(view: View, file: string, { path, range }: Subject & { readonly kind: "value" }) {
  const places = definersOf(view, path);
  const isHere = places.every((at) => at.file === file && at.start === range.start);
  const { options } = optionsAlong(graphIndexOf(view.graph), path);
  const declared = isHere ? options.flatMap(({ declarations }) => declarations) : [];
  return declared.length > 0 ? nowSpans(view, declared) : places;
}

/** Declarations of the options below a path. */
function declaredBelow({ graph }: View, { path, class: level }: PathInScope): readonly Span[] {
  return graph.options
    .filter((option) => option.class === level && path.every((piece, at) => piece === option.path[at]))
    .flatMap(({ declarations }) => declarations);
}

/**
 * Where branches are defined: the declarations of the options that they are, where they have some of their own; else the places that
 * describe them, else those that contribute to them, else those that say anything of them, else the declaration of their kind.
 */
export function branchDefinitions(view: View, branches: readonly Branch[]): readonly Span[] {
  const index = graphIndexOf(view.graph);
  const paths = branches.map((branch) => ({ path: branch.path.slice(0, ownNameIndex(branch) + 1), class: undefined }));
  const own = paths.flatMap((path) =>
    optionsAt(index, path).filter((option) => option.path.at(-1) === path.path.at(-1)),
  );
  if (own.length > 0)
    return nowSpans(
      view,
      own.flatMap(({ declarations }) => declarations),
    );
  const places = namesOfBranches(view, branchPlaces(view.graph, branches), branches);
  // Modules that reach the branch in a roundabout way are contributed under other names.
  const named = places.filter((at) => branches.some(({ name }) => wordAt(view, at) === name));
  if (named.length > 0) return named;
  const defined = paths.flatMap((path) => definersOf(view, path));
  return defined.length > 0 ? defined : places;
}

function wordAt(view: View, { file, start, end }: Span): string | undefined {
  return view
    .textOf(file)
    ?.slice(start, end)
    .replace(/^"(.*)"$/, "$1");
}

/** Where a branch is: the places that describe it, else those that contribute to it, else its declaration. */
export function branchPlaces(graph: Graph, branches: readonly Branch[]): readonly Span[] {
  const named = branches.flatMap(({ namedAt }) => namedAt);
  if (named.length > 0) return named;
  const contributed = contributionsTo(graph, branches);
  return contributed.length > 0 ? contributed : branches.flatMap(({ declaredAt }) => declaredAt);
}

/** The places that contribute modules to the branches, in the texts that the graph was made from. */
export function contributionsTo(graph: Graph, branches: readonly Branch[]): readonly Span[] {
  const { leafById } = graphIndexOf(graph);
  const ids = new Set(branches.flatMap((branch) => branch.leaves));
  return [...ids].flatMap((id) => leafById.get(id) ?? []).map((leaf) => leaf.definedAt ?? leaf.at);
}

/** The branch's own name in the paths that the places of the graph end, as they are now. */
export function namesOfBranches(view: View, places: readonly Span[], branches: readonly Branch[]): readonly Span[] {
  const names = new Set<PathPiece>(branches.map(({ name }) => name));
  return nowSpans(view, places).flatMap((at) => contributorsCalling(view, at, branches) ?? [nameAt(view, at, names)]);
}

/** A branch that a function of another file makes: the strings that the contributing files hand to it, if they name the branch. */
function contributorsCalling(view: View, at: Span, branches: readonly Branch[]): readonly Span[] | undefined {
  const files = new Set(branches.flatMap((branch) => branch.files));
  if (files.has(at.file)) return undefined;
  const names = new Set(branches.map(({ name }) => name));
  const strings = [...files].flatMap((file) =>
    (view.namesOf(file)?.strings ?? [])
      .filter(({ text }) => names.has(text))
      .map(({ range: { start, end } }) => ({ file, start, end })),
  );
  return strings.length > 0 ? strings : undefined;
}

/** `desk` of `my.branches.desk.description`. */
function nameAt({ namesOf }: View, at: Span, names: ReadonlySet<PathPiece>): Span {
  const around = namesOf(at.file)?.occurrences.find(({ pieces }) =>
    pieces.some((piece) => piece?.start === at.start && piece.end === at.end),
  );
  const index = around?.path.findIndex((piece, index) => names.has(piece) && around.pieces[index]) ?? -1;
  const range = around?.pieces[index];
  return range && range.start <= at.start ? { file: at.file, ...range } : at;
}

/** A directory stands for its default.nix. */
function fileTargets(view: View, from: string, text: string): readonly Span[] {
  const file = fileAt(view, from, text);
  return file === undefined ? [] : [{ file, start: 0, end: 0 }];
}

/** The file that a relative path in another file stands for; undefined: there is none. */
export function fileAt({ kindOf }: View, from: string, text: string): string | undefined {
  const path = resolvePath(directoryOf(from), text);
  const file = kindOf(path) === "directory" ? `${path}/default.nix` : path;
  return kindOf(file) === undefined ? undefined : file;
}
