import { type OptionPattern, pieceText, showOption } from "../option-path.ts";
import type { FactContext } from "./file-facts.ts";
import type { Rule } from "./rule.ts";

export const unreadOption: Rule = {
  code: "unread-option",
  group: "options",
  severity: "hint",
  description: "An option is declared, but never set or read.",
  explanation: `The flake declares an option of its own whose name appears nowhere else in its files: nothing sets it, and nothing reads it.
Remove it, unless the code that was going to use it is missing.

Options inside modules that the flake publishes are meant for others and are not reported.`,
  examples: {
    wrong: `{ lib, ... }: { options.my.editor = lib.mkOption { type = lib.types.str; default = "helix"; }; }`,
    right: `{ config, lib, ... }: {
  options.my.editor = lib.mkOption { type = lib.types.str; default = "helix"; };
  config.flake.modules.nixos.base.environment.variables.EDITOR = config.my.editor;
}`,
  },
  check: (context) => {
    const { graph, syntaxProblems } = context;
    // The module of an input may read what stands under the input's name.
    const inputs = new Set(graph.root.inputs.map(({ name }) => name));
    const candidates = graph.options.filter(
      ({ class: moduleClass, definitions, path, type, forOutside }) =>
        moduleClass === undefined &&
        !forOutside &&
        definitions.length === 0 &&
        isOwnName(path) &&
        !holdsModules(type) &&
        !inputs.has(pieceText(path[0] ?? "")),
    );
    if (candidates.length === 0 || syntaxProblems.size > 0) return [];
    const count = context.countsOf(wordsIn);
    return candidates.flatMap(({ path, declarations }) => {
      const name = pieceText(path.at(-1) ?? "");
      const first = declarations[0];
      // The name stands where it is declared, and nowhere else.
      if (!first || count(name) > declarations.length) return [];
      return [
        {
          message: `Nothing sets or reads \`${showOption(path)}\`, so the option can be removed.`,
          at: first,
          tags: ["unnecessary" as const],
        },
      ];
    });
  },
};

/** A plain name of some length, which nothing else is called by accident; outputs of the flake are for others. */
function isOwnName(path: OptionPattern): boolean {
  return path[0] !== "flake" && /^[A-Za-z_][\w'-]*$/.test(pieceText(path.at(-1) ?? ""));
}

/** An empty collector is a place for modules to come. */
function holdsModules(type: string | undefined): boolean {
  return type === undefined || /\b(sub)?module\b/.test(type);
}

function wordsIn(file: string, { textOf }: FactContext): readonly string[] {
  return textOf(file)?.match(/[A-Za-z_][\w'-]*/g) ?? [];
}
