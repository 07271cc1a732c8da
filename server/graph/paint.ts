export type Style = "strong" | "faint" | "error" | "warning" | "note";

/** Puts a style on a piece of text, or leaves it as it is where there is no colour. */
export type Paint = (style: Style, text: string) => string;

/** Without any colour. */
export const plain: Paint = (_style, text) => text;

/** Text from a flake that goes to a terminal: no control character may reach it. A tab stays. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === "\t" ? character : "\ufffd"));
}
