import type { CancellationToken } from "vscode-languageserver/node";
import type { HostsView } from "../protocol.ts";
import type { ClientAbilities } from "./client-abilities.ts";
import type { Settings } from "./client-settings.ts";
import type { AnswerTo, ParamsOf, QuestionKind } from "./questions/all-questions.ts";

/**
 * What a group of questions needs of a session: somebody to ask, and what decides how the answer is put. Kinds of questions are those
 * of the whole table (whose types this file takes from `questions/all-questions.ts`), so a group that is missing there cannot ask.
 */
export interface Asker {
  readonly abilities: ClientAbilities;
  readonly settings: Settings;
  /** Asks about one file, once everything was analysed. Undefined: there is nothing to say. Cancelling stops the waiting. */
  readonly ask: Ask;
  /** The same, but undefined before the first result. */
  readonly askNow: Ask;
  /** Asks every flake of the workspace, about its flake.nix; the answers of those that have any. */
  readonly askAll: <Kind extends QuestionKind>(
    kind: Kind,
    params: ParamsOf<Kind>,
    token: CancellationToken,
  ) => Promise<readonly AnswerTo<Kind>[]>;
  /** The rows of the tree, as the client has them. */
  readonly hosts: () => HostsView;
  /** The address of a file, as the client writes it. */
  readonly uriFor: (file: string) => string;
  /** The address that the rows of the tree have for a file which the client writes so. */
  readonly asWritten: (uri: string) => string;
}

/** Rejects with `RequestCancelled` when the token is cancelled. */
type Ask = <Kind extends QuestionKind>(
  kind: Kind,
  uri: string,
  params: ParamsOf<Kind>,
  token: CancellationToken,
) => Promise<AnswerTo<Kind> | undefined>;
