import type { SyntaxProblem } from "../syntax/syntax-tree.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { syntaxAdvice } from "./syntax-advice.ts";

export const syntax: Rule = {
  code: "syntax",
  group: "language",
  severity: "error",
  description: "The file is not valid Nix.",
  explanation: `Nix cannot parse the file, so no host that depends on it can be built. Rules that need to know the whole flake report
nothing until the file can be parsed again.`,
  examples: {
    wrong: `{
  flake.modules.nixos.base.environment.shells = [ "bash", "zsh" ];
}`,
    right: `{
  flake.modules.nixos.base.environment.shells = [ "bash" "zsh" ];
}`,
  },
  judgesBroken: true,
  check: (context) =>
    [...context.syntaxProblems].flatMap(([file, problems]) =>
      reportsIn(
        context,
        file,
        problems.filter(({ kind }) => kind === undefined),
      ),
    ),
};

/** One report for each mistake: what else goes wrong because of it is left out. */
function reportsIn({ textOf }: RuleContext, file: string, problems: readonly SyntaxProblem[]): readonly Report[] {
  const text = textOf(file) ?? "";
  const reports: Report[] = [];
  let explained = -1;
  for (const { message, start, end } of [...problems].sort((a, b) => a.start - b.start)) {
    if (start < explained) continue;
    const advice = syntaxAdvice(file, text, start);
    if (advice) explained = advice.explains.end;
    reports.push(
      advice
        ? { message: advice.message, at: { file, ...advice.at }, fixes: advice.fixes }
        : { message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`, at: { file, start, end } },
    );
  }
  return reports;
}
