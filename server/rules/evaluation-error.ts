import { coversSpan, type Span } from "../text.ts";
import { builderArguments } from "./builder-arguments.ts";
import { adviceOn } from "./evaluation-advice.ts";
import { isMissingArgument } from "./missing-argument.ts";
import { isMisspeltRead } from "./misspelt-reads.ts";
import { hostNames, sureProblems } from "./problem-rules.ts";
import type { Report, Rule } from "./rule.ts";
import { isAboutUnknownString } from "./unknown-branch.ts";

export const evaluationError: Rule = {
  code: "evaluation-error",
  group: "selections",
  severity: "error",
  description: "Nix stops with an error while it evaluates a host.",
  explanation: `The module list of a host cannot be evaluated: on the way, Nix hits a \`throw\`, a failed \`assert\`, a missing attribute or
an infinite recursion. \`nixos-rebuild\` stops in the same place; here the error is reported while you type, for every host at once.

Only what the structure of the flake depends on is evaluated. Errors inside the modules themselves are left to Nix.`,
  examples: {
    around: `# cells/_hardware.nix
{ }`,
    wrong: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base (throw "no hardware module yet") ];
  };
}`,
    right: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base ./_hardware.nix ];
  };
}`,
  },
  check: (context) => {
    const { graph, syntaxProblems } = context;
    const { failure, outsideModules, directory } = graph.root;
    const isOwn = (file: string) => file.startsWith(`${directory}/`);
    const found = sureProblems(graph).flatMap((problem): readonly Found[] => {
      const { kind, message, at, hosts } = problem;
      if (isAboutUnknownString(context, problem)) return [];
      if (
        kind !== "failure" ||
        problem.cause?.kind === "no-input" ||
        !at ||
        syntaxProblems.has(at.file) ||
        !isOwn(at.file)
      )
        return [];
      if (outsideModules && mayBeSupplied(message)) return [];
      if (isMissingArgument(context, at) || isMisspeltRead(context, at)) return [];
      const advice = adviceOn(context, { ...problem, at });
      if (advice) return [{ report: { ...advice, hosts }, explains: advice.explains }];
      const effect = hosts.length > 0 ? ` Nix stops here when it evaluates ${hostNames(context, hosts)}.` : "";
      return [{ report: { message: sentence(message) + effect, at, hosts }, explains: undefined }];
    });
    const isExplained = ({ at }: Report) =>
      found.some(({ explains, report }) => report.at !== at && explains && coversSpan(explains, at));
    const explained = found.flatMap(({ report }) => (isExplained(report) ? [] : [report]));
    const problems = [...explained, ...builderArguments(context)];
    const isCertain =
      failure?.certain && failure.at && isOwn(failure.at.file) && problems.length === 0 && syntaxProblems.size === 0;
    return isCertain && failure.at ? [{ message: sentence(failure.message), at: failure.at }, ...problems] : problems;
  },
};

interface Found {
  readonly report: Report;
  /** As in `Advice`. */
  readonly explains: Span | undefined;
}

/** What is missing here may come from a module that is not at hand. */
function mayBeSupplied(message: string): boolean {
  return !message.startsWith("infinite recursion") && !message.startsWith("path '");
}

function sentence(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${/[.!?]$|\n/.test(message) ? "" : "."}`;
}
