import type { Graph, GraphProblem } from "../graph/graph.ts";
import { nearMatch } from "./near-match.ts";
import type { Report, Rule } from "./rule.ts";

export const unknownBranch: Rule = {
  code: "unknown-branch",
  severity: "error",
  description: "A branch is selected that nothing defines.",
  check: ({ graph }) => [
    ...graph.problems.flatMap((problem) => missingReference(graph, problem)),
    ...unknownStrings(graph),
  ],
};

function missingReference(graph: Graph, problem: GraphProblem): readonly Report[] {
  if (problem.kind !== "missing-branch" || !problem.at) return [];
  return [report(graph, problem.path[0] ?? "", problem.at, problem.alternatives, problem.hosts)];
}

/** Whether the error is that a string names no branch, which is told at the string. */
export function isAboutUnknownString(graph: Graph, problem: GraphProblem): boolean {
  const names = new Set(graph.branches.map((branch) => branch.name));
  const strings = graph.selectors.flatMap((selector) => selector.strings);
  return (
    isHostFailure(problem) &&
    isJudgeable(graph) &&
    strings.some(({ text }) => !names.has(text) && mentions(problem.message, text))
  );
}

/** The message has the string as a word of its own. */
function mentions(message: string, text: string): boolean {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.length > 1 && new RegExp(`(^|[^\\w-])${escaped}($|[^\\w-])`).test(message);
}

function isHostFailure(problem: GraphProblem): boolean {
  return problem.kind === "failure" && problem.hosts.length > 0;
}

function isJudgeable(graph: Graph): boolean {
  return graph.hosts.some((host) => !host.complete) && !graph.branches.some((branch) => branch.open);
}

/** Strings of an option that selects branches, where a host cannot be built for them. */
function unknownStrings(graph: Graph): readonly Report[] {
  const failures = graph.problems.filter(isHostFailure);
  if (failures.length === 0 || !isJudgeable(graph)) return [];
  const names = new Set(graph.branches.map((branch) => branch.name));
  const hosts = failures.flatMap((failure) => failure.hosts);
  return graph.selectors.flatMap(({ strings }) =>
    strings
      .filter(({ text }) => !names.has(text) && failures.some((failure) => mentions(failure.message, text)))
      .map(({ text, at }) => report(graph, text, at, [...names], hosts)),
  );
}

function report(
  graph: Graph,
  name: string,
  at: Report["at"],
  alternatives: readonly string[],
  hosts: readonly string[],
): Report {
  const elsewhere = graph.branches.find((branch) => branch.name === name && branch.class !== undefined);
  const near = nearMatch(name, alternatives);
  const advice = elsewhere
    ? ` There is one of that name for ${elsewhere.class}: \`${elsewhere.id}\`.`
    : near
      ? ` Did you mean \`${near}\`?`
      : "";
  return {
    message: `Nothing defines a branch \`${name}\`.${advice}`,
    at,
    hosts,
    fixes: near ? [`Change to \`${near}\``] : [],
  };
}
