import type { GraphProblem } from "../graph/graph.ts";
import { renaming } from "./fix.ts";
import { problemsOfKind } from "./problems.ts";
import type { Rule } from "./rule.ts";

export const importTypo: Rule = {
  code: "import-typo",
  severity: "error",
  exception: "warning in a module that no system takes",
  description: "A module says `import` where it means `imports`.",
  explanation: `A module lists what it imports in \`imports\`. \`import = [ … ]\` sets an option called \`import\`, which does not exist, so Nix stops as soon as
the module is used.`,
  examples: {
    wrong: `{ inputs, ... }: { import = [ inputs.flake-parts.flakeModules.modules ]; }`,
    right: `{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }`,
  },
  check: (context) => {
    // Beside `config` it is no setting either.
    const unsupported = problemsOfKind(context, "unsupported").filter(isImport);
    return [...problemsOfKind(context, "import-list"), ...unsupported].map(({ at, hosts, parked }) => ({
      message: "`import` is not an option, so Nix stops here. A module lists what it imports in `imports`.",
      at,
      hosts,
      ...(parked && { severity: "warning" as const }),
      fixes: renaming(context, at, "import", "imports"),
    }));
  },
};

/** Whether a problem is that somebody wrote `import` for `imports`. */
export function isImport({ path }: Pick<GraphProblem, "path">): boolean {
  return path.length === 1 && path[0] === "import";
}
