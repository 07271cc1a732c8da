import type { OptionName } from "../../subjects/path-in-scope.ts";
import { QUOTED_WORDS } from "../../syntax/reserved-words.ts";
import type { OffsetRange } from "../../text.ts";

/** Something that could stand at a place. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: "option" | "namespace" | "branch" | "value" | "argument" | "input" | "file" | "folder" | "snippet";
  /** What it replaces, in the file as it is now. */
  readonly range: OffsetRange;
  /** The text, or for `snippet` one with LSP's `${1:name}` places. */
  readonly insert: string;
  readonly detail: string | undefined;
  /** The option whose documentation is to be shown, once it is asked for. */
  readonly option: OptionName | undefined;
}

/** An attribute name as code. */
export function attributeName(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) && !QUOTED_WORDS.has(name) ? name : `"${name.replace(/["\\]|\$\{/g, "\\$&")}"`;
}
