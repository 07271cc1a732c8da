import type { Rule } from "./rule.ts";

export const syntax: Rule = {
  code: "syntax",
  group: "language",
  severity: "error",
  description: "The file is not valid Nix.",
  explanation: `Nix cannot parse the file, so no host that depends on it can be built. Rules that need to know the whole flake report
nothing until the file can be parsed again.`,
  examples: {
    wrong: `{
  flake.modules.nixos.base.programs.mtr.enable = true
}`,
    right: `{
  flake.modules.nixos.base.programs.mtr.enable = true;
}`,
  },
  judgesBroken: true,
  check: ({ syntaxProblems }) =>
    [...syntaxProblems].flatMap(([file, problems]) =>
      problems
        .filter(({ kind }) => kind === undefined)
        .map(({ message, start, end }) => ({
          message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`,
          at: { file, start, end },
        })),
    ),
};
