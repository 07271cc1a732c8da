import type { Rule } from "./rule.ts";

export const evaluationError: Rule = {
  code: "evaluation-error",
  severity: "error",
  description: "Nix would stop with an error while it builds a host.",
  check: ({ graph, syntaxProblems }) => {
    const problems = graph.problems.flatMap(({ kind, message, at, hosts }) =>
      kind === "failure" && at && !syntaxProblems.has(at.file) && !at.file.startsWith("/<") ? [{ message: sentence(message), at, hosts }] : [],
    );
    const { failure } = graph.root;
    const root = failure?.at && problems.length === 0 && syntaxProblems.size === 0 ? [{ message: sentence(failure.message), at: failure.at }] : [];
    return [...problems, ...root];
  },
};

function sentence(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
}
