import { ownNameIndex } from "../graph/branches.ts";
import type { Branch, DeclaredOption, Graph, GraphProblem, Selector } from "../graph/graph.ts";
import { isHostFailure, mentions } from "../graph/host-failures.ts";
import type { StringOccurrence } from "../names/name-index.ts";
import { ANY_NAME, pathKey, samePath } from "../option-path.ts";
import { type OffsetRange, startKey } from "../text.ts";
import { entryOf, type GraphIndex, graphIndexOf } from "./graph-index.ts";
import type { LiveFlake } from "./live-flake.ts";
import { optionsAt, pathsOf } from "./option-paths.ts";

/**
 * The branches that a string selects: those that a host was seen to take by it, else, where strings of its option select branches, those of
 * the same kinds with its name. No branch of a host's own is among them.
 */
export function branchesNamedBy(flake: LiveFlake, file: string, string: StringOccurrence): readonly Branch[] {
  const index = graphIndexOf(flake.graph);
  const seen = selectedAt(flake, index, file, string);
  if (seen.length > 0) return seen;
  const selectors = selectorsFor(flake, file, string);
  if (selectors.length === 0) return [];
  const kinds = new Set(selectors.flatMap((selector) => [...kindsOf(flake.graph, selector)]));
  return flake.graph.branches.filter(
    (branch) => branch.name === string.text && branch.owner === undefined && kinds.has(kindOf(branch)),
  );
}

/** The branches that a string there could select; `typed` is its text so far. */
export function selectableBranches(
  flake: LiveFlake,
  file: string,
  string: StringOccurrence,
  typed: string,
): readonly Branch[] {
  const kinds = new Set(selectorsFor(flake, file, string).flatMap((selector) => [...kindsOf(flake.graph, selector)]));
  const missing = missedFor(flake, file, string, typed);
  return flake.graph.branches.filter(
    (branch) => branch.owner === undefined && (kinds.has(kindOf(branch)) || missing.has(branch.name)),
  );
}

/** A flake of more cells is not evaluated for a completion. */
const MOST_CELLS = 400;

const supposed = new WeakMap<Graph, Map<string, readonly Branch[]>>();

/**
 * The branches that a string could select where no string of its option does yet, as in the first, still empty list: those that the flake
 * would look for it among. `text` is the file's with the string, which names nothing.
 */
export function supposedBranches(
  flake: LiveFlake,
  file: string,
  string: StringOccurrence,
  text: string,
): readonly Branch[] {
  const { graph } = flake;
  const options = optionsOf(flake, file, string).filter(({ type }) => type?.includes("list of string"));
  if (options.length === 0 || graph.cells.length > MOST_CELLS) return [];
  const known = supposed.get(graph) ?? new Map<string, readonly Branch[]>();
  supposed.set(graph, known);
  const key = options.map(({ path }) => pathKey(path)).join(" ");
  return entryOf(known, key, () => {
    const found = branchesWanted(flake, file, string, text);
    return found.length > 0 ? found : branchesWanted(flake, file, string, textThen(flake, file, string));
  });
}

/** The file as it was when the graph was made, with the string: of what is being typed the rest may not be there yet. */
function textThen(flake: LiveFlake, file: string, { text, range }: StringOccurrence): string | undefined {
  const then = flake.graphTextOf(file);
  const at = flake.thenOffset(file, range.start);
  return then === undefined ? undefined : `${then.slice(0, at)} "${text}" ${then.slice(at)}`;
}

/** Among which branches the flake looks for what a string of some text of the file names. */
function branchesWanted(
  flake: LiveFlake,
  file: string,
  { text: name }: StringOccurrence,
  text: string | undefined,
): readonly Branch[] {
  if (text === undefined) return [];
  const { problems } = flake
    .supposing(new Map([[file, text]]))
    .snapshot(flake.checkpoint)
    .graph();
  // An attribute that is missing, and would be no branch, is something else.
  const fails = problems.some((one) => refuses(one, name) && !/^attribute .* missing/.test(one.message));
  const missed = problems.filter(
    ({ kind, path }) => (kind === "missing-branch" || kind === "vain-lookup") && path.at(-1) === name,
  );
  const names = new Set(missed.flatMap(({ alternatives }) => alternatives));
  return flake.graph.branches.filter((one) => one.owner === undefined && (fails || names.has(one.name)));
}

/**
 * A name that is half typed makes hosts fail, and with them what they select. That branches were asked for by what is typed tells as much:
 * the names that exist beside it.
 */
function missedFor(flake: LiveFlake, file: string, string: StringOccurrence, typed: string): ReadonlySet<string> {
  const missed = flake.graph.problems.filter(({ kind, path }) => {
    const name = path.at(-1);
    if (kind !== "missing-branch" || name === undefined) return false;
    return name === typed || (name !== "" && typed !== "" && (name.startsWith(typed) || typed.startsWith(name)));
  });
  const isRefused = typed.length > 1 && flake.graph.problems.some((problem) => refuses(problem, typed));
  const isAsked = missed.length > 0 || isRefused;
  if (!isAsked || !optionsOf(flake, file, string).some(({ type }) => type?.includes("list of"))) return new Set();
  const names = isRefused ? flake.graph.branches.map(({ name }) => name) : [];
  return new Set([...missed.flatMap(({ alternatives }) => alternatives), ...names]);
}

/** The error that ends a host has the text as a word. */
function refuses(problem: GraphProblem, text: string): boolean {
  return isHostFailure(problem) && mentions(problem.message, text);
}

function selectedAt(
  flake: LiveFlake,
  index: GraphIndex,
  file: string,
  { text, range }: StringOccurrence,
): readonly Branch[] {
  const selections = index.selectionsIn.get(file) ?? [];
  if (selections.length === 0) return [];
  const then = { start: flake.thenOffset(file, range.start), end: flake.thenOffset(file, range.end) };
  const here = selections.filter(({ at, kind }) => kind === "string" && at.start === then.start && at.end === then.end);
  const branches = [...new Set(here.map(({ branch }) => branch))].flatMap((id) => index.branchById.get(id) ?? []);
  // The string may be another one by now.
  return branches.filter(({ name }) => name === text || name.endsWith(text) || text.endsWith(name));
}

/** The branches that hosts were seen to take because of the attribute's name at the place: as den's hosts and users take their aspects. */
export function branchesCalledSo(flake: LiveFlake, file: string, { start, end }: OffsetRange): readonly Branch[] {
  const index = graphIndexOf(flake.graph);
  const then = { start: flake.thenOffset(file, start), end: flake.thenOffset(file, end) };
  const here = (index.selectionsIn.get(file) ?? []).filter(
    ({ at, kind, partial }) => kind === "string" && partial && at.start === then.start && at.end === then.end,
  );
  const branches = [...new Set(here.map(({ branch }) => branch))].flatMap((id) => index.branchById.get(id) ?? []);
  const word = flake
    .textOf(file)
    ?.slice(start, end)
    .replace(/^"(.*)"$/, "$1");
  // It may be another name by now.
  return branches.filter(({ name }) => name === word);
}

function selectorsFor(flake: LiveFlake, file: string, { context, range }: StringOccurrence): readonly Selector[] {
  const { selectors, stringOptions } = flake.graph;
  if (selectors.length + stringOptions.length === 0) return [];
  const declared = optionsOf(flake, file, { context, range }).map(({ path }) => path);
  const isOne = ({ option }: Selector) => declared.some((path) => samePath(path, option));
  const selecting = selectors.filter(isOne);
  // A name that is no branch's (yet) makes hosts fail, and then none is seen to select: the other names tell what they are for.
  return selecting.length > 0 ? selecting : stringOptions.filter(isOne);
}

/** The flake's own options that a string is a value for. */
function optionsOf(
  flake: LiveFlake,
  file: string,
  { context, range }: Pick<StringOccurrence, "context" | "range">,
): readonly DeclaredOption[] {
  if (!context) return [];
  const index = graphIndexOf(flake.graph);
  const paths = pathsOf(flake, file, context, range.start).filter((path) => path.class === undefined);
  return paths.flatMap((path) => optionsAt(index, path));
}

const kinds = new WeakMap<Selector, ReadonlySet<string>>();

/** Kinds of the branches that strings of the option were seen to select. */
function kindsOf(graph: Graph, selector: Selector): ReadonlySet<string> {
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
function kindOf(branch: Branch): string {
  const own = ownNameIndex(branch);
  return pathKey(branch.path.map((piece, at) => (at === own ? ANY_NAME : piece)));
}

/** Branches by what people call them, for lists. */
export function byName(branches: readonly Branch[]): ReadonlyMap<string, readonly Branch[]> {
  const names = new Map<string, Branch[]>();
  for (const branch of branches) entryOf(names, branch.name, (): Branch[] => []).push(branch);
  return names;
}
