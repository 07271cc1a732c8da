import type { Connection, ServerCapabilities } from "vscode-languageserver/node";
import type { View } from "../../features/view.ts";
import type { Asker } from "../asker.ts";
import type { ClientAbilities } from "../client-abilities.ts";

/**
 * One kind of question about a file. Both sides are plain data that threads can send each other: positions and ranges are LSP's, files
 * are absolute paths.
 */
export interface Question<Params, Answer> {
  readonly params: Params;
  readonly answer: Answer;
}

/** A table of kinds of questions, by name. */
export type Kinds<Table> = { readonly [Kind in keyof Table]: Question<unknown, unknown> };

/**
 * The analysing thread's side: positions to offsets, the feature's function, offsets to positions. Undefined: there is nothing to say.
 * `file` may be one that the flake does not know.
 */
export type Answers<Table extends Kinds<Table>> = {
  readonly [Kind in keyof Table]: (
    view: View,
    file: string,
    params: Table[Kind]["params"],
  ) => Table[Kind]["answer"] | undefined;
};

/** Questions that belong together, on both threads. */
export interface QuestionGroup<Table extends Kinds<Table>> {
  readonly answers: Answers<Table>;
  /** Questions that take long, with what is answered when the files have changed meanwhile. They must call the view's checkpoint. */
  readonly long?: { readonly [Kind in keyof Table]?: Table[Kind]["answer"] };
  /** Questions that any language server for Nix answers as well, so that beside another they are left to it. */
  readonly plain?: readonly (keyof Table)[];
  readonly capabilities: (abilities: ClientAbilities) => ServerCapabilities;
  /** The connection's side: from the client's words, `asker.ask`, to the client's words. */
  readonly serve: (connection: Connection, asker: Asker) => void;
}

/** The kinds of questions in all of some groups. */
export type TableOf<Groups extends readonly unknown[]> = Both<
  {
    readonly [Index in keyof Groups]: Groups[Index] extends QuestionGroup<infer Table> ? (table: Table) => void : never;
  }[number]
>;

/** Of a union of functions, what all of them can be called with. */
type Both<Functions> = [Functions] extends [(table: infer Table) => void] ? Table : never;
