import { type DocumentSymbol, SymbolKind as LspKind } from "vscode-languageserver/node";
import { documentSymbols, type OutlineSymbol } from "../../features/symbols/document-symbols.ts";
import { type SymbolKind, workspaceSymbols } from "../../features/symbols/workspace-symbols.ts";
import type { LineIndex, Range } from "../../text.ts";
import type { FileRange } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

interface PlacedSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly detail: string;
  readonly range: Range;
  readonly word: Range;
  readonly children: readonly PlacedSymbol[];
}

interface FoundSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly container: string;
  readonly at: FileRange;
}

export interface SymbolQuestions {
  readonly documentSymbols: Question<object, readonly PlacedSymbol[]>;
  readonly workspaceSymbols: Question<{ readonly query: string }, readonly FoundSymbol[]>;
}

export const symbols: QuestionGroup<SymbolQuestions> = {
  answers: {
    documentSymbols: (view, file) => documentSymbols(view, file).map((symbol) => placed(view.linesOf(file), symbol)),
    workspaceSymbols: (view, _file, { query }) =>
      workspaceSymbols(view, query).map(({ at, ...symbol }) => ({
        ...symbol,
        at: { file: at.file, range: view.linesOf(at.file).rangeOf(at) },
      })),
  },
  capabilities: () => ({ documentSymbolProvider: { label: "Dendritic" }, workspaceSymbolProvider: true }),
  serve: (connection, asker) => {
    connection.onDocumentSymbol(async ({ textDocument }, token) => {
      const found = await asker.ask("documentSymbols", textDocument.uri, {}, token);
      return (found ?? []).map(documentSymbol);
    });
    connection.onWorkspaceSymbol(async ({ query }, token) => {
      const found = await asker.askAll("workspaceSymbols", { query }, token);
      return found.flat().map(({ kind, name, container, at }) => ({
        name,
        kind: kinds[kind],
        containerName: container,
        location: { uri: asker.uriFor(at.file), range: at.range },
      }));
    });
  },
};

/** Those that editors draw with different icons; the one of branches is that of their completions. */
const kinds: Readonly<Record<SymbolKind, LspKind>> = {
  host: LspKind.Struct,
  branch: LspKind.Class,
  leaf: LspKind.Module,
  option: LspKind.Property,
};

function placed(lines: LineIndex, symbol: OutlineSymbol): PlacedSymbol {
  return {
    ...symbol,
    range: lines.rangeOf(symbol.range),
    word: lines.rangeOf(symbol.word),
    children: symbol.children.map((child) => placed(lines, child)),
  };
}

function documentSymbol({ kind, name, detail, range, word, children }: PlacedSymbol): DocumentSymbol {
  return {
    name: name || "…",
    detail,
    kind: kinds[kind],
    range,
    selectionRange: word,
    children: children.map(documentSymbol),
  };
}
