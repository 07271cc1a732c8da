import {
  type CancellationToken,
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CreateFile,
  type Diagnostic,
  TextDocumentEdit,
  TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { type CodeAction as Action, codeActions, safeEdits } from "../../features/actions/code-actions.ts";
import type { View } from "../../features/view.ts";
import { TRACK_COMMAND } from "../../protocol.ts";
import type { FixCommand, NewFile } from "../../rules/fix.ts";
import type { Edit, Range } from "../../text.ts";
import type { Asker } from "../asker.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface ActionQuestions {
  readonly fixes: Question<{ readonly range: Range }, readonly ShownAction[]>;
  readonly safeFixes: Question<object, readonly ShownEdit[]>;
}

interface ShownAction {
  readonly title: string;
  readonly edits: readonly ShownEdit[];
  readonly creates: readonly NewFile[];
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
  capabilities: ({ resolvesActions }) => ({
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL],
      ...(resolvesActions && { resolveProvider: true }),
    },
  }),
  serve: (connection, asker) => {
    connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token): Promise<CodeAction[]> => {
      const quick = wants(context, CodeActionKind.QuickFix) ? await asker.ask("fixes", uri, { range }, token) : [];
      const all = isAsked(context, FIX_ALL) ? await asker.ask("safeFixes", uri, {}, token) : [];
      const actions = [
        ...(quick ?? []).flatMap((action) => quickFix(asker, action, context)),
        ...fixAll(asker, all ?? []),
      ];
      return asker.abilities.resolvesActions ? actions.map((action) => unresolved(action, uri, range)) : actions;
    });
    connection.onCodeActionResolve(async (action, token): Promise<CodeAction> => {
      const wanted = wantedOf(action.data);
      const edit = wanted && (await editFor(asker, action.title, wanted, token));
      return edit ? { ...action, edit } : action;
    });
  },
};

/** What an action without its edit was an answer to. */
interface Wanted {
  readonly uri: string;
  /** None: mending everything. */
  readonly range: Range | undefined;
}

/** The edit is computed when the action is chosen. */
function unresolved(action: CodeAction, uri: string, range: Range): CodeAction {
  const { edit, ...rest } = action;
  const wanted: Wanted = { uri, range: action.kind === FIX_ALL ? undefined : range };
  return edit ? { ...rest, data: wanted } : action;
}

/** The client gives back what it was given. */
function wantedOf(data: unknown): Wanted | undefined {
  const { uri, range } = Object(data);
  return typeof uri === "string" ? { uri, range } : undefined;
}

/** Undefined when there is no such action any more. */
async function editFor(
  asker: Asker,
  title: string,
  { uri, range }: Wanted,
  token: CancellationToken,
): Promise<WorkspaceEdit | undefined> {
  if (!range) return workspaceEdit(asker, (await asker.ask("safeFixes", uri, {}, token)) ?? [], []);
  const actions = (await asker.ask("fixes", uri, { range }, token)) ?? [];
  const action = actions.find((one) => titleFor(asker, one) === title);
  return action && workspaceEdit(asker, action.edits, action.creates);
}

function shownAction(view: View, file: string, action: Action): ShownAction {
  const { title, creates, preferred, command, code, at } = action;
  const edits = action.edits.map((edit) => shownEdit(view, edit));
  return { title, edits, creates, preferred, command, code, range: view.linesOf(file).rangeOf(at) };
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

function quickFix(asker: Asker, action: ShownAction, { diagnostics }: CodeActionContext): CodeAction[] {
  const { edits, creates, preferred } = action;
  const command = commandFor(asker, action);
  const isEdit = edits.length + creates.length > 0;
  if ((!isEdit && !command) || (creates.length > 0 && !asker.abilities.createsFiles)) return [];
  const title = titleFor(asker, action);
  const mended = diagnostics.filter((one) => isOf(one, action));
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      ...(mended.length > 0 && { diagnostics: mended }),
      ...(preferred && { isPreferred: true }),
      ...(isEdit && { edit: workspaceEdit(asker, edits, creates) }),
      ...(command && { command: { title, command: TRACK_COMMAND, arguments: [asker.uriFor(command.file)] } }),
    },
  ];
}

function commandFor(asker: Asker, { command }: ShownAction): FixCommand | undefined {
  return asker.abilities.commands.includes(TRACK_COMMAND) ? command : undefined;
}

/** A new file is nothing to Nix before git knows it. */
function titleFor(asker: Asker, action: ShownAction): string {
  const { title, creates, command } = action;
  if (creates.length === 0 || !command) return title;
  return commandFor(asker, action) ? `${title} and add it to git` : `${title} (\`git add\` it then)`;
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

function fixAll(asker: Asker, edits: readonly ShownEdit[]): CodeAction[] {
  if (edits.length === 0) return [];
  return [{ title: "Fix everything that is safe to fix", kind: FIX_ALL, edit: workspaceEdit(asker, edits, []) }];
}

function workspaceEdit(asker: Asker, edits: readonly ShownEdit[], creates: readonly NewFile[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, text } of edits) {
    const uri = asker.uriFor(file);
    changes[uri] = [...(changes[uri] ?? []), { range, newText: text }];
  }
  if (creates.length === 0) return { changes };
  const changed = Object.entries(changes).map(([uri, list]) => TextDocumentEdit.create({ uri, version: null }, list));
  const created = creates.flatMap(({ file, text }) => {
    const uri = asker.uriFor(file);
    return [
      CreateFile.create(uri),
      TextDocumentEdit.create({ uri, version: null }, [TextEdit.insert({ line: 0, character: 0 }, text)]),
    ];
  });
  return { documentChanges: [...changed, ...created] };
}
