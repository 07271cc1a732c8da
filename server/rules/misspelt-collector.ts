import type { Span } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import { renaming } from "./fix.ts";
import { isModuleBody } from "./module-body.ts";
import { nearMatch } from "./near-match.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const misspeltCollector: Rule = {
  code: "misspelt-collector",
  group: "branches",
  severity: "error",
  description: "Modules are defined under an output that nothing uses, one letter away from one for modules.",
  explanation: `flake-parts accepts any attribute of \`flake\`, so \`flake.module.nixos.shell = …\` is not an error: it defines an output
that nothing uses, and the module has no effect.

This is reported when the name is one letter away from an output that holds modules or systems, no option declares it, and nothing in the
flake reads it.`,
  examples: {
    wrong: `{ flake.module.nixos.shell.programs.zsh.enable = true; }`,
    right: `{ flake.modules.nixos.shell.programs.zsh.enable = true; }`,
  },
  check: (context) => {
    // A broken file may read it.
    if (context.syntaxProblems.size > 0) return [];
    const collectors = collectorNames(context);
    const read = readOutputs(context);
    return definedOutputs(context).flatMap(({ name, at, below }) => {
      if (collectors.has(name) || read.has(name) || context.graph.root.outputNames.includes(name)) return [];
      const near = nearMatch(name, [...collectors], 1);
      if (near === undefined || (LEGITIMATE.has(name) && !isModuleBody(context, below))) return [];
      const message = `Nothing uses the output \`flake.${name}\`, so what it holds has no effect. Did you mean \`flake.${near}\`?`;
      return [{ message, at, fixes: renaming(context, at, name, near) }];
    });
  },
};

/** Outputs of the flake schema and its customs that hold one thing, and are called like those that hold many. */
const LEGITIMATE = new Set(["nixosModule", "homeModule", "homeManagerModule", "darwinModule", "flakeModule"]);

const KNOWN =
  "modules nixosModules homeModules homeManagerModules darwinModules nixosConfigurations darwinConfigurations homeConfigurations".split(
    " ",
  );

/** What this flake has or could have collectors and systems under. */
function collectorNames({ graph }: RuleContext): ReadonlySet<string> {
  const used = graph.branches.flatMap(({ path: [first, name] }) =>
    first === "flake" && typeof name === "string" ? [name] : [],
  );
  const known = KNOWN.filter((name) => graph.root.outputNames.includes(name));
  return new Set([
    ...used.filter((name) => graph.root.outputNames.includes(name)),
    ...known,
    ...graph.hosts.map(({ kind }) => kind),
  ]);
}

interface DefinedOutput {
  readonly name: string;
  readonly at: Span;
  /** The name below it. */
  readonly below: Span | undefined;
}

function definedOutputs({ factsOf, syntaxProblems }: RuleContext): readonly DefinedOutput[] {
  return factsOf(outputsDefinedIn).flatMap(({ cell: { file, status }, fact }) =>
    status === "imported" && !syntaxProblems.has(file) ? fact : [],
  );
}

function outputsDefinedIn(file: string, { namesOf }: FactContext): readonly DefinedOutput[] | undefined {
  const found = new Map<number, DefinedOutput>();
  for (const { use, scope, path, pieces, uncertain } of namesOf(file)?.occurrences ?? []) {
    const [first, name] = path;
    const range = pieces[1];
    if (use !== "define" || scope.kind !== "flake" || uncertain || first !== "flake") continue;
    if (typeof name !== "string" || path.length < 3 || !range || found.has(range.start)) continue;
    found.set(range.start, { name, at: { file, ...range }, below: pieces[2] && { file, ...pieces[2] } });
  }
  return found.size > 0 ? [...found.values()] : undefined;
}

function readOutputs({ factsOf }: RuleContext): ReadonlySet<string> {
  return new Set(factsOf(outputsReadIn).flatMap(({ fact }) => fact));
}

function outputsReadIn(file: string, { namesOf }: FactContext): readonly string[] | undefined {
  const reads = (namesOf(file)?.occurrences ?? []).filter(({ use }) => use === "read");
  const names = reads.flatMap(({ path }) =>
    path.flatMap((piece, index) =>
      index > 0 && path[index - 1] === "flake" && typeof piece === "string" ? [piece] : [],
    ),
  );
  return names.length > 0 ? names : undefined;
}
