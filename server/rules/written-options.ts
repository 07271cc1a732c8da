import type { Occurrence, OptionUse } from "../names/name-index.ts";
import type { RuleContext } from "./rule.ts";

export interface WrittenOption {
  readonly file: string;
  readonly occurrence: Occurrence;
}

/** Every place in a cell of the tree that declares, defines or reads an option path, where the file has no syntax error. */
export function soundOccurrences(context: RuleContext, use: OptionUse): readonly WrittenOption[] {
  const { graph, namesOf, syntaxProblems } = context;
  return graph.cells.flatMap(({ file, status }) => {
    if (status !== "imported" || syntaxProblems.has(file)) return [];
    return (namesOf(file)?.occurrences ?? []).flatMap((occurrence) =>
      occurrence.use === use ? [{ file, occurrence }] : [],
    );
  });
}
