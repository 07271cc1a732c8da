import { type Definition, definition } from "../../features/definition.ts";
import type { Place, View } from "../../features/view.ts";
import { fileRangeOf, type Links, linksOf, type PositionParams, placeOf } from "./places.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface NavigationQuestions {
  readonly definition: Question<PositionParams, Links>;
}

export const navigation: QuestionGroup<NavigationQuestions> = {
  answers: {
    definition: leading(definition),
  },
  capabilities: () => ({ definitionProvider: true }),
  serve: (connection, session) => {
    connection.onDefinition(async ({ textDocument, position }, token) =>
      linksOf(session, await session.ask("definition", textDocument.uri, { position }, token)),
    );
  },
};

function leading(feature: (view: View, place: Place) => Definition | undefined) {
  return (view: View, file: string, params: PositionParams): Links | undefined => {
    const found = feature(view, placeOf(view, file, params));
    return found && { range: view.linesOf(file).rangeOf(found.range), targets: found.targets.map(fileRangeOf) };
  };
}
