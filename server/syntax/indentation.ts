import { escapedCharacter } from "./escapes.ts";
import type { Expression, StringPart } from "./syntax-tree.ts";

/** A piece of an indented string as Nix's lexer cuts it: plain text, an escape, or an antiquotation. */
export type IndentedToken = { readonly text: string; readonly isEscape: boolean } | Expression;

/** Cuts source text that holds no antiquotation. A `'` or `$` alone counts as an escape: so it does in Nix. */
export function indentedTokens(source: string): IndentedToken[] {
  const tokens: IndentedToken[] = [];
  let at = 0;
  while (at < source.length) {
    const end = endOfPlainText(source, at);
    if (end > at) tokens.push({ text: source.slice(at, end), isEscape: false });
    if (end === source.length) break;
    const { text, length } = escapeAt(source, end);
    tokens.push({ text, isEscape: true });
    at = end + length;
  }
  return tokens;
}

/** `$x` and `'x'` are plain in pairs: `$$` hides the second `$` from what follows. */
function endOfPlainText(source: string, start: number): number {
  let at = start;
  while (at < source.length) {
    const character = source[at];
    if (character !== "$" && character !== "'") at++;
    else if (isPlainPair(character, source[at + 1])) at += 2;
    else break;
  }
  return at;
}

function isPlainPair(first: "$" | "'", second: string | undefined): boolean {
  if (second === undefined || second === "'") return false;
  return first === "$" ? second !== "{" : second !== "$";
}

function escapeAt(source: string, at: number): { text: string; length: number } {
  if (!source.startsWith("''", at)) return { text: source[at] ?? "", length: 1 };
  switch (source[at + 2]) {
    case "$":
      return { text: "$", length: 3 };
    case "'":
      return { text: "''", length: 3 };
    case "\\":
      return { text: escapedCharacter(source[at + 3] ?? ""), length: 4 };
    default:
      return { text: "''", length: 2 };
  }
}

/**
 * Takes away the indentation that all lines share, as Nix does: only spaces count; empty lines do not; an escape or
 * antiquotation ends a line's indentation; a last line of nothing but spaces goes.
 */
export function stripIndentation(tokens: readonly IndentedToken[]): StringPart[] {
  const indentation = commonIndentation(tokens);
  let column: Column = 0;
  return tokens.map((token, index) => {
    const isText = "isEscape" in token;
    const before = column;
    column = isText ? columnAfter(token.text, column) : undefined;
    if (!isText) return token;
    const text = withoutIndentation(token.text, indentation, before);
    return index === tokens.length - 1 ? text.replace(/\n *$/, "\n") : text;
  });
}

/** How many spaces have passed on the current line; nothing once something else has. */
type Column = number | undefined;

function commonIndentation(tokens: readonly IndentedToken[]): number {
  let common = Number.POSITIVE_INFINITY;
  let column: Column = 0;
  for (const token of tokens) {
    if (!("isEscape" in token) || token.isEscape) {
      common = Math.min(common, column ?? common);
      column = undefined;
      continue;
    }
    const { text } = token;
    for (let start = 0, end = 0; end < text.length; start = end + 1) {
      end = lineEnd(text, start);
      if (start > 0) column = 0;
      if (column === undefined) continue;
      const spaces = leadingSpaces(text, start);
      const isBlank = start + spaces === end;
      if (!isBlank) common = Math.min(common, column + spaces);
      column = isBlank ? column + spaces : undefined;
    }
  }
  return common;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function columnAfter(text: string, column: Column): Column {
  const lineStart = text.lastIndexOf("\n") + 1;
  const spaces = leadingSpaces(text, lineStart);
  if (lineStart + spaces < text.length) return undefined;
  const before = lineStart > 0 ? 0 : column;
  return before === undefined ? undefined : before + spaces;
}

function withoutIndentation(text: string, indentation: number, column: Column): string {
  return text
    .split("\n")
    .map((line, index) => {
      const passed = index > 0 ? 0 : column;
      if (passed === undefined) return line;
      return line.slice(Math.min(leadingSpaces(line), Math.max(0, indentation - passed)));
    })
    .join("\n");
}

function leadingSpaces(text: string, start = 0): number {
  let end = start;
  while (text[end] === " ") end++;
  return end - start;
}
