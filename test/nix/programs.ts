import { type Kind, TEMPLATES } from "./templates.ts";

/** A program, or a part of one: text with parts in it. Every part stands in parentheses, so that it can be exchanged for another. */
export interface Piece {
  readonly content: readonly (string | Piece)[];
}

/**
 * The program that a run of numbers stands for: each picks how the next part comes about; once they are used up, parts are as simple
 * as can be. `merges` allows sets that override one another.
 */
export function programOf(choices: readonly number[], settings: { readonly merges: boolean }): Piece {
  const [first = 0, ...rest] = choices;
  const kinds: readonly Kind[] = ["int", "ints", "set", "string", "bool", "strings", "sets"];
  const source = { choices: rest, next: 0, merges: settings.merges };
  return pieceOf(kinds[first % kinds.length] ?? "int", new Map(), source, 0);
}

/** The program's text. `exchange` may put other text in the place of a part. */
export function textOf(piece: Piece, exchange: (piece: Piece, text: () => string) => string | undefined): string {
  const text = () => piece.content.map((part) => (typeof part === "string" ? part : textOf(part, exchange))).join("");
  return `(${exchange(piece, text) ?? text()})`;
}

/** All parts of a program, itself included. */
export function partsOf(piece: Piece): Piece[] {
  return [piece, ...piece.content.flatMap((part) => (typeof part === "string" ? [] : partsOf(part)))];
}

type Scope = ReadonlyMap<string, Kind>;

interface Source {
  readonly choices: readonly number[];
  next: number;
  readonly merges: boolean;
}

const DEEPEST = 6;

function pieceOf(kind: Kind, scope: Scope, source: Source, depth: number): Piece {
  const choice = source.choices[source.next++] ?? 0;
  const variables = [...scope].flatMap(([name, of]) => (of === kind || kind === "any" ? [name] : []));
  const all = TEMPLATES[kind].filter((template) => source.merges || !template.startsWith("// "));
  const simple = depth >= DEEPEST ? all.filter((template) => !template.includes("<")) : all;
  const forms = [...variables, ...(simple.length > 0 ? simple : ["null"])];
  const template = (forms[choice % forms.length] ?? "null").replace(/^\/\/ /, "");
  const content = template.split(/(<[a-z]+(?: [a-z:]+)*>)/).map((part) => {
    const [, of, binders = ""] = /^<([a-z]+)((?: [a-z:]+)*)>$/.exec(part) ?? [];
    if (of === undefined) return part;
    const inner = new Map(scope);
    for (const binder of binders.trim().split(" ")) {
      const [name = "", binds = ""] = binder.split(":");
      if (name !== "") inner.set(name, binds as Kind);
    }
    return pieceOf(of as Kind, inner, source, depth + 1);
  });
  return { content };
}
