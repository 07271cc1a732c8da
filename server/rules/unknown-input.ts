import type { GraphProblem } from "../graph/graph.ts";
import type { Span } from "../text.ts";
import { type Fix, renaming } from "./fix.ts";
import { inputAddition, plainString, writtenInputs } from "./fixes/flake-inputs.ts";
import { nearMatch } from "./near-match.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const unknownInput: Rule = {
  code: "unknown-input",
  group: "files",
  severity: "error",
  exception: "warning where the name is only asked for",
  description: "An input is named that flake.nix does not declare.",
  explanation: `\`inputs\` holds what flake.nix declares below \`inputs\`, and \`self\`. Any other name stops Nix with "attribute … missing";
behind \`inputs ? name\` or \`or\`, it is never found. \`follows\` names an input of this flake as well, and Nix refuses to lock a flake whose
\`follows\` leads nowhere.`,
  examples: {
    wrong: `{ inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ inputs.home-manger.nixosModules.home-manager ]; };
}`,
    right: `{ inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ inputs.home-manager.nixosModules.home-manager ]; };
}`,
  },
  check: (context) => [
    ...problemsOfKind(context, "failure").flatMap(({ cause, at, hosts }) =>
      cause?.kind === "no-input" ? [missingInput(context, cause.name, at, hosts)] : [],
    ),
    ...problemsOfKind(context, "vain-input").flatMap((problem) => vainQuestion(context, problem)),
    ...wrongFollows(context),
  ],
};

function missingInput(context: RuleContext, name: string, at: Span, hosts: readonly string[]): Report {
  const near = nearInput(context, name);
  const effect = hosts.length > 0 ? `, so ${hostNames(context, hosts)} cannot be built` : ", so Nix stops here";
  const remedy = near
    ? `Did you mean \`${near}\`?`
    : isLeftToWrite(context, name)
      ? "It is declared for flake-file: run `nix run .#write-flake` to write flake.nix again."
      : "Declare it below `inputs` in flake.nix.";
  return {
    message: `\`${name}\` is not an input of this flake${effect}. ${remedy}`,
    at,
    hosts,
    fixes: () =>
      near ? renaming(context, at, name, near) : isLeftToWrite(context, name) ? [] : declaring(context, name),
  };
}

function declaring(context: RuleContext, name: string): readonly Fix[] {
  const edit = inputAddition(context, name);
  return edit ? [{ title: `Declare the input \`${name}\` in flake.nix`, edits: [edit], preferred: true }] : [];
}

/** Whether a cell declares the input for flake-file, which writes flake.nix from such declarations. */
function isLeftToWrite({ graph, namesOf }: RuleContext, name: string): boolean {
  return graph.cells.some(({ file }) =>
    namesOf(file)?.occurrences.some(
      ({ use, path }) => use === "define" && path[0] === "flake-file" && path[1] === "inputs" && path[2] === name,
    ),
  );
}

/** A question that is never answered with yes, where the name is almost that of an input. */
function vainQuestion(
  context: RuleContext,
  { at, path: [name = ""] }: GraphProblem & { readonly at: Span },
): readonly Report[] {
  const near = nearInput(context, name);
  if (near === undefined) return [];
  const message = `\`${name}\` is not an input of this flake, so this is never found, and nothing says so. Did you mean \`${near}\`?`;
  return [{ message, at, severity: "warning", fixes: () => renaming(context, at, name, near) }];
}

/** An input with almost that name, or with the same name and a word more: `treefmt-nix` for `treefmt`. */
function nearInput({ graph }: RuleContext, name: string): string | undefined {
  const names = graph.root.inputs.map((input) => input.name);
  const longer = names.filter(
    (one) => one.startsWith(`${name}-`) || one.endsWith(`-${name}`) || name.startsWith(`${one}-`),
  );
  return nearMatch(name, names) ?? (longer.length === 1 ? longer[0] : undefined);
}

/** `follows` whose first name is that of no input. An empty one stands for nothing, on purpose. */
function wrongFollows(context: RuleContext): readonly Report[] {
  const { file } = context.graph.root;
  if (context.syntaxProblems.has(file)) return [];
  const written = writtenInputs(context);
  const names = new Set(context.graph.root.inputs.map(({ name }) => name));
  return written.flatMap(({ path, value }) => {
    const target = path.at(-1) === "follows" ? plainString(value) : undefined;
    const name = target?.split("/")[0];
    if (!value || target === undefined || !name || names.has(name) || name === "self") return [];
    const near = nearMatch(name, [...names]);
    const at = { file, start: value.start, end: value.end };
    const advice = near === undefined ? "Declare it, or follow another one." : `Did you mean \`${near}\`?`;
    const message = `\`${path.slice(0, -1).join(".")}\` follows \`${name}\`, which is not an input of this flake, so Nix cannot lock it. ${advice}`;
    return [
      { message, at, fixes: () => (near === undefined || target !== name ? [] : renaming(context, at, name, near)) },
    ];
  });
}
