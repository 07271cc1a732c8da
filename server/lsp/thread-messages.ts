import type { FileDiagnostic } from "../features/diagnostics/diagnostics.ts";
import type { ChangedRootView, RootView } from "../protocol.ts";
import type { Settings } from "./client-settings.ts";
import type { AnswerTo, ParamsOf, QuestionKind } from "./questions/all-questions.ts";

/** What the connection's thread tells the analysing one. Paths are absolute, with `/`. */
export type ToAnalyst =
  | ({ readonly kind: "update" } & Update)
  | Ask
  /** Nobody waits for the answer to the question any more. */
  | { readonly kind: "cancel"; readonly id: number };

export interface Ask {
  readonly kind: "ask";
  readonly id: number;
  readonly asked: Asked;
}

/** One change of the world. Its version is one more than that of the update before. */
export interface Update {
  readonly version: number;
  /** Directories of the flakes to be known from now on. Undefined: as before. */
  readonly roots?: readonly string[];
  /** Undefined: as before. */
  readonly settings?: Settings;
  /** Where things are kept for the next start. Undefined: as before. */
  readonly cacheFolder?: string;
  /** Texts of open files; undefined for one that was closed. */
  readonly edits?: readonly (readonly [file: string, text: string | undefined])[];
  /** Paths below which something happened on disk. */
  readonly stored?: readonly string[];
}

/** A question of any kind. */
export type Asked = { readonly [Kind in QuestionKind]: AskedOf<Kind> }[QuestionKind];

export interface AskedOf<Kind extends QuestionKind> {
  readonly kind: Kind;
  readonly file: string;
  readonly params: ParamsOf<Kind>;
}

/** What is known of an edited file before anything else is known of its new text. */
export interface OwnResult {
  readonly directory: string;
  readonly file: string;
  readonly diagnostics: readonly FileDiagnostic[];
}

export type FromAnalyst =
  /** What was known of flakes when they were last looked at; it may be different now. */
  | { readonly kind: "remembered"; readonly results: readonly RootResult[] }
  /** The update was taken in; answers every one. */
  | { readonly kind: "own"; readonly version: number; readonly own: readonly OwnResult[] }
  | { readonly kind: "results"; readonly version: number; readonly results: readonly SentResult[] }
  | { readonly kind: "answer"; readonly id: number; readonly answer: AnswerTo<QuestionKind> | undefined }
  /** A question that failed: a mistake of ours. It is answered, too. */
  | { readonly kind: "mistake"; readonly message: string };

/** A large view takes longer to send than to make: without one it is the view that was sent last. */
export type SentResult = Omit<RootResult, "view"> & { readonly view?: ChangedRootView };

/** Everything was evaluated; findings were kept over edits; nothing is new while a file does not parse; it is of another time. */
export type ResultWay = "whole" | "kept" | "held" | "remembered";

/** What is known of one flake. */
export interface RootResult {
  readonly directory: string;
  readonly view: RootView;
  /** The files are broken, so that the view is known in part; the last one that was whole is worth more. */
  readonly broken: boolean;
  readonly diagnostics: ReadonlyMap<string, readonly FileDiagnostic[]>;
  /** What is drawn over code says the same as after the result before. */
  readonly drawnAlike: boolean;
  /** How it came about. */
  readonly way: ResultWay;
  /** The analysis itself failed: a mistake of ours, with its stack. */
  readonly failure: string | undefined;
  /** Parts of it failed: mistakes of ours, each with its stack. */
  readonly faults: readonly string[];
}
