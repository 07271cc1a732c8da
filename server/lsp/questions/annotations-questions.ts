import {
  type CancellationToken,
  type InlayHint,
  SemanticTokenModifiers,
  SemanticTokensBuilder,
  SemanticTokenTypes,
} from "vscode-languageserver/node";
import { codeLenses, resolveCodeLens } from "../../features/annotations/code-lens.ts";
import { inlayHints } from "../../features/annotations/inlay-hints.ts";
import { semanticTokens, type TokenKind } from "../../features/annotations/semantic-tokens.ts";
import { SHOW_PLACES_COMMAND, type ShowPlaces } from "../../protocol.ts";
import type { NodeId } from "../../subjects/graph-node.ts";
import type { Position, Range } from "../../text.ts";
import type { FileRange } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

/** What is written over and beside code. */
export interface AnnotationQuestions {
  readonly codeLenses: Question<object, readonly { readonly range: Range; readonly about: readonly NodeId[] }[]>;
  readonly resolveCodeLens: Question<
    { readonly about: readonly NodeId[] },
    { readonly title: string; readonly places: readonly FileRange[] }
  >;
  readonly inlayHints: Question<
    { readonly range: Range },
    readonly {
      readonly position: Position;
      readonly text: string;
      readonly tooltip: string;
      readonly gap: "left" | "right";
    }[]
  >;
  readonly semanticTokens: Question<
    object,
    readonly { readonly at: Position; readonly length: number; readonly kind: TokenKind; readonly declares: boolean }[]
  >;
}

export const annotations: QuestionGroup<AnnotationQuestions> = {
  answers: {
    codeLenses: (view, file) =>
      codeLenses(view, file).map(({ range, about }) => ({ range: view.linesOf(file).rangeOf(range), about })),
    resolveCodeLens: (view, _file, { about }) => {
      const text = resolveCodeLens(view, about);
      return (
        text && {
          title: text.title,
          places: text.places.map((at) => ({ file: at.file, range: view.linesOf(at.file).rangeOf(at) })),
        }
      );
    },
    inlayHints: (view, file, { range }) => {
      const lines = view.linesOf(file);
      const within = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
      return inlayHints(view, file, within).map(({ offset, ...hint }) => ({
        ...hint,
        position: lines.positionAt(offset),
      }));
    },
    semanticTokens: (view, file) => {
      const lines = view.linesOf(file);
      return semanticTokens(view, file).map(({ start, end, kind, declares }) => ({
        at: lines.positionAt(start),
        length: end - start,
        kind,
        declares,
      }));
    },
  },
  capabilities: () => ({
    codeLensProvider: { resolveProvider: true },
    inlayHintProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: Object.values(tokenTypes), tokenModifiers: [SemanticTokenModifiers.declaration] },
      full: { delta: true },
    },
  }),
  serve: (connection, asker) => {
    connection.onCodeLens(async ({ textDocument: { uri } }, token) => {
      if (!asker.settings.codeLens) return [];
      const found = await asker.ask("codeLenses", uri, {}, token);
      return (found ?? []).map(({ range, about }) => ({ range, data: { uri, about } }));
    });
    connection.onCodeLensResolve(async (lens, token) => {
      const { uri, about } = lens.data as { readonly uri: string; readonly about: readonly NodeId[] };
      const found = await asker.ask("resolveCodeLens", uri, { about }, token);
      const places = (found?.places ?? []).map(({ file, range }) => ({ uri: asker.uriFor(file), range }));
      const shown: ShowPlaces = { uri, position: lens.range.start, places };
      const clicks = places.length > 0 && asker.abilities.commands.includes(SHOW_PLACES_COMMAND);
      const command = clicks ? SHOW_PLACES_COMMAND : "";
      return { ...lens, command: { title: found?.title ?? "…", command, arguments: [shown] } };
    });
    connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
      if (!asker.settings.inlayHints) return [];
      const hints = await asker.ask("inlayHints", textDocument.uri, { range }, token);
      return (hints ?? []).map(
        ({ position, text, tooltip, gap }): InlayHint => ({
          position,
          label: text,
          tooltip,
          paddingLeft: gap === "left",
          paddingRight: gap === "right",
        }),
      );
    });
    serveSemanticTokens(connection, asker);
  },
};

const tokenTypes: Readonly<Record<TokenKind, string>> = {
  option: SemanticTokenTypes.property,
  branch: SemanticTokenTypes.namespace,
  argument: SemanticTokenTypes.parameter,
};

/** Answers are remembered by address, so that the next one can say what has changed. */
const serveSemanticTokens: QuestionGroup<AnnotationQuestions>["serve"] = (connection, asker) => {
  const builders = new Map<string, SemanticTokensBuilder>();
  const types = Object.keys(tokenTypes);
  const fill = async (uri: string, builder: SemanticTokensBuilder, token: CancellationToken) => {
    const found = await asker.ask("semanticTokens", uri, {}, token);
    for (const { at, length, kind, declares } of found ?? [])
      builder.push(at.line, at.character, length, types.indexOf(kind), declares ? 1 : 0);
  };
  const { semanticTokens: tokens } = connection.languages;
  tokens.on(async ({ textDocument: { uri } }, token) => {
    const builder = new SemanticTokensBuilder();
    await fill(uri, builder, token);
    builders.set(uri, builder);
    return builder.build();
  });
  tokens.onDelta(async ({ textDocument: { uri }, previousResultId }, token) => {
    const builder = builders.get(uri) ?? new SemanticTokensBuilder();
    builder.previousResult(previousResultId);
    await fill(uri, builder, token);
    builders.set(uri, builder);
    return builder.buildEdits();
  });
};
