import type { Absence, Graph, Leaf } from "../graph/graph.ts";
import { innermostLeaf } from "../graph/graph-lookup.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import { pieceText, startsWith, withoutComputed } from "../option-path.ts";
import { covers, distinctSpans, type Span } from "../text.ts";
import { isCertainlyReached } from "./reached-code.ts";
import type { RuleContext } from "./rule.ts";
import { occurrencesWhere, soundOccurrences, type WrittenOption } from "./written-options.ts";

/** A leaf reads what a host that takes it has no option for. */
export interface AbsentRead {
  readonly path: readonly string[];
  readonly at: Span;
  readonly hosts: readonly string[];
  readonly declaredAt: readonly Span[];
}

/**
 * Reads of a leaf's own `config` that fail in some host. Not where absence is allowed for, there or anywhere else in the file; nor in code
 * that a condition may leave out.
 */
export function absentReads(context: RuleContext): readonly AbsentRead[] {
  const { graph, syntaxProblems } = context;
  // A broken file may hold the declaration.
  if (syntaxProblems.size > 0 || graph.absences.length === 0) return [];
  const guards = new Map<string, ReadonlySet<string>>();
  return soundOccurrences(context, leavesReads).flatMap((read) => {
    const { file, occurrence } = read;
    const [root] = occurrence.path;
    if (occurrence.guarded || typeof root !== "string" || SYSTEM_NAMESPACES.has(root)) return [];
    const guarded = guards.get(file) ?? guardedRoots(context, file);
    guards.set(file, guarded);
    return guarded.has(root) ? [] : absentRead(context, read);
  });
}

/** The names that some code of the file asks for in a way that bears their absence. */
function guardedRoots({ namesOf }: RuleContext, file: string): ReadonlySet<string> {
  const names = namesOf(file);
  const asked = (names?.occurrences ?? []).flatMap(({ use, path, guarded }) => (use === "read" && guarded ? path : []));
  return new Set(asked.filter((piece) => typeof piece === "string"));
}

const leavesReads = occurrencesWhere(
  ({ use, scope, uncertain }) =>
    use === "read" && !uncertain && scope.kind === "module" && scope.within.kind === "flake",
);

function absentRead(context: RuleContext, { file, occurrence }: WrittenOption): readonly AbsentRead[] {
  const { graph } = context;
  const { path, pieces, range } = occurrence;
  const absences = graph.absences.filter((absence) => startsWith(path, absence.path));
  const first = pieces.find((piece) => piece !== undefined);
  if (absences.length === 0 || !first) return [];
  const at = { file, start: first.start, end: range.end };
  const leaf = innermostLeaf(graph, at);
  const missed = leaf ? absences.filter((absence) => takes(graph, absence, leaf)) : [];
  const tree = context.treeOf(file);
  const [one] = missed;
  if (!one || !leaf || !tree || !isCertainlyReached(tree, leaf.at, at)) return [];
  // Some function may be given the name to ask for it.
  const written = context.namesOf(file)?.strings.filter(({ range }) => covers(leaf.at, range));
  if (written?.some(({ text }) => text === path[0])) return [];
  const hosts = [...new Set(missed.map(({ host }) => host))];
  const names = withoutComputed(path).map(pieceText);
  return [{ path: names, at, hosts, declaredAt: distinctSpans(missed.flatMap(({ declaredAt }) => declaredAt)) }];
}

/** Whether the host has the leaf, for certain, in a configuration of that class. */
function takes({ hosts, images }: Graph, { host: id, systemClass }: Absence, leaf: Leaf): boolean {
  const host = [...hosts, ...images].find((one) => one.id === id);
  if (!host?.complete) return false;
  const pulls = host.pulls.filter((pull) => pull.leaf === leaf.id && !pull.uncertain);
  return pulls.some(({ slot }) => (slot === undefined ? host.class : leaf.class) === systemClass);
}
