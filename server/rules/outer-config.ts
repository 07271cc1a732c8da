import type { Leaf } from "../graph/graph.ts";
import { leavesByFile } from "../graph/graph-lookup.ts";
import { SYSTEM_CLASSES, UNMISTAKABLY_SYSTEM } from "../graph/namespaces.ts";
import { showOption, withoutComputed } from "../option-path.ts";
import { enclosing } from "../syntax/enclosing.ts";
import { covers, type Span, smallestAround } from "../text.ts";
import { className } from "./class-name.ts";
import type { Fix } from "./fix.ts";
import { formalAddition } from "./fixes/formals.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { occurrencesWhere, soundOccurrences } from "./written-options.ts";

export const outerConfig: Rule = {
  code: "outer-config",
  group: "options",
  severity: "warning",
  description: "A leaf reads an option of its system from the `config` of the flake.",
  explanation: `Two configurations are in scope in a file: that of the flake, whose \`config\` is an argument of the file, and that of the
system, whose \`config\` is an argument of the leaf. A leaf that does not take \`config\` as an argument reads the flake's, which has no
\`networking\` or \`services\`: Nix stops with "attribute … missing" or, where \`or\` or \`?\` guards the read, the option is never found.

This is reported for names that the flake's own configuration cannot have.`,
  examples: {
    wrong: `{ config, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    environment.etc.motd.text = "this is \${config.networking.hostName}";
  };
}`,
    right: `{
  flake.modules.nixos.base = { config, lib, ... }: {
    environment.etc.motd.text = "this is \${config.networking.hostName}";
  };
}`,
  },
  check: (context) => {
    if (context.graph.root.takesAnything) return [];
    return soundOccurrences(context, readsOfOther).flatMap(({ file, occurrence }) => {
      const { path, pieces, guarded } = occurrence;
      const range = pieces.find((piece) => piece !== undefined);
      const at = range && { file, start: range.start, end: occurrence.range.end };
      const leaf = at && leafAround(context, at);
      if (!at || leaf?.class === undefined) return [];
      const name = showOption(withoutComputed(path));
      const effect = guarded ? "so it is never found" : "so Nix stops when it gets here";
      return [
        {
          message: `\`config\` is the flake's configuration here, which has no \`${name}\`, ${effect}. ${adviceFor(context, leaf, className(leaf.class))}`,
          at,
          fixes: () => takingConfig(context, leaf, at),
        },
      ];
    });
  },
};

/** Reads of what the flake's own module system hardly has. */
const readsOfOther = occurrencesWhere(({ use, scope, uncertain, path }, { graph }) => {
  const [first] = path;
  if (use !== "read" || scope.kind !== "flake" || uncertain || typeof first !== "string" || path.length < 2)
    return false;
  const { rootNames, outsideModules } = graph.root;
  // A module from outside may give the flake options of its own, though hardly by the names of systems.
  return !rootNames.includes(first) && (!outsideModules || UNMISTAKABLE.has(first));
});

/** Makes `config` an argument of the module, where it reads nothing of the flake's. */
function takingConfig(context: RuleContext, leaf: Leaf, at: Span): readonly Fix[] {
  const tree = context.treeOf(at.file);
  if (!tree || flakesRead(context, leaf)) return [];
  const around = enclosing(tree, at).filter((one) => covers(leaf.at, one));
  const module = around.find(({ kind }) => kind === "lambda" || kind === "set");
  const edit =
    module?.kind === "lambda"
      ? formalAddition(context.textOf(at.file) ?? "", at.file, module, "config")
      : module?.start === leaf.at.start && { ...leaf.at, end: leaf.at.start, text: "{ config, ... }: " };
  return edit ? [{ title: "Add `config` to the arguments of the module", edits: [edit], preferred: true }] : [];
}

/** Such names, of NixOS and nix-darwin or of Home Manager. */
const UNMISTAKABLE: ReadonlySet<string> = new Set([...UNMISTAKABLY_SYSTEM, "home", "xdg"]);

/** With `config` among its arguments the module cannot read the flake's any more, which it may do as well. */
function flakesRead({ graph, namesOf }: RuleContext, leaf: Leaf) {
  const { rootNames } = graph.root;
  return namesOf(leaf.at.file)?.occurrences.find(({ use, scope, path, pieces }) => {
    const [name, range] = [path[0], pieces[0]];
    if (use !== "read" || scope.kind !== "flake" || typeof name !== "string" || !range) return false;
    return rootNames.includes(name) && covers(leaf.at, range);
  });
}

function adviceFor(context: RuleContext, leaf: Leaf, className: string): string {
  const beside = flakesRead(context, leaf);
  const adding = "add `config` to the arguments of this module";
  if (!beside) return `To read that of ${className}, ${adding}.`;
  const other = showOption(["config", ...withoutComputed(beside.path)]);
  return `To read that of ${className}, bind \`${other}\`, which is the flake's, in a \`let\` around the module, then ${adding}.`;
}

/** The class of systems of the innermost leaf around a place that lies in the leaf's own code. */
export function leafClass(context: RuleContext, at: Span): string | undefined {
  return leafAround(context, at)?.class;
}

function leafAround({ graph }: RuleContext, at: Span): Leaf | undefined {
  const inside = (leavesByFile(graph).get(at.file) ?? []).filter((leaf) => leaf.at.start < at.start);
  const [leaf] = smallestAround(inside, at);
  return SYSTEM_CLASSES.has(leaf?.class ?? "") ? leaf : undefined;
}
