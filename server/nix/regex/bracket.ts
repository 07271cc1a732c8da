import type { CharacterSet } from "./pattern-tree.ts";

type Ranges = readonly (readonly [number, number])[];

/** POSIX character classes, in the C locale that Nix uses. */
const CLASSES: Readonly<Record<string, Ranges>> = {
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0x00, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [[0x41, 0x5a]],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

/** Reads a bracket expression behind its `[`; undefined when it is malformed. A backslash in it is an ordinary character. */
export function parseBracket(cursor: { readonly pattern: string; at: number }): CharacterSet | undefined {
  const { pattern } = cursor;
  const negated = pattern[cursor.at] === "^";
  if (negated) cursor.at++;
  const ranges: (readonly [number, number])[] = [];
  const first = cursor.at;
  while (cursor.at < pattern.length) {
    if (pattern[cursor.at] === "]" && cursor.at > first) {
      cursor.at++;
      return { ranges, negated };
    }
    const more = parseMember(cursor);
    if (!more) return undefined;
    ranges.push(...more);
  }
  return undefined;
}

function parseMember(cursor: { readonly pattern: string; at: number }): Ranges | undefined {
  const named = /^\[:([a-z]+):\]/.exec(cursor.pattern.slice(cursor.at, cursor.at + 12));
  if (named) {
    cursor.at += named[0].length;
    return CLASSES[named[1] ?? ""];
  }
  const start = parseEnd(cursor);
  if (start === undefined) return undefined;
  const next = cursor.pattern[cursor.at + 1];
  if (cursor.pattern[cursor.at] !== "-" || next === "]" || next === undefined) return [[start, start]];
  cursor.at++;
  const end = parseEnd(cursor);
  return end === undefined || end < start ? undefined : [[start, end]];
}

/** One character, which may be written `[.x.]` or `[=x=]`. */
function parseEnd(cursor: { readonly pattern: string; at: number }): number | undefined {
  const wrapped = /^\[([.=])(.)\1\]/su.exec(cursor.pattern.slice(cursor.at, cursor.at + 8));
  const codePoint = wrapped ? wrapped[2]?.codePointAt(0) : cursor.pattern.codePointAt(cursor.at);
  if (codePoint === undefined) return undefined;
  cursor.at += wrapped ? wrapped[0].length : codePoint > 0xffff ? 2 : 1;
  return codePoint;
}
