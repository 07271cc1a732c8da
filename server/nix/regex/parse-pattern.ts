import { parseBracket } from "./bracket.ts";
import type { CharacterSet, RegexNode } from "./pattern-tree.ts";

export interface ParsedRegex {
  readonly root: RegexNode;
  /** Capturing groups; every pair of parentheses is one. */
  readonly groups: number;
}

/** A place in a pattern that is being read. */
export interface Cursor {
  readonly pattern: string;
  at: number;
  groups: number;
  depth: number;
}

/** Any more would only serve to exhaust the stack. */
const DEEPEST = 500;
const MOST_REPETITIONS = 1000;
const ANY: CharacterSet = { ranges: [[0, 0]], negated: true };

/** Reads a POSIX extended regular expression; undefined when it is not one. There are no back references. */
export function parseRegex(pattern: string): ParsedRegex | undefined {
  const cursor: Cursor = { pattern, at: 0, groups: 0, depth: 0 };
  const root = parseChoice(cursor);
  return root && cursor.at === pattern.length ? { root, groups: cursor.groups } : undefined;
}

function parseChoice(cursor: Cursor): RegexNode | undefined {
  const options: RegexNode[] = [];
  do {
    const option = parseSequence(cursor);
    if (!option) return undefined;
    options.push(option);
  } while (skip(cursor, "|"));
  const [only] = options;
  return options.length === 1 && only ? only : { kind: "choice", options };
}

function parseSequence(cursor: Cursor): RegexNode | undefined {
  const parts: RegexNode[] = [];
  while (cursor.at < cursor.pattern.length && !isAhead(cursor, "|") && !(isAhead(cursor, ")") && cursor.depth > 0)) {
    const part = parseRepeated(cursor);
    if (!part) return undefined;
    parts.push(part);
  }
  return parts.length === 0 ? { kind: "empty" } : { kind: "sequence", parts };
}

function parseRepeated(cursor: Cursor): RegexNode | undefined {
  let node = parseAtom(cursor);
  while (node && cursor.at < cursor.pattern.length) {
    const bounds = parseBounds(cursor);
    if (bounds === undefined) return node;
    if (bounds === "malformed") return undefined;
    node = { kind: "repeat", inner: node, ...bounds };
  }
  return node;
}

interface Bounds {
  readonly least: number;
  readonly most: number | undefined;
}

function parseBounds(cursor: Cursor): Bounds | "malformed" | undefined {
  if (skip(cursor, "*")) return { least: 0, most: undefined };
  if (skip(cursor, "+")) return { least: 1, most: undefined };
  if (skip(cursor, "?")) return { least: 0, most: 1 };
  if (!isAhead(cursor, "{")) return undefined;
  const found = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(cursor.pattern.slice(cursor.at, cursor.at + 20));
  if (!found) return "malformed";
  cursor.at += found[0].length;
  const least = Number(found[1]);
  const most = found[2] === undefined ? least : found[3] === "" ? undefined : Number(found[3]);
  if (Math.max(least, most ?? 0) > MOST_REPETITIONS || (most !== undefined && most < least)) return "malformed";
  return { least, most };
}

function parseAtom(cursor: Cursor): RegexNode | undefined {
  const codePoint = cursor.pattern.codePointAt(cursor.at) ?? 0;
  const character = String.fromCodePoint(codePoint);
  cursor.at += character.length;
  switch (character) {
    case "(":
      return parseGroup(cursor);
    case "[": {
      const set = parseBracket(cursor);
      return set && { kind: "characters", set };
    }
    case ".":
      return { kind: "characters", set: ANY };
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case "\\":
      return parseEscape(cursor);
    case "*":
    case "+":
    case "?":
    case "{":
    case ")":
      return undefined;
    default:
      return literal(codePoint);
  }
}

function parseGroup(cursor: Cursor): RegexNode | undefined {
  if (cursor.depth >= DEEPEST) return undefined;
  const index = cursor.groups++;
  cursor.depth++;
  const inner = parseChoice(cursor);
  cursor.depth--;
  return inner && skip(cursor, ")") ? { kind: "group", index, inner } : undefined;
}

/** A backslash makes the next character an ordinary one. */
function parseEscape(cursor: Cursor): RegexNode | undefined {
  const codePoint = cursor.pattern.codePointAt(cursor.at);
  if (codePoint === undefined) return undefined;
  cursor.at += codePoint > 0xffff ? 2 : 1;
  return literal(codePoint);
}

function literal(codePoint: number): RegexNode {
  return { kind: "characters", set: { ranges: [[codePoint, codePoint]], negated: false } };
}

function isAhead(cursor: Cursor, character: string): boolean {
  return cursor.pattern[cursor.at] === character;
}

function skip(cursor: Cursor, character: string): boolean {
  if (!isAhead(cursor, character)) return false;
  cursor.at++;
  return true;
}
