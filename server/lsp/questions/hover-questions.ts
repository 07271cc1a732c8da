import { hover } from "../../features/hover/hover.ts";
import type { Range } from "../../text.ts";
import { type PositionParams, placeOf } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface HoverQuestions {
  readonly hover: Question<PositionParams, { readonly range: Range; readonly markdown: string }>;
}

export const hoverQuestions: QuestionGroup<HoverQuestions> = {
  answers: {
    hover: (view, file, params) => {
      const found = hover(view, placeOf(view, file, params));
      return found && { range: view.linesOf(file).rangeOf(found.range), markdown: found.markdown };
    },
  },
  capabilities: () => ({ hoverProvider: true }),
  serve: (connection, asker) => {
    connection.onHover(async ({ textDocument, position }, token) => {
      const answer = await asker.ask("hover", textDocument.uri, { position }, token);
      return answer ? { range: answer.range, contents: { kind: "markdown", value: answer.markdown } } : null;
    });
  },
};
