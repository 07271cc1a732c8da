import type { Rule } from "./rule.ts";

export const syntax: Rule = {
  code: "syntax",
  severity: "error",
  description: "The file is no valid Nix.",
  check: ({ syntaxProblems }) =>
    [...syntaxProblems].flatMap(([file, problems]) =>
      problems.map(({ message, start, end }) => ({
        message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`,
        at: { file, start, end },
      })),
    ),
};
