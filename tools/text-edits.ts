import { type Token, tokensOf } from "../server/syntax/tokens.ts";

/** Numbers from 0 to 1 without end, the same ones for the same seed. */
export type Chance = () => number;

/** mulberry32, by Tommy Ettinger (public domain). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Item>(chance: Chance, items: readonly Item[]): Item | undefined {
  return items[Math.floor(chance() * items.length)];
}

/** Names that the texts use. */
export function wordsOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\b[a-z][\w-]*\b/g)].map(([word]) => word)))];
}

/** A kind of edits: the text with one made somewhere, or undefined where it has no place for one. */
type EditKind = (text: string, chance: Chance, words: readonly string[]) => string | undefined;

/** Edits as people make them, and mean ones. Many leave a text that can be parsed. */
export const editKinds: Readonly<Record<string, EditKind>> = {
  comment: (text, chance) => insertedAfter(text, chance, ";", " # note\n"),
  space: (text, chance) => at(text, chance, anyToken, ({ text: word }) => `${word}\n  `),
  binding: (text, chance, words) =>
    insertedAfter(text, chance, pick(chance, [";", "{"]) ?? ";", ` ${word(chance, words)} = ${value(chance, words)};`),
  deepBinding: (text, chance, words) =>
    insertedAfter(text, chance, ";", ` ${word(chance, words)}.${word(chance, words)} = ${value(chance, words)};`),
  item: (text, chance, words) => insertedAfter(text, chance, "[", ` ${value(chance, words)}`),
  name: (text, chance, words) =>
    at(
      text,
      chance,
      (token) => token.kind === "name",
      () => word(chance, words),
    ),
  letter: (text, chance) =>
    at(
      text,
      chance,
      (token) => token.kind === "name" || token.kind === "literal",
      ({ text: old }) => `${old}${pick(chance, ["a", "x", "s", "1"])}`,
    ),
  backspace: (text, chance) =>
    at(
      text,
      chance,
      (token) => token.kind === "name",
      ({ text: old }) => old.slice(0, -1),
    ),
  text: (text, chance) => inString(text, chance),
  truth: (text, chance) => at(text, chance, isTruth, ({ text: old }) => (old === "true" ? "false" : "true")),
  line: (text, chance) => withoutLine(text, chance),
  twice: (text, chance) => lineTwice(text, chance),
  swap: (text, chance) => linesSwapped(text, chance),
  argument: (text, chance, words) =>
    at(
      text,
      chance,
      (token) => token.text === "{",
      ({ text: old }) => `${old} ${word(chance, words)},`,
    ),
  call: (text, chance, words) =>
    at(
      text,
      chance,
      (token) => token.kind === "name",
      ({ text: old }) => `(${word(chance, words)} ${old})`,
    ),
};

function at(
  text: string,
  chance: Chance,
  fits: (token: Token) => boolean,
  change: (token: Token) => string,
): string | undefined {
  const token = pick(chance, tokensOf(text, "next quote").filter(fits));
  return token && text.slice(0, token.start) + change(token) + text.slice(token.end);
}

const anyToken = () => true;

function isTruth({ text }: Token): boolean {
  return text === "true" || text === "false";
}

function insertedAfter(text: string, chance: Chance, sign: string, more: string): string | undefined {
  return at(
    text,
    chance,
    (token) => token.text === sign,
    () => `${sign}${more}`,
  );
}

function word(chance: Chance, words: readonly string[]): string {
  return pick(chance, words) ?? "zz";
}

function value(chance: Chance, words: readonly string[]): string {
  const name = word(chance, words);
  const more = word(chance, words);
  return (
    pick(chance, [
      "true",
      "1",
      `"${name}"`,
      `config.${name}`,
      `{ ${name} = 1; }`,
      `[ ${name} ]`,
      name,
      `{ ${more}, ... }: ${more}`,
    ]) ?? "1"
  );
}

function inString(text: string, chance: Chance): string | undefined {
  const strings = [...text.matchAll(/"[^"$\\\n]+"/g)];
  const found = pick(chance, strings);
  if (!found) return undefined;
  const inside = found.index + 1 + Math.floor(chance() * (found[0].length - 1));
  return `${text.slice(0, inside)}q${text.slice(inside)}`;
}

function withoutLine(text: string, chance: Chance): string | undefined {
  const lines = text.split("\n");
  lines.splice(Math.floor(chance() * lines.length), 1);
  return lines.join("\n");
}

function lineTwice(text: string, chance: Chance): string | undefined {
  const lines = text.split("\n");
  const index = Math.floor(chance() * lines.length);
  lines.splice(index, 0, lines[index] ?? "");
  return lines.join("\n");
}

function linesSwapped(text: string, chance: Chance): string | undefined {
  const lines = text.split("\n");
  const index = Math.floor(chance() * (lines.length - 1));
  const [first, second] = [lines[index], lines[index + 1]];
  if (first === undefined || second === undefined) return undefined;
  lines.splice(index, 2, second, first);
  return lines.join("\n");
}
