import type { Graph } from "../graph/graph.ts";
import { isOneTypo } from "../graph/typos.ts";
import { startsWith } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import { type Fix, renaming } from "./fix.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { isUnknownString } from "./unknown-branch.ts";

export const hiddenLookup: Rule = {
  code: "hidden-lookup",
  group: "selections",
  severity: "warning",
  description: "A branch is looked up under a name that does not exist, and a fallback hides the mistake.",
  explanation: `\`modules.nixos.shel or { }\`, \`modules ? shel\` and the like tolerate a missing branch: nothing is selected, and nothing
is reported. That is meant for computed names, such as one per host. Where the name is written out, no branch has it, and another branch has
almost the same name, it is most likely a typo.`,
  examples: {
    wrong: `{ config, ... }: {
  flake.modules.nixos.shell.programs.zsh.enable = true;
  flake.modules.nixos.desk.imports = [ (config.flake.modules.nixos.shel or { }) ];
}`,
    right: `{ config, ... }: {
  flake.modules.nixos.shell.programs.zsh.enable = true;
  flake.modules.nixos.desk.imports = [ config.flake.modules.nixos.shell ];
}`,
  },
  check: (context) =>
    problemsOfKind(context, "vain-lookup").flatMap(({ at, path, direct, alternatives, certain }) => {
      const name = path.at(-1) ?? "";
      const near = nearMatch(name, certain ? alternatives : likelyMeant(path, alternatives));
      // A part that another class has by this name is left out here on purpose.
      const isNamedElsewhere = context.graph.branches.some((branch) => branch.path.includes(name));
      if (near === undefined || isNamedElsewhere || !(direct || isSelecting(context, at, name))) return [];
      // It is reported after all: a host fails.
      if (isUnknownString(context.graph, at)) return [];
      return [
        {
          message: `There is no branch \`${name}\`, but this lookup tolerates that, so nothing is selected and nothing is reported. Did you mean \`${near}\`?`,
          at,
          fixes: () => renamingAll(context, at, path, near),
        },
      ];
    }),
};

/**
 * What is most likely meant by a name that a module from outside might define. Such a module has first names of its own, however near they
 * are to others; further inside, one letter away from a branch it is a typo.
 */
function likelyMeant(path: readonly string[], alternatives: readonly string[]): readonly string[] {
  return path.length > 1 ? alternatives.filter((meant) => isOneTypo(path.at(-1) ?? "", meant)) : [];
}

/** A name that is written out, in an option whose strings select branches. */
function isSelecting({ graph, textOf }: RuleContext, at: Span, name: string): boolean {
  return textOf(at.file)?.slice(at.start, at.end) === JSON.stringify(name) && isSelectorString(graph, at);
}

function isSelectorString({ selectors }: Graph, at: Span): boolean {
  return selectors.some(({ strings }) => strings.some((string) => startKey(string.at) === startKey(at)));
}

/** Also where the file names the same branch once more: a lookup behind `?` that finds one now must not miss it. */
function renamingAll(context: RuleContext, at: Span, path: readonly string[], near: string): readonly Fix[] {
  const wrong = path.at(-1) ?? "";
  const [fix] = renaming(context, at, wrong, near);
  if (!fix) return [];
  const again = (context.namesOf(at.file)?.occurrences ?? []).flatMap((occurrence) => {
    const isSame = startsWith(occurrence.path, path);
    const range = isSame ? occurrence.pieces[path.length - 1] : undefined;
    if (!range || range.start === at.start) return [];
    return renaming(context, { file: at.file, ...range }, wrong, near)[0]?.edits ?? [];
  });
  const edits = new Map([...fix.edits, ...again].map((edit) => [edit.start, edit]));
  return [{ ...fix, edits: [...edits.values()] }];
}
