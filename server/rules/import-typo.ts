import type { GraphProblem } from "../graph/graph.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { Span } from "../text.ts";
import { renaming } from "./fix.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { occurrencesWhere, soundOccurrences } from "./written-options.ts";

export const importTypo: Rule = {
  code: "import-typo",
  group: "modules",
  severity: "error",
  exception: "warning in a module that no system uses",
  description: "A module sets `import` instead of `imports`.",
  explanation: `A module lists the modules that it imports in \`imports\`. \`import = [ … ]\` sets an option called \`import\`, which does
not exist, so Nix stops as soon as the module is used.`,
  examples: {
    wrong: `{ inputs, ... }: { import = [ inputs.flake-parts.flakeModules.modules ]; }`,
    right: `{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }`,
  },
  check: (context) => {
    // Beside `config` it is not a setting either.
    const unsupported = problemsOfKind(context, "unsupported").filter(isImport);
    const found = [...problemsOfKind(context, "import-list"), ...unsupported, ...perPlatform(context)];
    return found.map(({ at, hosts, parked }) => ({
      message: "`import` is not an option, so Nix stops here. The modules to import are listed in `imports`.",
      at,
      hosts,
      ...(parked && { severity: "warning" as const }),
      fixes: renaming(context, at, "import", "imports"),
    }));
  },
};

/** Lists for `import` in modules of `perSystem`, which are not evaluated whole. */
function perPlatform(
  context: RuleContext,
): readonly { readonly at: Span; readonly hosts: readonly string[]; readonly parked: boolean }[] {
  if (context.graph.root.perSystemNames.includes("import")) return [];
  return soundOccurrences(context, perSystemImports).flatMap(({ file, occurrence: { range } }) => {
    const at = { file, ...range };
    return isList(context, at) ? [{ at, hosts: [], parked: false }] : [];
  });
}

const perSystemImports = occurrencesWhere(
  ({ use, scope, path, uncertain }) =>
    use === "define" && scope.kind === "perSystem" && path.length === 1 && path[0] === "import" && !uncertain,
);

/** Whether a list is bound to the name at the place. */
function isList({ treeOf }: RuleContext, name: Span): boolean {
  const tree = treeOf(name.file);
  const around = tree && enclosing(tree, name).at(-1);
  return (
    around?.kind === "set" &&
    around.bindings.some(
      (each) => each.kind === "bind" && each.path.at(-1)?.start === name.start && each.value.kind === "list",
    )
  );
}

/** Whether a problem is that somebody wrote `import` for `imports`. */
export function isImport({ path }: Pick<GraphProblem, "path">): boolean {
  return path.length === 1 && path[0] === "import";
}
