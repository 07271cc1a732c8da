import { showOption } from "../modules/types/merge.ts";
import { nearMatch } from "./near-match.ts";
import type { Rule } from "./rule.ts";

export const undeclaredOption: Rule = {
  code: "undeclared-option",
  severity: "error",
  description: "An option is set that nothing declares, which Nix rejects.",
  check: ({ graph }) =>
    graph.problems.flatMap((problem) => {
      if (problem.kind !== "undeclared" || !problem.at) return [];
      const name = problem.path.at(-1) ?? "";
      const near = nearMatch(name, problem.alternatives);
      const advice = near ? ` Did you mean \`${showOption([...problem.path.slice(0, -1), near])}\`?` : "";
      const message = `No module declares the option \`${showOption(problem.path)}\`.${advice}`;
      return [{ message, at: problem.at, fixes: near ? [`Change to \`${near}\``] : [] }];
    }),
};
