import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Diagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { type CodeAction as Action, codeActions, safeEdits } from "../../features/code-actions.ts";
import type { View } from "../../features/view.ts";
import { TRACK_COMMAND } from "../../protocol.ts";
import type { Edit, FixCommand } from "../../rules/fix.ts";
import type { Range } from "../../text.ts";
import type { Session } from "../session.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface ActionQuestions {
  readonly fixes: Question<{ readonly range: Range }, readonly ShownAction[]>;
  readonly safeFixes: Question<object, readonly ShownEdit[]>;
}

interface ShownAction {
  readonly title: string;
  readonly edits: readonly ShownEdit[];
  readonly preferred: boolean;
  readonly command: FixCommand | undefined;
  readonly code: string;
  /** Of the finding. */
  readonly range: Range;
}

interface ShownEdit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

/** Everything that can be mended without a look at it. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.dendritic`;

export const actionQuestions: QuestionGroup<ActionQuestions> = {
  answers: {
    fixes: (view, file, { range }) => {
      const lines = view.linesOf(file);
      const asked = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
      return codeActions(view, file, asked).map((action) => shownAction(view, file, action));
    },
    safeFixes: (view, file) => safeEdits(view, file).map((edit) => shownEdit(view, edit)),
  },
  capabilities: () => ({ codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] } }),
  serve: (connection, session) => {
    connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token): Promise<CodeAction[]> => {
      const quick = wants(context, CodeActionKind.QuickFix) ? await session.ask("fixes", uri, { range }, token) : [];
      const all = isAsked(context, FIX_ALL) ? await session.ask("safeFixes", uri, {}, token) : [];
      return [...(quick ?? []).flatMap((action) => quickFix(session, action, context)), ...fixAll(session, all ?? [])];
    });
  },
};

function shownAction(view: View, file: string, action: Action): ShownAction {
  const { title, preferred, command, code, at } = action;
  const edits = action.edits.map((edit) => shownEdit(view, edit));
  return { title, edits, preferred, command, code, range: view.linesOf(file).rangeOf(at) };
}

function shownEdit(view: View, edit: Edit): ShownEdit {
  return { file: edit.file, range: view.linesOf(edit.file).rangeOf(edit), text: edit.text };
}

/** A kind covers what begins with it; a client that names none takes everything that belongs to a place. */
function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || isAsked({ diagnostics: [], only }, kind);
}

function isAsked({ only = [] }: CodeActionContext, kind: string): boolean {
  return only.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`));
}

function quickFix(session: Session, action: ShownAction, { diagnostics }: CodeActionContext): CodeAction[] {
  const { title, edits, preferred, command } = action;
  if (command && !session.abilities.commands.includes(TRACK_COMMAND)) return [];
  const mended = diagnostics.filter((one) => isOf(one, action));
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      ...(mended.length > 0 && { diagnostics: mended }),
      ...(preferred && { isPreferred: true }),
      ...(edits.length > 0 && { edit: workspaceEdit(session, edits) }),
      ...(command && { command: { title, command: TRACK_COMMAND, arguments: [session.uriFor(command.file)] } }),
    },
  ];
}

function isOf({ code, range, source }: Diagnostic, action: ShownAction): boolean {
  const { start } = action.range;
  return (
    source === "dendritic" &&
    code === action.code &&
    range.start.line === start.line &&
    range.start.character === start.character
  );
}

function fixAll(session: Session, edits: readonly ShownEdit[]): CodeAction[] {
  if (edits.length === 0) return [];
  return [{ title: "Mend everything that is safe to mend", kind: FIX_ALL, edit: workspaceEdit(session, edits) }];
}

function workspaceEdit(session: Session, edits: readonly ShownEdit[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, text } of edits) {
    const uri = session.uriFor(file);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
  }
  return { changes };
}
