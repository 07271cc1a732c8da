import type { Graph, GraphProblem } from "../graph/graph.ts";
import { isNativePath } from "../nix/paths.ts";
import { type Span, spanKey } from "../text.ts";
import type { RuleContext } from "./rule.ts";

/** What does not depend on the value of any option. */
const KINDS_OF_FORM: ReadonlySet<GraphProblem["kind"]> = new Set([
  "import-list",
  "unsupported",
  "recursive-imports",
  "partial-pattern",
  "unknown",
]);

/**
 * The graph's problems that are there for sure: where options may have other values, most may not be. A module that fails as a whole is
 * the reason for that, not a part of it.
 */
export function sureProblems({ problems, root }: Graph): readonly GraphProblem[] {
  if (!root.isDoubtful) return problems;
  return problems.filter(
    ({ kind, at }) => KINDS_OF_FORM.has(kind) || (at && root.doubtsAt.some((doubt) => spanKey(doubt) === spanKey(at))),
  );
}

/** The graph's problems of one kind that have a place in the flake's own files, none of which is broken there. */
export function problemsOfKind<Kind extends GraphProblem["kind"]>(
  { graph, syntaxProblems }: RuleContext,
  kind: Kind,
): readonly (Extract<GraphProblem, { kind: Kind }> & { readonly at: Span })[] {
  const isSound = ({ file }: Span) =>
    file.startsWith(`${graph.root.directory}/`) && !isNativePath(file) && !syntaxProblems.has(file);
  return sureProblems(graph).filter(
    (problem): problem is Extract<GraphProblem, { kind: Kind }> & { readonly at: Span } =>
      problem.kind === kind && problem.at !== undefined && isSound(problem.at),
  );
}

/** The ids of hosts, for people: "`desk`", "`desk` and `rack`", "`desk`, `rack` and 3 more hosts". */
export function hostNames({ graph }: RuleContext, ids: readonly string[]): string {
  const names = [...new Set(ids)].map((id) => {
    const host = [...graph.hosts, ...graph.images].find((one) => one.id === id);
    return `\`${host?.name ?? id}\``;
  });
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more hosts`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** With the verb for that many hosts: "`desk` uses", "`desk` and `rack` use". */
export function hostsUse(context: RuleContext, ids: readonly string[]): string {
  return `${hostNames(context, ids)} ${new Set(ids).size > 1 ? "use" : "uses"}`;
}
