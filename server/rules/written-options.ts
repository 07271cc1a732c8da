import type { Occurrence } from "../names/name-index.ts";
import type { FactContext, FactFinder } from "./file-facts.ts";
import type { RuleContext } from "./rule.ts";

export interface WrittenOption {
  readonly file: string;
  readonly occurrence: Occurrence;
}

/** Finds places in a file that declare, define or read an option path. */
export function occurrencesWhere(
  isWanted: (occurrence: Occurrence, context: FactContext) => boolean,
): FactFinder<readonly Occurrence[]> {
  return (file, context) => {
    const found = (context.namesOf(file)?.occurrences ?? []).filter((occurrence) => isWanted(occurrence, context));
    return found.length > 0 ? found : undefined;
  };
}

/** Those in cells of the tree, where the file has no syntax error. */
export function soundOccurrences(
  { factsOf, syntaxProblems }: RuleContext,
  find: FactFinder<readonly Occurrence[]>,
): readonly WrittenOption[] {
  return factsOf(find).flatMap(({ cell: { file, status }, fact }) =>
    status === "imported" && !syntaxProblems.has(file) ? fact.map((occurrence) => ({ file, occurrence })) : [],
  );
}
