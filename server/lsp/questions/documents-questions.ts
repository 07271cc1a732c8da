import { FoldingRangeKind, type SelectionRange } from "vscode-languageserver/node";
import { documentLinks } from "../../features/documents/document-links.ts";
import { folding } from "../../features/documents/folding.ts";
import { selectionRanges } from "../../features/documents/selection-range.ts";
import type { Position, Range } from "../../text.ts";
import type { FileRange } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

/** Questions that one file's text answers. */
export interface DocumentQuestions {
  readonly folding: Question<object, readonly { readonly range: Range; readonly kind: "code" | "comment" }[]>;
  /** For each position the ranges around it, the smallest first. */
  readonly selectionRanges: Question<{ readonly positions: readonly Position[] }, readonly (readonly Range[])[]>;
  readonly documentLinks: Question<object, readonly { readonly range: Range; readonly target: FileRange["file"] }[]>;
}

export const documentQuestions: QuestionGroup<DocumentQuestions> = {
  answers: {
    folding: (view, file) =>
      folding(view, file).map(({ kind, ...range }) => ({ kind, range: view.linesOf(file).rangeOf(range) })),
    selectionRanges: (view, file, { positions }) => {
      const lines = view.linesOf(file);
      const around = (position: Position) => selectionRanges(view, { file, offset: lines.offsetAt(position) });
      return positions.map((position) => around(position).map(lines.rangeOf));
    },
    documentLinks: (view, file) =>
      documentLinks(view, file).map(({ range, target }) => ({ range: view.linesOf(file).rangeOf(range), target })),
  },
  plain: ["folding", "selectionRanges"],
  capabilities: () => ({
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
  }),
  serve: (connection, asker) => {
    connection.onFoldingRanges(async ({ textDocument }, token) => {
      const folds = await asker.ask("folding", textDocument.uri, {}, token);
      return (folds ?? []).map(({ range: { start, end }, kind }) => ({
        startLine: start.line,
        startCharacter: start.character,
        endLine: end.line,
        endCharacter: end.character,
        ...(kind === "comment" && { kind: FoldingRangeKind.Comment }),
      }));
    });
    connection.onSelectionRanges(async ({ textDocument, positions }, token) => {
      const asked = { positions: positions.slice(0, MOST_POSITIONS) };
      const around = await asker.ask("selectionRanges", textDocument.uri, asked, token);
      return around ? positions.map((position, at) => chain(around[at] ?? [], position)) : null;
    });
    connection.onDocumentLinks(async ({ textDocument }, token) => {
      const links = await asker.ask("documentLinks", textDocument.uri, {}, token);
      return (links ?? []).map(({ range, target }) => ({ range, target: asker.uriFor(target) }));
    });
  },
};

/** Around further cursors nothing is selected: a large file takes a millisecond for each. */
const MOST_POSITIONS = 500;

function chain(ranges: readonly Range[], position: Position): SelectionRange {
  const outward = ranges.length > 0 ? ranges : [{ start: position, end: position }];
  return outward.reduceRight<SelectionRange | undefined>(
    (parent, range) => (parent ? { range, parent } : { range }),
    undefined,
  ) as SelectionRange;
}
