import type { Graph, Host } from "../graph/graph.ts";
import type { Report, Rule } from "./rule.ts";

export const repeatedSelection: Rule = {
  code: "repeated-selection",
  severity: "hint",
  description: "A host selects a branch that it has already.",
  check: ({ graph }) => graph.hosts.flatMap((host) => reportsFor(graph, host)),
};

function reportsFor(graph: Graph, host: Host): readonly Report[] {
  const reports = new Map<string, Report>();
  for (const { branch, at, repeats } of host.selections) {
    if (!repeats) continue;
    const name = graph.branches.find((candidate) => candidate.id === branch)?.name ?? branch;
    reports.set(`${at.file}:${at.start}`, {
      message: `\`${host.name}\` has \`${name}\` already, so selecting it here adds nothing.`,
      at,
      related: [{ message: `\`${name}\` is selected here first`, at: repeats }],
      hosts: [host.id],
      fixes: ["Remove the repeated selection"],
    });
  }
  return [...reports.values()];
}
