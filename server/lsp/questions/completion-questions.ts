import { CompletionItemKind, InsertTextFormat } from "vscode-languageserver/node";
import { completion } from "../../features/completion/completion.ts";
import type { CompletionItem } from "../../features/completion/completion-item.ts";
import { optionDocumentation } from "../../features/hover/option-hover.ts";
import type { OptionName } from "../../subjects/path-in-scope.ts";
import type { Range } from "../../text.ts";
import { type PositionParams, placeOf } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface CompletionQuestions {
  readonly completion: Question<PositionParams, readonly Offer[]>;
  /** What is shown beside an item once somebody looks at it, in Markdown. */
  readonly completionDocumentation: Question<OptionName, string>;
}

type Offer = Omit<CompletionItem, "range"> & { readonly range: Range };

export const completionQuestions: QuestionGroup<CompletionQuestions> = {
  answers: {
    completion: (view, file, params) => {
      const lines = view.linesOf(file);
      return completion(view, placeOf(view, file, params))?.map((item) => ({
        ...item,
        range: lines.rangeOf(item.range),
      }));
    },
    completionDocumentation: (view, _file, option) => optionDocumentation(view, option),
  },
  capabilities: () => ({
    completionProvider: { triggerCharacters: [".", '"', "/"], resolveProvider: true },
  }),
  serve: (connection, asker) => {
    connection.onCompletion(async ({ textDocument: { uri }, position }, token) => {
      const offers = await asker.ask("completion", uri, { position }, token);
      return (
        offers?.map(({ label, kind, range, insert, detail, option }) => ({
          label,
          kind: kinds[kind],
          textEdit: { range, newText: insert },
          ...(kind === "snippet" && { insertTextFormat: InsertTextFormat.Snippet, sortText: `~${label}` }),
          ...(label !== insert && kind !== "snippet" && { filterText: insert }),
          ...(detail !== undefined && { detail }),
          ...(option && { data: { uri, option } satisfies ItemData }),
        })) ?? null
      );
    });
    connection.onCompletionResolve(async (item, token) => {
      const data = item.data as ItemData | undefined;
      if (!data) return item;
      const value = await asker.ask("completionDocumentation", data.uri, data.option, token);
      return value === undefined ? item : { ...item, documentation: { kind: "markdown", value } };
    });
  },
};

interface ItemData {
  readonly uri: string;
  readonly option: OptionName;
}

const kinds: Readonly<Record<CompletionItem["kind"], CompletionItemKind>> = {
  option: CompletionItemKind.Property,
  namespace: CompletionItemKind.Module,
  branch: CompletionItemKind.Class,
  value: CompletionItemKind.EnumMember,
  argument: CompletionItemKind.Variable,
  input: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  snippet: CompletionItemKind.Snippet,
};
