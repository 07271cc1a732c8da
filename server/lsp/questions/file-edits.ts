import type { WorkspaceEdit } from "vscode-languageserver/node";
import { editsByFile } from "../../features/renaming/edit.ts";
import type { View } from "../../features/view.ts";
import type { Edit, Range } from "../../text.ts";
import type { Asker } from "../asker.ts";

/** The edits of one file, in positions of its text as it is now. */
export interface FileEdits {
  readonly file: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

export function fileEditsOf(view: View, edits: readonly Edit[]): readonly FileEdits[] {
  return [...editsByFile(edits)].map(([file, list]) => {
    const lines = view.linesOf(file);
    return { file, edits: list.map((edit) => ({ range: lines.rangeOf(edit), newText: edit.text })) };
  });
}

export function workspaceEditOf(asker: Asker, files: readonly FileEdits[]): WorkspaceEdit {
  return { changes: Object.fromEntries(files.map(({ file, edits }) => [asker.uriFor(file), [...edits]])) };
}
