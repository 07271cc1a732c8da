import { showOption } from "../option-path.ts";
import { isImport } from "./import-typo.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Rule } from "./rule.ts";

export const mixedModuleForm: Rule = {
  code: "mixed-module-form",
  group: "modules",
  severity: "error",
  exception: "warning in a module that no system uses",
  description: "A module has settings next to `config` or `options`.",
  explanation: `A module is written in one of two ways: its settings stand directly in it or, once it has \`config\` or \`options\`, all of
them stand in \`config\`. Mixing the two stops Nix with "has an unsupported attribute … This is caused by introducing a top-level \`config\`
or \`options\` attribute".`,
  examples: {
    wrong: `{ lib, ... }: {
  options.my.shell = lib.mkOption { type = lib.types.str; };
  my.shell = "zsh";
}`,
    right: `{ lib, ... }: {
  options.my.shell = lib.mkOption { type = lib.types.str; };
  config.my.shell = "zsh";
}`,
  },
  check: (context) =>
    problemsOfKind(context, "unsupported").flatMap((problem) => {
      if (isImport(problem)) return [];
      const { at, path, beside, besideAt, hosts, parked } = problem;
      const name = showOption(path);
      return {
        message: `\`${name}\` is next to \`${beside}\`, where Nix accepts no settings. Write \`config.${name}\`.`,
        at,
        hosts,
        ...(parked && { severity: "warning" as const }),
        related: besideAt
          ? [{ message: `\`${beside}\` makes this a module whose settings all belong in \`config\``, at: besideAt }]
          : [],
        fixes: [
          {
            title: `Change to \`config.${name}\``,
            edits: [{ ...at, end: at.start, text: "config." }],
            preferred: true,
          },
        ],
      };
    }),
};
