import { cellsByFile } from "../graph/graph-lookup.ts";
import { UNMISTAKABLY_SYSTEM } from "../graph/namespaces.ts";
import type { OffsetRange, Span } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const misplacedModule: Rule = {
  code: "misplaced-module",
  group: "files",
  severity: "error",
  description: "A module for systems lies in the tree, so it is imported as a module of the flake.",
  explanation: `Every file of the tree is imported as a module of the flake itself. A \`hardware-configuration.nix\`, or any other module
for NixOS or Home Manager, sets options that the flake does not have, so Nix stops with "The option … does not exist".

Give the file a name that the loader skips (\`_hardware.nix\`) and import it where the system is built, or move its content into a branch.`,
  examples: {
    wrong: `# cells/hosts/desk/hardware.nix
{ modulesPath, ... }: {
  imports = [ (modulesPath + "/profiles/qemu-guest.nix") ];
  boot.loader.grub.enable = true;
}`,
    right: `# cells/hosts/desk/_hardware.nix, with modules = [ ./_hardware.nix ] in the host
{ modulesPath, ... }: {
  imports = [ (modulesPath + "/profiles/qemu-guest.nix") ];
  boot.loader.grub.enable = true;
}`,
  },
  check: (context) =>
    context.factsOf(flakesDefinitions).flatMap(({ cell: { file }, fact }): readonly Report[] => {
      const at = foreignIn(context, file, fact);
      if (!at) return [];
      const name = file.slice(file.lastIndexOf("/") + 1);
      const text = context.textOf(at.file)?.slice(at.start, at.end);
      return [
        {
          message: `This file is imported as a module of the flake, which has no option \`${text}\`, so Nix stops. That is an option of systems: rename the file to \`_${name}\`, which the loader skips, and add it to the modules of a host.`,
          at,
        },
      ];
    }),
};

/** Where a cell shows that it is a module for systems: the first option that the flake has not. Undefined: it is none. */
export function misplacedAt(context: RuleContext, file: string): Span | undefined {
  return foreignIn(context, file, flakesDefinitions(file, context));
}

interface Defined {
  readonly name: string;
  readonly range: OffsetRange;
}

/** What a file defines of the flake, where options of systems are among it. */
function flakesDefinitions(file: string, { namesOf }: FactContext): readonly Defined[] | undefined {
  const defined = (namesOf(file)?.occurrences ?? []).flatMap(({ use, scope, path, pieces, uncertain }) => {
    const [name, range] = [path[0], pieces[0]];
    return use === "define" && scope.kind === "flake" && !uncertain && typeof name === "string" && range
      ? [{ name, range }]
      : [];
  });
  return defined.some(({ name }) => UNMISTAKABLY_SYSTEM.has(name)) ? defined : undefined;
}

function foreignIn(
  { graph, treeOf, syntaxProblems }: RuleContext,
  file: string,
  defined: readonly Defined[] = [],
): Span | undefined {
  const { rootNames, takesAnything, outsideModules } = graph.root;
  const isImported = cellsByFile(graph).get(file)?.status === "imported";
  if (takesAnything || !isImported || syntaxProblems.has(file)) return undefined;
  const foreign = defined.filter(({ name }) => UNMISTAKABLY_SYSTEM.has(name) && !rootNames.includes(name));
  if (defined.some(({ name }) => rootNames.includes(name)) || !foreign[0]) return undefined;
  const root = treeOf(file)?.root;
  const takesModulesPath =
    root?.kind === "lambda" && root.formals?.formals.some(({ name }) => name.name === "modulesPath");
  // A module from outside may declare one such name for the flake, but hardly several.
  const isSure = !outsideModules || takesModulesPath || new Set(foreign.map(({ name }) => name)).size > 1;
  return isSure ? { file, ...foreign[0].range } : undefined;
}
