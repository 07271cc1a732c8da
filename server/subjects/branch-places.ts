import { ownNameIndex } from "../graph/branches.ts";
import type { Branch, Graph } from "../graph/graph.ts";
import type { PathPiece } from "../option-path.ts";
import type { Span } from "../text.ts";
import { definersOf } from "./definers.ts";
import { graphIndexOf } from "./graph-index.ts";
import { type LiveFlake, nowSpans, wordIn } from "./live-flake.ts";
import { optionsAt } from "./option-tree.ts";

/**
 * Where branches are defined: the declarations of the options that they are, where they have some of their own; else the places that
 * describe them, else those that contribute to them, else those that say anything of them, else the declaration of their kind.
 */
export function branchDefinitions(flake: LiveFlake, branches: readonly Branch[]): readonly Span[] {
  const index = graphIndexOf(flake.graph);
  const paths = branches.map((branch) => ({ path: branch.path.slice(0, ownNameIndex(branch) + 1), class: undefined }));
  const own = paths.flatMap((path) =>
    optionsAt(index, path).filter((option) => option.path.at(-1) === path.path.at(-1)),
  );
  if (own.length > 0)
    return nowSpans(
      flake,
      own.flatMap(({ declarations }) => declarations),
    );
  const places = namesOfBranches(flake, branchPlaces(flake.graph, branches), branches);
  // Modules that reach the branch in a roundabout way are contributed under other names.
  const named = places.filter((at) => branches.some(({ name }) => wordIn(flake, at) === name));
  if (named.length > 0) return named;
  const defined = paths.flatMap((path) => definersOf(flake, path));
  return defined.length > 0 ? defined : places;
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
export function namesOfBranches(
  flake: LiveFlake,
  places: readonly Span[],
  branches: readonly Branch[],
): readonly Span[] {
  const names = new Set<PathPiece>(branches.map(({ name }) => name));
  return nowSpans(flake, places).flatMap(
    (at) => contributorsCalling(flake, at, branches) ?? [nameAt(flake, at, names)],
  );
}

/** A branch that a function of another file makes: the strings that the contributing files hand to it, if they name the branch. */
function contributorsCalling(flake: LiveFlake, at: Span, branches: readonly Branch[]): readonly Span[] | undefined {
  const files = new Set(branches.flatMap((branch) => branch.files));
  if (files.has(at.file)) return undefined;
  const names = new Set(branches.map(({ name }) => name));
  const strings = [...files].flatMap((file) =>
    (flake.namesOf(file)?.strings ?? [])
      .filter(({ text }) => names.has(text))
      .map(({ range: { start, end } }) => ({ file, start, end })),
  );
  return strings.length > 0 ? strings : undefined;
}

/** `desk` of `my.branches.desk.description`. */
function nameAt({ namesOf }: LiveFlake, at: Span, names: ReadonlySet<PathPiece>): Span {
  const around = namesOf(at.file)?.occurrences.find(({ pieces }) =>
    pieces.some((piece) => piece?.start === at.start && piece.end === at.end),
  );
  const index = around?.path.findIndex((piece, index) => names.has(piece) && around.pieces[index]) ?? -1;
  const range = around?.pieces[index];
  return range && range.start <= at.start ? { file: at.file, ...range } : at;
}
