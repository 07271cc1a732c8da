// biome-ignore-all lint/suspicious/noTemplateCurlyInString: antiquotations of Nix look the same
import { test } from "vitest";
import { checkTree } from "./check.ts";

test("literals", () => {
  checkTree("1", "1");
  checkTree("007", "7");
  checkTree("1.5e3", "1500f");
  checkTree(".5", "0.5f");
  checkTree('"text"', '"text"');
  checkTree("https://example.org/a?b=c", '"https://example.org/a?b=c"');
  checkTree("x:x", '"x:x"');
});

test("paths", () => {
  checkTree("./a/b.nix", "(relative ./a/b.nix)");
  checkTree("../.", "(relative ../.)");
  checkTree("a/b", "(relative a/b)");
  checkTree("/etc/nixos", "(absolute /etc/nixos)");
  checkTree("~/a", "(home ~/a)");
  checkTree("<nixpkgs/lib>", "(search nixpkgs/lib)");
});

test("paths with antiquotations", () => {
  checkTree("./a-${b}/c.nix", "(relative ./a- b /c.nix)");
  checkTree("/${a}", "(absolute / a)");
  checkTree("~/${a}", "(home ~/ a)");
});

test("lists", () => {
  checkTree("[ ]", "[]");
  checkTree("[ a.b (f x) (-1) ]", "[(select a b) (apply f x) (- 1)]");
  checkTree("[ 1 [ 2 ] { } ]", "[1 [2] (set)]");
});

test("application is left-associative and tighter than operators", () => {
  checkTree("f x y", "(apply (apply f x) y)");
  checkTree("f x ++ g y", "(++ (apply f x) (apply g y))");
  checkTree("f a.b c.d or e", "(apply (apply f (select a b)) (select c d e))");
});

test("select", () => {
  checkTree("a.b.c", "(select a b.c)");
  checkTree('a."b c".${d}."e${f}"', '(select a "b c".${d}.${(string "e" f)})');
  checkTree("a.b or c.d", "(select a b (select c d))");
  checkTree("(f x).y", "(select (apply f x) y)");
});

test("an antiquotation of plain text is a static name", () => {
  checkTree('{ ${"a"} = 1; ${\'\'b\'\'} = 2; ${("c")} = 3; "" = 4; }', '(set (= a 1) (= b 2) (= c 3) (= "" 4))');
});

test("`?`", () => {
  checkTree("a ? b.c", "(has a b.c)");
  checkTree('a.b ? ${c} && !d ? "e f"', '(&& (has (select a b) ${c}) (! (has d "e f")))');
});

test("functions", () => {
  checkTree("x: y: x", "(lambda x (lambda y x))");
  checkTree("{ }: 1", "(lambda {} 1)");
  checkTree("{ a, b ? 1 + a, ... }: a", "(lambda {a b?(+ 1 a) ...} a)");
  checkTree("{ ... }: 1", "(lambda {...} 1)");
  checkTree("args@{ a }: a", "(lambda args@{a} a)");
  checkTree("{ a }@args: a", "(lambda args@{a} a)");
});

test("if, assert, with, let", () => {
  checkTree("if a then b else if c then d else e", "(if a b (if c d e))");
  checkTree("assert a; b", "(assert a b)");
  checkTree("with a; with b; c", "(with a (with b c))");
  checkTree("let a = 1; inherit b; in a", "(let (= a 1) (inherit b) a)");
  checkTree("let in 1", "(let 1)");
});

test("the ancient let", () => {
  checkTree("let { a = 1; body = a; }", "(select (rec (= a 1) (= body a)) body)");
});

test("prefixes", () => {
  checkTree("-a.b", "(- (select a b))");
  checkTree("- - 1", "(- (- 1))");
  checkTree("!a == b", "(== (! a) b)");
  checkTree("-a ? b", "(has (- a) b)");
  checkTree("a + !b + c", "(+ a (! (+ b c)))");
});

test("parentheses leave no node", () => {
  checkTree("((a))", "a");
  checkTree("(a + b) * c", "(* (+ a b) c)");
});

test("`or` as a name", () => {
  checkTree("{ or = 1; }.or", "(select (set (= or 1)) or)");
  checkTree("let or = f; in a or", "(let (= or f) (apply a or))");
  checkTree("[ a or ]", "[(apply a or)]");
  checkTree("f a or", "(apply f (apply a or))");
  checkTree("a.or or b", "(select a or b)");
});

test("comments and a byte order mark", () => {
  checkTree("# a\n/* b */ 1 /* c */ + /* - */ 2 # d", "(+ 1 2)");
  checkTree("\uFEFF1", "1");
  checkTree("1 # a\r+ 2", "(+ 1 2)");
});
