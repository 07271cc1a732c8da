import type { Connection, ServerCapabilities } from "vscode-languageserver/node";
import type { ClientAbilities } from "../capabilities.ts";
import type { Session } from "../session.ts";
import { type ActionQuestions, actionQuestions } from "./actions.ts";
import { type AnnotationQuestions, annotations } from "./annotations.ts";
import { type CompletionQuestions, completionQuestions } from "./completion.ts";
import { type DocumentQuestions, documentQuestions } from "./documents.ts";
import { type FileMoveQuestions, fileMoves } from "./file-moves.ts";
import { type HierarchyQuestions, hierarchy } from "./hierarchy.ts";
import { type HoverQuestions, hoverQuestions } from "./hover.ts";
import { type NavigationQuestions, navigation } from "./navigation.ts";
import type { Answers } from "./question.ts";
import { type RenamingQuestions, renaming } from "./renaming.ts";
import { type SymbolQuestions, symbols } from "./symbols.ts";
import { type ViewQuestions, views } from "./views.ts";

/**
 * To add a question:
 *
 * 1. `features/<question>.ts`: a function from a `View` and offsets to plain data in offsets.
 * 2. In the group's file here (or a new one, listed below): a line in its table of kinds, what is asked and answered in positions; a
 *    function in `answers` that converts and calls the feature; in `serve` the handler that asks by `session.ask` (about a file) or
 *    `session.askAll` (every flake of the workspace); in `capabilities` what the client must know.
 * 3. A marker fixture in test/features, a test of the whole way in test/lsp.
 */
export interface Questions
  extends NavigationQuestions,
    HoverQuestions,
    RenamingQuestions,
    ActionQuestions,
    CompletionQuestions,
    AnnotationQuestions,
    DocumentQuestions,
    FileMoveQuestions,
    HierarchyQuestions,
    SymbolQuestions,
    ViewQuestions {}

const groups = [
  navigation,
  hoverQuestions,
  renaming,
  actionQuestions,
  completionQuestions,
  annotations,
  documentQuestions,
  fileMoves,
  hierarchy,
  symbols,
  views,
] as const;

export const answers: Answers<Questions> = {
  ...navigation.answers,
  ...hoverQuestions.answers,
  ...renaming.answers,
  ...actionQuestions.answers,
  ...completionQuestions.answers,
  ...annotations.answers,
  ...documentQuestions.answers,
  ...fileMoves.answers,
  ...hierarchy.answers,
  ...symbols.answers,
  ...views.answers,
};

export type QuestionKind = keyof Questions;
export type ParamsOf<Kind extends QuestionKind> = Questions[Kind]["params"];
export type AnswerTo<Kind extends QuestionKind> = Questions[Kind]["answer"];

/** The answers to long questions that are outdated before they are answered; a question that is no key is a short one. */
export const outdatedAnswers: { readonly [Kind in QuestionKind]?: AnswerTo<Kind> } = {
  ...renaming.long,
  ...fileMoves.long,
};

export function serveQuestions(connection: Connection, session: Session): void {
  for (const { serve } of groups) serve(connection, session);
}

export function questionCapabilities(abilities: ClientAbilities): ServerCapabilities {
  return Object.assign({}, ...groups.map(({ capabilities }) => capabilities(abilities)));
}
