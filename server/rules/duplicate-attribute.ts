import type { Rule } from "./rule.ts";

export const duplicateAttribute: Rule = {
  code: "duplicate-attribute",
  group: "language",
  severity: "error",
  judgesBroken: true,
  description: "An attribute or a function argument is defined twice.",
  explanation: `A set can define each attribute only once, and a function can name each argument only once. Nix refuses the whole file with
"attribute … already defined". Two attribute paths that begin alike are fine: \`a.b = 1; a.c = 2;\`.`,
  examples: {
    around: `# cells/user-options.nix
{ config, lib, ... }: {
  options.my.user = lib.genAttrs [ "name" "shell" ] (_: lib.mkOption { type = lib.types.str; default = ""; });
  config.flake.modules.nixos.base.environment.variables = { inherit (config.my.user) name shell; };
}`,
    wrong: `{
  my.user = { name = "rowan"; };
  my.user = "alder";
}`,
    right: `{
  my.user.name = "rowan";
  my.user.shell = "zsh";
}`,
  },
  check: ({ syntaxProblems }) =>
    [...syntaxProblems].flatMap(([file, problems]) =>
      problems
        .filter(({ kind }) => kind === "duplicate")
        .map(({ message, start, end }) => ({
          message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}, so Nix refuses the file.`,
          at: { file, start, end },
        })),
    ),
};
