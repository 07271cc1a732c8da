// biome-ignore-all lint/suspicious/noTemplateCurlyInString: antiquotations of Nix look the same
import { expect, test } from "vitest";
import { parse } from "../../server/syntax/parse.ts";
import type { Expression } from "../../server/syntax/syntax-tree.ts";
import { checkTree } from "./check.ts";

test("from the tightest to the loosest", () => {
  checkTree(
    "a -> b || c && d == e < f // g + h * i ++ j",
    "(-> a (|| b (&& c (== d (< e (// f (+ g (* h (++ i j)))))))))",
  );
  checkTree(
    "a ++ b * c + d // e < f == g && h || i -> j",
    "(-> (|| (&& (== (< (// (+ (* (++ a b) c) d) e) f) g) h) i) j)",
  );
});

test("associativity", () => {
  checkTree("a - b - c", "(- (- a b) c)");
  checkTree("a / b * c", "(* (/ a b) c)");
  checkTree("a ++ b ++ c", "(++ a (++ b c))");
  checkTree("a // b // c", "(// a (// b c))");
  checkTree("a -> b -> c", "(-> a (-> b c))");
  checkTree("a < b == c < d", "(== (< a b) (< c d))");
});

test("`|>` is left-associative, `<|` right-associative", () => {
  checkTree("a |> f |> g", "(|> (|> a f) g)");
  checkTree("f <| g <| x", "(<| f (<| g x))");
  checkTree("a |> (b |> c)", "(|> a (|> b c))");
});

test("pipes are looser than everything else", () => {
  checkTree("a -> b |> c -> d", "(|> (-> a b) (-> c d))");
  checkTree("a |> b || c |> d", "(|> (|> a (|| b c)) d)");
  checkTree("f <| a ++ b", "(<| f (++ a b))");
  checkTree("(a -> b) |> f x |> g", "(|> (|> (-> a b) (apply f x)) g)");
  checkTree("a |> map (x: x |> f)", "(|> a (apply map (lambda x (|> x f))))");
  checkTree("x: x |> f", "(lambda x (|> x f))");
});

test("glued operators", () => {
  checkTree("a|>f", "(|> a f)");
  checkTree("a//b//c", "(// a (// b c))");
  checkTree("{} //b", "(// (set) b)");
  checkTree("./a//b", "(// (relative ./a) b)");
  checkTree("a == b//c", "(== a (// b c))");
  checkTree("a->b", "(> a- b)");
});

test("pipes in strings and comments are text", () => {
  checkTree("\"a |> b\" /* <| */ + ''<|'' # |>", '(+ "a |> b" "<|")');
  checkTree('"//a ${b//c}, }"', '(string "//a " (// b c) ", }")');
});

test("what Nix does not associate", () => {
  checkTree("a == b == c", "(== (== a b) c)", "1:8 comparisons cannot be chained: parentheses are needed");
  checkTree("a < b >= c", "(>= (< a b) c)", "1:7 comparisons cannot be chained: parentheses are needed");
  checkTree("a ? b ? c", "(has (has a b) c)", "1:1 `?` cannot be chained: parentheses are needed");
  checkTree("a |> b <| c", "(<| (|> a b) c)", "1:8 `|>` and `<|` cannot be mixed: parentheses are needed");
});

test("a very long chain", () => {
  const { root, problems } = parse(Array.from({ length: 10_000 }, (_, index) => `[ ${index} ]`).join(" ++ "));
  expect(problems).toEqual([]);
  expect(chainLength(root)).toBe(10_000);
  expect(parse(`f ${"x ".repeat(10_000)}`).problems).toEqual([]);
});

function chainLength(root: Expression): number {
  let length = 1;
  for (let at = root; at.kind === "binary"; at = at.right) length++;
  return length;
}

test("nesting beyond measure is a hole", () => {
  for (const [open, close, depth = 5_000] of [
    ["(", ")", 100_000],
    ["[ ", " ]"],
    ["{ a = ", "; }"],
    ['"${', '}"'],
    ["x: ", ""],
    ["!", ""],
  ] as const) {
    const { problems } = parse(`${open.repeat(depth)}1${close.repeat(depth)}`);
    expect(problems.map(({ message }) => message)).toEqual(["this is nested too deeply to be understood"]);
  }
});
