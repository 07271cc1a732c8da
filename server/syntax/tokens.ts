import type { OffsetRange } from "../text.ts";
import { RESERVED_WORDS } from "./reserved-words.ts";

/** A token, as far as repairing needs to tell them apart. Strings are an opening and a closing token. */
export interface Token extends OffsetRange {
  readonly kind: "name" | "keyword" | "open" | "close" | "sign" | "literal";
  readonly text: string;
  /** Whether it is the first on its line. */
  readonly startsLine: boolean;
  /** How far its line is indented. */
  readonly indentation: number;
}

/** Where a plain string that its line does not close is taken to end. */
export type StringEnd = "next quote" | "line";

interface Scanner {
  readonly text: string;
  readonly stringEnd: StringEnd;
  readonly tokens: Token[];
  /** Unclosed quotes, antiquotations and braces, innermost last. */
  readonly open: ("{" | "${" | '"' | "''")[];
  at: number;
  indentation: number;
}

/**
 * Cuts a broken file's text into tokens; comments and the text of strings give none. With `stringEnd` "line" a plain
 * string gets a zero-wide closing token at the end of its first line. Text of a string that never ends is a zero-wide
 * literal at the end of the file.
 */
export function tokensOf(text: string, stringEnd: StringEnd): Token[] {
  const scanner: Scanner = { text, stringEnd, tokens: [], open: [], at: 0, indentation: 0 };
  while (scanner.at < text.length) {
    const innermost = scanner.open.at(-1);
    if (innermost === '"') scanPlainString(scanner);
    else if (innermost === "''") scanIndentedString(scanner);
    else scanCode(scanner);
  }
  if (scanner.open.includes('"') || scanner.open.includes("''")) push(scanner, "literal", "");
  return scanner.tokens;
}

function push(scanner: Scanner, kind: Token["kind"], text: string): void {
  const { at: start, tokens } = scanner;
  const before = tokens.at(-1)?.end ?? 0;
  const lineBreak = scanner.text.slice(before, start).lastIndexOf("\n");
  const startsLine = lineBreak >= 0 || tokens.length === 0;
  if (startsLine) scanner.indentation = indentationAt(scanner.text, before + lineBreak + 1);
  scanner.at += text.length;
  tokens.push({ kind, text, startsLine, indentation: scanner.indentation, start, end: scanner.at });
}

function indentationAt(text: string, lineStart: number): number {
  let end = lineStart;
  while (text[end] === " " || text[end] === "\t") end++;
  return end - lineStart;
}

const blank = /(?:\s|#[^\n]*|\/\*(?:(?!\*\/)[\s\S])*(?:\*\/|$))+/y;
const literal =
  /(?:~|[\w.+-]*)(?:\/[\w.+-]+)+\/?|(?:~|[\w.+-]*)\/(?=\$\{)|<[\w.+/-]+>|[a-zA-Z][\w+.-]*:[\w%/?:@&=+$,.!~*'-]+|\d+(?:\.\d*)?|\.\d+|\.{3}/y;
const name = /[a-zA-Z_][\w'-]*/y;
const sign = /\$\{|''|==|!=|<=|>=|->|&&|\|\||\+\+|\/\/|[\s\S]/y;
function matchAt({ text, at }: Scanner, pattern: RegExp): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function scanCode(scanner: Scanner): void {
  const skipped = matchAt(scanner, blank);
  scanner.at += skipped.length;
  if (skipped !== "" || scanner.at >= scanner.text.length) return;
  const foundLiteral = matchAt(scanner, literal);
  if (foundLiteral !== "") return push(scanner, "literal", foundLiteral);
  const foundName = matchAt(scanner, name);
  if (foundName !== "") return push(scanner, RESERVED_WORDS.has(foundName) ? "keyword" : "name", foundName);
  scanSign(scanner, matchAt(scanner, sign));
}

function scanSign(scanner: Scanner, found: string): void {
  switch (found) {
    case "{":
    case "${":
    case '"':
    case "''":
      scanner.open.push(found);
      push(scanner, "open", found);
      break;
    case "(":
    case "[":
      push(scanner, "open", found);
      break;
    case "}":
      scanner.open.pop();
      push(scanner, "close", found);
      break;
    case ")":
    case "]":
      push(scanner, "close", found);
      break;
    default:
      push(scanner, "sign", found);
  }
}

const plainText = /(?:[^"\\$\n]|\\[\s\S]|\$(?!\{)[^"\\\n]?)+/y;

function scanPlainString(scanner: Scanner): void {
  scanner.at += matchAt(scanner, plainText).length;
  const next = scanner.text[scanner.at];
  if (next === "$") return scanSign(scanner, "${");
  if (next === '"') return closeString(scanner, '"');
  if (scanner.stringEnd === "next quote" && next !== undefined) scanner.at++;
  else if (scanner.stringEnd === "line") endAtLine(scanner);
}

/** The brackets and semicolons at the end of the line were hardly meant to be text. */
function endAtLine(scanner: Scanner): void {
  const opened = scanner.tokens.at(-1)?.end ?? 0;
  const line = scanner.text.slice(opened, scanner.at);
  scanner.at = opened + line.replace(/[\s;)\]}]+$/, "").length;
  closeString(scanner, "");
}

const indentedText = /(?:[^'$]|'(?!')[^$]?|\$(?!\{)[^']?|''(?:\$|'|\\[\s\S]?))+/y;

function scanIndentedString(scanner: Scanner): void {
  const { length } = matchAt(scanner, indentedText);
  scanner.at += length;
  if (scanner.text.startsWith("''", scanner.at)) closeString(scanner, "''");
  else if (scanner.text.startsWith("${", scanner.at)) scanSign(scanner, "${");
  else if (length === 0) scanner.at++;
}

function closeString(scanner: Scanner, quote: string): void {
  scanner.open.pop();
  push(scanner, "close", quote);
}

/** The index of the first token of the attribute path before the `=` at `index`, on the last of its lines. */
export function attributePathStart(tokens: readonly Token[], index: number): number {
  let start = index;
  for (;;) {
    const piece = pieceStart(tokens, start - 1);
    if (piece === undefined) return start;
    start = piece;
    const dot = tokens[start - 1];
    if (tokens[start]?.startsLine || dot?.text !== "." || dot.kind !== "sign") return start;
    start--;
  }
}

/** The index of the first token behind the attribute path that begins at `index`. */
export function attributePathEnd(tokens: readonly Token[], index: number): number {
  let end = index;
  for (;;) {
    const piece = pieceEnd(tokens, end);
    if (piece === undefined || tokens[piece]?.text !== ".") return piece ?? end;
    end = piece + 1;
  }
}

/** Where the name, string or antiquotation beginning at `index` ends. */
function pieceEnd(tokens: readonly Token[], index: number): number | undefined {
  const first = tokens[index];
  if (first?.kind === "name") return index + 1;
  if (first?.text !== '"' && first?.text !== "${") return undefined;
  let depth = 0;
  for (let at = index; at < tokens.length && at < index + longestName; at++) {
    const kind = tokens[at]?.kind;
    if (kind === "open") depth++;
    else if (kind === "close" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** In tokens; what seems longer is rubble. */
const longestName = 200;

/** Where the name, string or antiquotation ending at `index` begins. */
function pieceStart(tokens: readonly Token[], index: number): number | undefined {
  const last = tokens[index];
  if (last?.kind === "name" || last?.kind === "keyword") return index;
  if (last?.text !== '"' && last?.text !== "}") return undefined;
  let depth = 0;
  for (let at = index; at >= 0 && at > index - longestName; at--) {
    const kind = tokens[at]?.kind;
    if (kind === "close") depth++;
    else if (kind === "open" && --depth === 0) return at;
  }
  return undefined;
}
