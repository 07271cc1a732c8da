import type { FileDiagnostic } from "../features/diagnostics.ts";
import type { RootView } from "../protocol.ts";
import type { Position, Range } from "../text.ts";

/** What the connection's thread tells the analysing one. Paths are absolute, with `/`. */
export type ToAnalyst =
  | ({ readonly kind: "update" } & Update)
  | { readonly kind: "ask"; readonly id: number; readonly question: Question };

/** One change of the world. Its version is one more than that of the update before. */
export interface Update {
  readonly version: number;
  /** Directories of the flakes to be known from now on. Undefined: as before. */
  readonly roots?: readonly string[];
  /** Directories of the sources of flake inputs, by name, absolute or relative to the flake. Undefined: as before. */
  readonly inputs?: InputDirectories;
  /** Texts of open files; undefined for one that was closed. */
  readonly edits?: readonly (readonly [file: string, text: string | undefined])[];
  /** Paths below which something happened on disk. */
  readonly stored?: readonly string[];
}

export type InputDirectories = Readonly<Record<string, string>>;

export interface Question {
  readonly kind: "definition" | "hover";
  readonly file: string;
  readonly position: Position;
}

export type FromAnalyst =
  | { readonly kind: "results"; readonly version: number; readonly results: readonly RootResult[] }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer | undefined };

export type Answer =
  | {
      readonly kind: "definition";
      readonly range: Range;
      readonly targets: readonly { readonly file: string; readonly range: Range }[];
    }
  | { readonly kind: "hover"; readonly range: Range; readonly markdown: string };

/** What is known of one flake. */
export interface RootResult {
  readonly directory: string;
  readonly view: RootView;
  /** The files are broken, so that the view is known in part; the last one that was whole is worth more. */
  readonly broken: boolean;
  readonly diagnostics: ReadonlyMap<string, readonly FileDiagnostic[]>;
  /** The analysis itself failed: a mistake of ours, with its stack. */
  readonly failure: string | undefined;
}
