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
      // An outside module may declare it; only what looks like a slip is worth a word then.
      if (!problem.certain && !near) return [];
      const advice = near ? ` Did you mean \`${showOption([...problem.path.slice(0, -1), near])}\`?` : "";
      const message = `No module declares the option \`${showOption(problem.path)}\`.${advice}`;
      const fixes = near ? [`Change to \`${near}\``] : [];
      return [
        problem.certain
          ? { message, at: problem.at, fixes }
          : { message, at: problem.at, fixes, severity: "warning" as const },
      ];
    }),
};
