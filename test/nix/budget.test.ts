import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../server/nix/budget.ts";
import { evaluated, evaluateText } from "./evaluate.ts";

const double = (what: string, times: number) =>
  `let double = n: x: if n == 0 then x else double (n - 1) (${what}); in double ${times}`;

test.each([
  ["a list that doubles", `builtins.length (${double("x ++ x", 40)} [ 1 ])`],
  ["a string that doubles", `builtins.stringLength (${double("x + x", 60)} "ab")`],
  ["a string that doubles by interpolation", `builtins.stringLength (${double('"@{x}@{x}"', 60)} "ab")`],
  ["a set that doubles, as JSON", `builtins.toJSON (${double("{ a = x; b = x; }", 60)} 1)`],
  ["a set that doubles, as a string", `toString (${double("[ x x ]", 60)} 1)`],
  [
    "two sets that double, compared",
    `(${double("{ a = x; b = x; }", 60)} 1) == (${double("{ a = x; b = x; }", 60)} 1)`,
  ],
  ["a set that doubles, flattened", `lib.flatten (${double("[ x x ]", 60)} 1)`],
  [
    "a set that doubles, updated by itself",
    `(let s = ${double("{ a = x; b = x; }", 60)} { }; in builtins.toJSON (lib.recursiveUpdate s s))`,
  ],
  [
    "a list that doubles, cloned by concatMap",
    `builtins.length (${double("builtins.concatMap (y: [ y y ]) x", 60)} [ 1 ])`,
  ],
  [
    "a product of many lists",
    `builtins.length (lib.cartesianProduct (lib.genAttrs (lib.genList toString 60) (_: [ 1 2 3 ])))`,
  ],
  ["a huge list", "builtins.length (builtins.genList (x: x) 1000000000)"],
  ["a huge range", "builtins.length (lib.range 1 1000000000)"],
  ["a huge repetition", 'builtins.stringLength (lib.fixedWidthString 1000000000 "x" "y")'],
  ["an endless __toString", 'let s = { __toString = self: self; }; in "@{s}"'],
  ["replacements that grow", `builtins.stringLength (${double('builtins.replaceStrings [ "a" ] [ "aa" ] x', 60)} "a")`],
  [
    "many patterns that are tried at many places",
    `builtins.replaceStrings (lib.genList (n: "aaaaaaaaaa@{toString n}") 2000) (lib.genList toString 2000) (lib.fixedWidthString 20000 "a" "")`,
  ],
  ["a fold over everything", "builtins.foldl' (a: b: a ++ a) [ 1 ] (builtins.genList (x: x) 100)"],
])("%s ends with the budget", (_, text) => {
  const limits = { ...DEFAULT_LIMITS, stepsPerPiece: 300_000 };
  expect(evaluated(text.replaceAll("@{", "${"), {}, { limits })).toMatch(
    /^<(unknown|failure): (budget spent|the text is too long)/,
  );
});

test("a value that needs itself is reported as such", () => {
  expect(evaluated("let x = x + 1; in x")).toBe("<unknown: infinite recursion encountered>");
  expect(evaluated("let a = { b = a.c; c = a.b; }; in a.b")).toBe("<unknown: infinite recursion encountered>");
});

test("calls nested beyond the limit are given up, also those of a functor", () => {
  const limits = { ...DEFAULT_LIMITS, callDepth: 100 };
  for (const text of [
    "let f = n: f (n + 1); in f 0",
    "let s = { __functor = self: self; }; in s 1",
    "let f = { a ? f { } }: a; in f { }",
    "builtins.foldl' (compose: _: x: compose (compose x)) (x: x + 1) (builtins.genList (x: x) 40) 0",
  ])
    expect(evaluated(text, {}, { limits })).toBe("<unknown: budget spent: too many nested calls>");
});

test("what one piece of code asks for in vain is not taken from the others", () => {
  const { machine, value } = evaluateText("builtins.length (import ./bomb.nix) + 1", {
    "/flake/bomb.nix": "builtins.genList (x: x) 1000000000",
  });
  expect(value.type).toBe("unknown");
  expect(machine.budget.total).toBeGreaterThan(DEFAULT_LIMITS.steps - 2 * DEFAULT_LIMITS.stepsPerPiece);
});

test("a list is walked by index at the cost of its length", () => {
  const walk =
    "let xs = builtins.genList (x: x) 30000; sum = n: s: if n == 30000 then s else sum (n + 1) (s + builtins.elemAt xs n);";
  const limits = { ...DEFAULT_LIMITS, callDepth: 100_000, stepsPerPiece: 10_000_000 };
  const folded = "builtins.foldl' (s: n: s + builtins.elemAt xs n) 0 xs";
  expect(evaluated(`${walk} in ${folded}`, {}, { limits })).toBe(String((30000 * 29999) / 2));
});
