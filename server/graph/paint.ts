export type Style = "strong" | "faint" | "error" | "warning" | "note";

/** Puts a style on a piece of text, or leaves it as it is where there is no colour. */
export type Paint = (style: Style, text: string) => string;

/** Without any colour. */
export const plain: Paint = (_style, text) => text;

/**
 * Text from a flake that goes to a terminal: no control character may reach it, nor what turns the direction of writing or breaks the
 * line. A tab stays.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => (character === "\t" ? character : "\ufffd"));
}

const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
