import type { Branch, Graph, GraphProblem } from "../../graph/graph.ts";
import { isHostFailure, mentions } from "../../graph/host-failures.ts";
import type { StringOccurrence } from "../../names/name-index.ts";
import { entryOf } from "../../subjects/grouping.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { kindOf, kindsOf, optionsHolding, selectorsFor } from "../../subjects/selecting-strings.ts";

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

/** What was found from some texts of all files. While somebody types in a string, the text with the string that names nothing stays the same. */
interface Supposed {
  readonly texts: readonly (string | undefined)[];
  readonly branches: readonly Branch[];
}

/** The last that was found for a graph. */
const supposed = new WeakMap<Graph, Supposed>();

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
  const options = optionsHolding(flake, file, string).filter(({ type }) => type?.includes("list of string"));
  if (options.length === 0 || graph.cells.length > MOST_CELLS) return [];
  const known = supposed.get(graph);
  const texts = [file, text, ...flake.files.map((one) => (one === file ? undefined : flake.textOf(one)))];
  if (known?.texts.every((one, at) => one === texts[at])) return known.branches;
  const wanted = branchesWanted(flake, file, string, text);
  const branches = wanted.length > 0 ? wanted : branchesWanted(flake, file, string, textThen(flake, file, string));
  supposed.set(graph, { texts, branches });
  return branches;
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
  if (!isAsked || !optionsHolding(flake, file, string).some(({ type }) => type?.includes("list of"))) return new Set();
  const names = isRefused ? flake.graph.branches.map(({ name }) => name) : [];
  return new Set([...missed.flatMap(({ alternatives }) => alternatives), ...names]);
}

/** The error that ends a host has the text as a word. */
function refuses(problem: GraphProblem, text: string): boolean {
  return isHostFailure(problem) && mentions(problem.message, text);
}

/** Branches by what people call them, for lists. */
export function byName(branches: readonly Branch[]): ReadonlyMap<string, readonly Branch[]> {
  const names = new Map<string, Branch[]>();
  for (const branch of branches) entryOf(names, branch.name, (): Branch[] => []).push(branch);
  return names;
}
