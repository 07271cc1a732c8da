import type { Connection, ServerCapabilities } from "vscode-languageserver/node";
import type { Asker } from "../asker.ts";
import type { ClientAbilities } from "../client-abilities.ts";
import { actionQuestions } from "./actions-questions.ts";
import { annotations } from "./annotations-questions.ts";
import { completionQuestions } from "./completion-questions.ts";
import { documentQuestions } from "./documents-questions.ts";
import { fileMoves } from "./file-moves-questions.ts";
import { hierarchy } from "./hierarchy-questions.ts";
import { hoverQuestions } from "./hover-questions.ts";
import { navigation } from "./navigation-questions.ts";
import type { Answers, TableOf } from "./question.ts";
import { renaming } from "./renaming-questions.ts";
import { symbols } from "./symbols-questions.ts";
import { views } from "./views-questions.ts";

/** Every group. All else follows from this list: a question whose group is missing here cannot be asked, which is an error of types. */
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

/** Every kind of question, with what is asked and answered. CONTRIBUTING.md says how to add one. */
export type Questions = TableOf<typeof groups>;

export const answers = Object.assign({}, ...groups.map((group) => group.answers)) as Answers<Questions>;

export type QuestionKind = keyof Questions;
export type ParamsOf<Kind extends QuestionKind> = Questions[Kind]["params"];
export type AnswerTo<Kind extends QuestionKind> = Questions[Kind]["answer"];

/** The answers to long questions that are outdated before they are answered; a question that is not a key is a short one. */
export const outdatedAnswers: { readonly [Kind in QuestionKind]?: AnswerTo<Kind> } = Object.assign(
  {},
  ...groups.map(({ long }) => long),
);

/** Kinds that are left to another language server for Nix where there is one. */
export const plainQuestions: ReadonlySet<string> = new Set<string>(groups.flatMap(({ plain }) => plain ?? []));

export function serveQuestions(connection: Connection, asker: Asker): void {
  for (const { serve } of groups) serve(connection, asker);
}

export function questionCapabilities(abilities: ClientAbilities): ServerCapabilities {
  return Object.assign({}, ...groups.map(({ capabilities }) => capabilities(abilities)));
}
