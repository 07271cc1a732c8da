import { LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import { prepareRename, rename } from "../../features/renaming/rename.ts";
import type { Range } from "../../text.ts";
import { type FileEdits, fileEditsOf, workspaceEditOf } from "./file-edits.ts";
import { type PositionParams, placeOf } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

interface Refused {
  readonly kind: "refused";
  readonly reason: string;
}

export interface RenamingQuestions {
  readonly prepareRename: Question<
    PositionParams,
    { readonly kind: "name"; readonly range: Range; readonly name: string } | Refused
  >;
  readonly rename: Question<
    PositionParams & { readonly name: string },
    { readonly kind: "edits"; readonly files: readonly FileEdits[] } | Refused
  >;
}

export const renaming: QuestionGroup<RenamingQuestions> = {
  answers: {
    prepareRename: (view, file, params) => {
      const found = prepareRename(view, placeOf(view, file, params));
      if (!found || "kind" in found) return found;
      return { kind: "name", range: view.linesOf(file).rangeOf(found.range), name: found.name };
    },
    rename: (view, file, params) => {
      const found = rename(view, placeOf(view, file, params), params.name);
      if (!found || found.kind === "refused") return found;
      return { kind: "edits", files: fileEditsOf(view, found.edits) };
    },
  },
  long: { rename: { kind: "refused", reason: "the files changed in the meantime" } },
  capabilities: ({ preparesRenames }) => ({ renameProvider: preparesRenames ? { prepareProvider: true } : true }),
  serve: (connection, asker) => {
    connection.onPrepareRename(async ({ textDocument, position }, token) => {
      const answer = await asker.ask("prepareRename", textDocument.uri, { position }, token);
      if (answer?.kind === "refused") throw refusal(answer);
      return answer ? { range: answer.range, placeholder: answer.name } : null;
    });
    connection.onRenameRequest(async ({ textDocument, position, newName }, token) => {
      const answer = await asker.ask("rename", textDocument.uri, { position, name: newName }, token);
      if (answer?.kind === "refused") throw refusal(answer);
      return answer ? workspaceEditOf(asker, answer.files) : null;
    });
  },
};

/** Clients show its words to whoever asked. */
function refusal({ reason }: Refused): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`);
}
