import { isWhollyKnown } from "../graph/certainty.ts";
import type { Branch, Graph } from "../graph/graph.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import { type OptionPattern, pathKey, startsWith } from "../option-path.ts";
import type { Span } from "../text.ts";
import { renaming } from "./fix.ts";
import { nearMatch } from "./near-match.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const misspeltClass: Rule = {
  code: "misspelt-class",
  group: "classes",
  severity: "warning",
  description:
    "Modules are defined under a class that nothing uses, and whose name is almost that of one that is used, or that of an option of systems.",
  explanation: `\`flake.modules.<class>\` accepts any class. Modules under \`flake.modules.homeManger\` are kept, but no system uses them.

This is reported when nothing in the flake uses or reads modules of the class, and a class that systems do use has almost the same name, or
the name is that of an option of systems: under \`flake.modules.services\`, settings of NixOS look as if they were in a module.`,
  examples: {
    wrong: `{ flake.modules.homeManger.shell.programs.zsh.enable = true; }`,
    right: `{ flake.modules.homeManager.shell.programs.zsh.enable = true; }`,
  },
  check: (context) => {
    if (!isWhollyKnown(context.graph)) return [];
    return classPositions(context.graph).flatMap((position) => reportsAt(context, position));
  },
};

/** Classes that are called as some tool calls them. */
const KNOWN = new Set(
  "nixos darwin homeManager generic flake nixvim nvim hjem maid home nixOnDroid systemManager terranix devenv clan".split(
    " ",
  ),
);

interface ClassPosition {
  /** The names before the class: `flake`, `modules`. */
  readonly above: OptionPattern;
  readonly index: number;
  readonly taken: ReadonlySet<string>;
}

/** Where in the paths of branches the class stands: some branch that is taken has its class there. */
function classPositions({ branches }: Graph): readonly ClassPosition[] {
  const positions = new Map<string, { above: OptionPattern; index: number; taken: Set<string> }>();
  for (const branch of branches) {
    const index = branch.class === undefined || !isTaken(branch) ? -1 : branch.path.indexOf(branch.class);
    if (index < 1 || branch.class === undefined) continue;
    const above = branch.path.slice(0, Math.min(index, 2));
    const key = `${pathKey(above)} ${index}`;
    const known = positions.get(key) ?? { above, index, taken: new Set<string>() };
    known.taken.add(branch.class);
    positions.set(key, known);
  }
  return [...positions.values()];
}

function isTaken(branch: Branch): boolean {
  return branch.selectedBy.length > 0 || branch.consumedBy.length > 0;
}

function reportsAt(context: RuleContext, { above, index, taken }: ClassPosition): readonly Report[] {
  const alike = context.graph.branches.filter(({ path }) => startsWith(path, above));
  const classes = new Map<string, Branch[]>();
  for (const branch of alike) {
    const name = branch.path[index];
    if (typeof name !== "string") continue;
    const known = classes.get(name);
    if (known) known.push(branch);
    else classes.set(name, [branch]);
  }
  return [...classes].flatMap(([name, branches]) => {
    const near = meantBy(name, [...taken]);
    const isOption = near === undefined && !KNOWN.has(name) && SYSTEM_NAMESPACES.has(name);
    if (near === undefined && !isOption) return [];
    if (branches.some((branch) => isTaken(branch) || branch.open || branch.mayBeConsumed)) return [];
    if (isRead(context, name)) return [];
    const remedy =
      near === undefined
        ? `\`${name}\` is an option of systems: set it inside a module of class \`${taken.has("nixos") ? "nixos" : [...taken][0]}\`.`
        : `Did you mean \`${near}\`?`;
    return placesOf(context, above, index, name).map((at) => ({
      message: `No system uses modules of class \`${name}\`, so these have no effect. ${remedy}`,
      at,
      fixes: near === undefined ? [] : renaming(context, at, name, near),
    }));
  });
}

/** Other names for the class of Home Manager's modules. */
const HOMES: ReadonlySet<string> = new Set([
  "hm",
  "home",
  "home-manager",
  "homemanager",
  "homeModules",
  "home_manager",
]);

/** The class that is most likely meant. Another tool may have one of a known name. */
function meantBy(name: string, taken: readonly string[]): string | undefined {
  if (HOMES.has(name) && taken.includes("homeManager")) return "homeManager";
  return KNOWN.has(name) ? undefined : nearMatch(name, taken, 2);
}

/** Whether any code but definitions names it. */
function isRead({ graph, namesOf }: RuleContext, name: string): boolean {
  return graph.cells.some(({ file }) => {
    const names = namesOf(file);
    return (
      names?.occurrences.some(({ use, path }) => use === "read" && path.includes(name)) ||
      names?.strings.some(({ text }) => text === name)
    );
  });
}

function placesOf({ graph, namesOf }: RuleContext, above: OptionPattern, index: number, name: string): readonly Span[] {
  return graph.cells.flatMap(({ file }) => {
    const places = new Map<number, Span>();
    for (const { use, path, pieces } of namesOf(file)?.occurrences ?? []) {
      const range = pieces[index];
      if (use !== "define" || path[index] !== name || !range || !startsWith(path, above)) continue;
      places.set(range.start, { file, ...range });
    }
    return [...places.values()];
  });
}
