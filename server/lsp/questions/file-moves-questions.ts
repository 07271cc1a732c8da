import { fileMoveEdits } from "../../features/renaming/file-moves.ts";
import { movedNameEdits } from "../../features/renaming/moved-names.ts";
import type { FileMove } from "../../project/moved-files.ts";
import { pathOf } from "../addresses.ts";
import { type FileEdits, fileEditsOf, workspaceEditOf } from "./file-edits.ts";
import type { Question, QuestionGroup } from "./question.ts";

export interface FileMoveQuestions {
  readonly fileMoves: Question<{ readonly moves: readonly FileMove[] }, readonly FileEdits[]>;
}

export const fileMoves: QuestionGroup<FileMoveQuestions> = {
  answers: {
    fileMoves: (view, _file, { moves }) => {
      const edits = fileMoveEdits(view, moves);
      return fileEditsOf(view, [...edits, ...movedNameEdits(view, moves, edits)]);
    },
  },
  long: { fileMoves: [] },
  capabilities: () => ({}),
  serve: (connection, asker) => {
    connection.workspace.onWillRenameFiles(async ({ files }, token) => {
      const moves = files.flatMap(({ oldUri, newUri }) => {
        const [from, to] = [pathOf(oldUri), pathOf(newUri)];
        return from === undefined || to === undefined ? [] : [{ from, to }];
      });
      const found = await asker.askAll("fileMoves", { moves }, token);
      const edits = found.flat();
      return edits.length > 0 ? workspaceEditOf(asker, edits) : null;
    });
  },
};
