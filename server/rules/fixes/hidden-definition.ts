import type { Cell } from "../../graph/graph.ts";
import { type OptionPattern, startFits, type WrittenPath } from "../../option-path.ts";
import { nearMatch } from "../near-match.ts";
import type { RuleContext } from "../rule.ts";

/** Where a branch is defined after all, so that it would be wrong to make it again. */
export interface HiddenDefinition {
  readonly cell: Cell;
  /** It is written with a typo in the path; else Nix does not see the cell. */
  readonly isTypo: boolean;
}

/** A definition of the branch in a file that the flake does not see, or below a name that is nearly the right one. */
export function hiddenDefinition({ graph, namesOf }: RuleContext, path: OptionPattern): HiddenDefinition | undefined {
  for (const cell of graph.cells) {
    const isSeen = cell.status === "imported" || cell.status === "reached";
    const found = namesOf(cell.file)?.occurrences.some(
      ({ use, scope, path: written }) =>
        use === "define" && scope.kind === "flake" && (isSeen ? isTypoOf(written, path) : startFits(written, path)),
    );
    if (found) return { cell, isTypo: isSeen };
  }
  return undefined;
}

function isTypoOf(written: WrittenPath, path: OptionPattern): boolean {
  const wrong = path.flatMap((name, at) => (written[at] === name ? [] : [at]));
  const [at = 0] = wrong;
  const [found, meant] = [written[at], path[at]];
  return (
    wrong.length === 1 &&
    at < path.length - 1 &&
    typeof found === "string" &&
    typeof meant === "string" &&
    nearMatch(found, [meant]) !== undefined
  );
}
