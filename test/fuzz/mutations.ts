import fc from "fast-check";

/** One way to spoil a text. Places and lengths are shares of what there is, so that every text can be spoilt by any. */
type Mutation =
  | { readonly kind: "cut"; readonly from: number; readonly to: number }
  | { readonly kind: "keep"; readonly from: number; readonly to: number }
  | {
      readonly kind: "drop" | "double" | "swap";
      readonly unit: "token" | "line";
      readonly at: number;
      readonly to: number;
    }
  | { readonly kind: "insert"; readonly at: number; readonly text: string }
  | { readonly kind: "nest"; readonly at: number; readonly to: number; readonly how: number; readonly depth: number };

const RUBBLE = [
  ...[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "${",
    '"',
    "''",
    ";",
    "=",
    ":",
    "@",
    ",",
    ".",
    "...",
    "?",
    "or",
    "inherit",
    "rec {",
  ],
  ...[
    "let",
    "in",
    "with",
    "if",
    "then",
    "else",
    "assert",
    "x:",
    "{ a, ... }:",
    "/*",
    "#",
    "//",
    "++",
    "->",
    "|>",
    "./.",
    "<a>",
  ],
  ...["\0", "\r", "\ud800", "é", "🌿", "builtins.", "mkIf", "import", "throw", "true", "1", "-", "!", "''${", "\\"],
];

/** What stands before and behind a nested stretch. */
const NESTS = [
  ["(", ")"],
  ["[ ", " ]"],
  ["{ a = ", "; }"],
  ["(let a = 1; in ", ")"],
  ["(x: ", ")"],
  ["(if true then ", " else 1)"],
  ["(with { }; ", ")"],
  ['"${toString (', ')}"'],
  ["(1 + ", ")"],
  ["(id ", ")"],
] as const;

const share = fc.integer({ min: 0, max: 9999 }).map((value) => value / 10_000);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("drop" as const, "double" as const, "swap" as const),
    unit: fc.constantFrom("token" as const, "line" as const),
    at: share,
    to: share,
  }),
  fc.record({ kind: fc.constant("insert" as const), at: share, text: fc.constantFrom(...RUBBLE) }),
  fc.record({ kind: fc.constant("cut" as const), from: share, to: share }),
  fc.record({ kind: fc.constant("keep" as const), from: share, to: share }),
  fc.record({
    kind: fc.constant("nest" as const),
    at: share,
    to: share,
    how: fc.nat(NESTS.length - 1),
    depth: fc.oneof(fc.nat(3), fc.nat(150)),
  }),
);

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(mutation, { minLength: 1, maxLength: 5 });

/** The text, spoilt in these ways one after the other. */
export function spoilt(text: string, changes: readonly Mutation[]): string {
  return changes.reduce(spoil, text);
}

function spoil(text: string, change: Mutation): string {
  switch (change.kind) {
    case "cut": {
      const [from, to] = stretch(text.length, change.from, change.to);
      // Half a text is a rare edit; a few words are a common one.
      return text.slice(0, from) + text.slice(Math.min(to, from + 40));
    }
    case "keep": {
      const [from, to] = stretch(text.length, change.from, change.to);
      return text.slice(from, to);
    }
    case "insert": {
      const at = Math.floor(change.at * text.length);
      return text.slice(0, at) + change.text + text.slice(at);
    }
    case "nest": {
      const [from, to] = stretch(text.length, change.at, change.to);
      const [before, behind] = NESTS[change.how] ?? NESTS[0];
      const inner = text.slice(from, to);
      return text.slice(0, from) + before.repeat(change.depth) + inner + behind.repeat(change.depth) + text.slice(to);
    }
    case "drop":
    case "double":
    case "swap":
      return rearranged(text, change);
    default:
      return change satisfies never;
  }
}

function rearranged(text: string, { kind, unit, at, to }: Extract<Mutation, { unit: unknown }>): string {
  const pieces = unit === "line" ? text.split(/(?<=\n)/) : (text.match(/[\w'-]+|\s+|[^\s\w]/gu) ?? []);
  const first = Math.floor(at * pieces.length);
  const second = Math.floor(to * pieces.length);
  const [one = "", other = ""] = [pieces[first], pieces[second]];
  if (kind === "drop") pieces.splice(first, 1);
  else if (kind === "double") pieces.splice(first, 0, one);
  else if (pieces.length > 0) {
    pieces[first] = other;
    pieces[second] = one;
  }
  return pieces.join("");
}

function stretch(length: number, a: number, b: number): [number, number] {
  const [from, to] = [Math.floor(a * length), Math.floor(b * length)];
  return from <= to ? [from, to] : [to, from];
}
