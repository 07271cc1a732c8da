import { basename, join } from "node:path";
import * as vscode from "vscode";

/** A document of the flake, shown in an editor. `path` is relative to the workspace folder. */
export async function document(path: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) throw new Error("no workspace folder");
  const opened = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, path));
  await vscode.window.showTextDocument(opened);
  return opened;
}

/** Opens the file; the answer is the place of `§` in the first occurrence of `text`. */
export async function openAt(path: string, text: string): Promise<readonly [vscode.Uri, vscode.Position]> {
  const opened = await document(path);
  const offset = opened.getText().indexOf(text.replace("§", ""));
  if (offset < 0) throw new Error(`no ${text} in ${path}`);
  return [opened.uri, opened.positionAt(offset + text.indexOf("§"))];
}

/** Edits without saving. */
export async function replace(opened: vscode.TextDocument, old: string, fresh: string): Promise<void> {
  const offset = opened.getText().indexOf(old);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(opened.uri, new vscode.Range(opened.positionAt(offset), opened.positionAt(offset + old.length)), fresh);
  await vscode.workspace.applyEdit(edit);
}

/** All findings as `folder/file code`, sorted. */
export function findings(): string[] {
  const all = vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics.map(({ code }) => {
      const name = typeof code === "object" ? code.value : code;
      return `${basename(join(uri.fsPath, ".."))}/${basename(uri.fsPath)} ${name}`;
    }),
  );
  return all.sort();
}

/** Resolves once the condition holds, looking at it now and at each event; rejects after half a minute. */
export function until<Event>(event: vscode.Event<Event>, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(limit);
      subscription.dispose();
      settle();
    };
    const subscription = event(() => holds() && end(resolve));
    const limit = setTimeout(
      () => end(() => reject(new Error(`not within 30 s; the findings are\n${findings().join("\n")}`))),
      30_000,
    );
  });
}
