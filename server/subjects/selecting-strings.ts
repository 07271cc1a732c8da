import { ownNameIndex } from "../graph/branches.ts";
import type { Branch, DeclaredOption, Graph, HostSelection, Selector } from "../graph/graph.ts";
import type { StringOccurrence } from "../names/name-index.ts";
import { ANY_NAME, pathKey } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import { graphIndexOf } from "./graph-index.ts";
import { type LiveFlake, thenSpan, wordIn } from "./live-flake.ts";
import { optionsAt } from "./option-tree.ts";
import { pathsOf } from "./readings.ts";

/*
 * Strings that name branches: `branches = [ "desktop" ]`. Nothing in a string says that it is a name, so two things are believed. That a
 * host was seen to take a branch by the very string: the strongest. Else that strings of the same option were (the graph's selectors): then
 * a string of that option names the branches that are of the kinds which those selected. A kind is the branch's path with its own name left
 * out, so that `my.branches` and `flake.modules.nixos` are told apart where both have a `desktop`.
 */

/**
 * The branches that a string selects: those that a host was seen to take by it, else, where strings of its option select branches, those of
 * the same kinds with its name. No branch of a host's own is among them.
 */
export function branchesNamedBy(flake: LiveFlake, file: string, string: StringOccurrence): readonly Branch[] {
  const seen = branchesTakenBy(flake, file, string);
  if (seen.length > 0) return seen;
  const selectors = selectorsFor(flake, file, string);
  if (selectors.length === 0) return [];
  const kinds = new Set(selectors.flatMap((selector) => [...kindsOf(flake.graph, selector)]));
  return flake.graph.branches.filter(
    (branch) => branch.name === string.text && branch.owner === undefined && kinds.has(kindOf(branch)),
  );
}

function branchesTakenBy(flake: LiveFlake, file: string, { text, range }: StringOccurrence): readonly Branch[] {
  const taken = selectedBranches(flake, { file, ...range }, () => true);
  // The string may be another by now.
  return taken.filter(({ name }) => name === text || name.endsWith(text) || text.endsWith(name));
}

/** The branches that hosts were seen to take because of the attribute's name at the place: as den's hosts and users take their aspects. */
export function branchesCalledSo(flake: LiveFlake, place: Span): readonly Branch[] {
  const word = wordIn(flake, place);
  // It may be another name by now.
  return selectedBranches(flake, place, ({ partial }) => partial).filter(({ name }) => name === word);
}

/** What exactly this stretch of text made hosts take. */
function selectedBranches(
  flake: LiveFlake,
  place: Span,
  counts: (selection: HostSelection) => boolean,
): readonly Branch[] {
  const { selectionsIn, branchById } = graphIndexOf(flake.graph);
  const selections = selectionsIn.get(place.file) ?? [];
  if (selections.length === 0) return [];
  const then = thenSpan(flake, place);
  const here = selections.filter(
    (one) => one.kind === "string" && one.at.start === then.start && one.at.end === then.end && counts(one),
  );
  return [...new Set(here.map(({ branch }) => branch))].flatMap((id) => branchById.get(id) ?? []);
}

/** The options that select branches by such strings, as far as the string is a value of one. */
export function selectorsFor(flake: LiveFlake, file: string, string: StringOccurrence): readonly Selector[] {
  const { selectors, stringOptions } = flake.graph;
  if (selectors.length + stringOptions.length === 0) return [];
  const declared = new Set(optionsHolding(flake, file, string).map(({ path }) => pathKey(path)));
  const isOne = ({ option }: Selector) => declared.has(pathKey(option));
  const selecting = selectors.filter(isOne);
  // A name that is not a branch's (yet) makes hosts fail, and then none is seen to select: the other names tell what they are for.
  return selecting.length > 0 ? selecting : stringOptions.filter(isOne);
}

/** The flake's own options that a string is a value for. */
export function optionsHolding(
  flake: LiveFlake,
  file: string,
  { context, range }: StringOccurrence,
): readonly DeclaredOption[] {
  if (!context) return [];
  const index = graphIndexOf(flake.graph);
  const paths = pathsOf(flake, file, context, range.start).filter((path) => path.class === undefined);
  return paths.flatMap((path) => optionsAt(index, path));
}

const kinds = new WeakMap<Selector, ReadonlySet<string>>();

/** Kinds of the branches that strings of the option were seen to select. A selector belongs to one graph. */
export function kindsOf(graph: Graph, selector: Selector): ReadonlySet<string> {
  const known = kinds.get(selector);
  if (known) return known;
  if (!graph.selectors.includes(selector)) return kindsNamedBy(graph, selector);
  const { branchById } = graphIndexOf(graph);
  const places = new Set(selector.strings.map(({ at }) => startKey(at)));
  const found = new Set<string>();
  for (const host of [...graph.hosts, ...graph.images]) {
    for (const { kind, at, branch } of host.selections) {
      const selected = kind === "string" && places.has(startKey(at)) ? branchById.get(branch) : undefined;
      if (selected) found.add(kindOf(selected));
    }
  }
  kinds.set(selector, found);
  return found;
}

function kindsNamedBy({ branches }: Graph, { strings }: Selector): ReadonlySet<string> {
  const names = new Set(strings.map(({ text }) => text));
  return new Set(branches.filter(({ name, owner }) => owner === undefined && names.has(name)).map(kindOf));
}

/** The branch's path without its own name. */
export function kindOf(branch: Branch): string {
  const own = ownNameIndex(branch);
  return pathKey(branch.path.map((piece, at) => (at === own ? ANY_NAME : piece)));
}
