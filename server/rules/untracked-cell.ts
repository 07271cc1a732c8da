import type { Rule } from "./rule.ts";

export const untrackedCell: Rule = {
  code: "untracked-cell",
  severity: "warning",
  description: "A cell is not in git's index, so Nix does not see it.",
  check: ({ graph }) =>
    graph.cells.flatMap(({ file, status }) =>
      status === "untracked"
        ? [
            {
              message: "Git does not track this file, so Nix does not see it. `git add -N` makes it part of the flake.",
              at: { file, start: 0, end: 0 },
              fixes: ["Track the file (git add -N)"],
            },
          ]
        : [],
    ),
};
