import { bool, int, list, NULL, set, string } from "../make.ts";
import type { Attribute, Lazy, Value } from "../value.ts";

/**
 * The value of a JSON text; undefined when it is malformed. Integers keep their 64 bits, of a repeated name the last one counts.
 * Works without recursion, so depth is not a concern.
 */
export function readJson(text: string): Value | undefined {
  const reader: Reader = { frames: [], expected: "value", result: undefined };
  let token = tokenAt(text, 0);
  while (token && token.kind !== "end") {
    if (!take(reader, token)) return undefined;
    token = tokenAt(text, token.end);
  }
  return token && reader.expected === "end" ? reader.result : undefined;
}

interface Reader {
  readonly frames: Frame[];
  expected: Expected;
  result: Value | undefined;
}

/** False when the token cannot stand here. */
function take(reader: Reader, token: Token): boolean {
  const { expected, frames } = reader;
  const frame = frames.at(-1);
  if (isClosing(token, frame, expected)) {
    frames.pop();
    if (frame) deliver(reader, closed(frame));
    return true;
  }
  if (expected === "value" || (expected === "first" && frame?.kind === "list")) return takeValue(reader, token);
  if (frame?.kind === "set" && (expected === "name" || expected === "first")) {
    if (token.kind !== "value" || token.value.type !== "string") return false;
    frame.name = token.value.text;
    reader.expected = "colon";
    return true;
  }
  if (token.kind !== "mark" || token.mark !== (expected === "colon" ? ":" : ",") || expected === "end") return false;
  reader.expected = expected === "colon" || frame?.kind !== "set" ? "value" : "name";
  return true;
}

function takeValue(reader: Reader, token: Token): boolean {
  if (token.kind === "value") {
    deliver(reader, token.value);
    return true;
  }
  if (token.kind !== "mark" || (token.mark !== "{" && token.mark !== "[")) return false;
  reader.frames.push(token.mark === "[" ? { kind: "list", items: [] } : { kind: "set", entries: new Map(), name: "" });
  reader.expected = "first";
  return true;
}

function deliver(reader: Reader, value: Value): void {
  const frame = reader.frames.at(-1);
  if (!frame) reader.result = value;
  else if (frame.kind === "list") frame.items.push(value);
  else frame.entries.set(frame.name, { value });
  reader.expected = frame ? "separator" : "end";
}

/** `first`: the first item or name of what was just opened, or its end. */
type Expected = "value" | "first" | "name" | "colon" | "separator" | "end";

type Frame =
  | { readonly kind: "list"; readonly items: Lazy[] }
  | { readonly kind: "set"; readonly entries: Map<string, Attribute>; name: string };

type Token =
  | { readonly kind: "mark"; readonly mark: string; readonly end: number }
  | { readonly kind: "value"; readonly value: Value; readonly end: number }
  | { readonly kind: "end"; readonly end: number };

function isClosing(token: Token, frame: Frame | undefined, expected: Expected): boolean {
  if (token.kind !== "mark" || !frame || (expected !== "first" && expected !== "separator")) return false;
  return token.mark === (frame.kind === "list" ? "]" : "}");
}

function closed(frame: Frame): Value {
  return frame.kind === "list" ? list(frame.items) : set(frame.entries);
}

/** Control characters end it, but for those above ASCII. */
const TEXT = /"[^"\\\p{Cc}]*(?:(?:[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))[^"\\\p{Cc}]*)*"/uy;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

function tokenAt(text: string, start: number): Token | undefined {
  const at = behindSpace(text, start);
  const next = text[at];
  if (next === undefined) return { kind: "end", end: at };
  if ("{}[],:".includes(next)) return { kind: "mark", mark: next, end: at + 1 };
  if (next === '"') return quotedAt(text, at);
  const number = matchAt(NUMBER, text, at);
  const value = number && numberOf(number);
  if (number) return value ? { kind: "value", value, end: at + number[0].length } : undefined;
  const word = matchAt(WORD, text, at)?.[0];
  if (word === undefined) return undefined;
  return { kind: "value", value: word === "null" ? NULL : bool(word === "true"), end: at + word.length };
}

function behindSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at++;
  return at;
}

function quotedAt(text: string, at: number): Token | undefined {
  TEXT.lastIndex = at;
  if (!TEXT.test(text)) return undefined;
  const end = TEXT.lastIndex;
  const written = text.slice(at, end);
  const content = written.includes("\\") ? (JSON.parse(written) as string) : written.slice(1, -1);
  // Nix's strings cannot hold a NUL.
  return content.includes("\0") ? undefined : { kind: "value", value: string(content), end };
}

/** An integer beyond 64 bits is a float; one that only fits without a sign is an error. */
function numberOf([text, fraction, exponent]: RegExpExecArray): Value | undefined {
  if (fraction === undefined && exponent === undefined) {
    const whole = BigInt(text);
    if (BigInt.asIntN(64, whole) === whole) return int(whole);
    if (BigInt.asUintN(64, whole) === whole) return undefined;
  }
  return { type: "float", value: Number(text) };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
