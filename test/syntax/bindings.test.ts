// biome-ignore-all lint/suspicious/noTemplateCurlyInString: antiquotations of Nix look the same
import { expect, test } from "vitest";
import { parse } from "../../server/syntax/parse.ts";
import { checkTree } from "./check.ts";

test("sets", () => {
  checkTree("{ }", "(set)");
  checkTree("rec { a = 1; b = a; }", "(rec (= a 1) (= b a))");
  checkTree("{ a.b.c = 1; }", "(set (= a.b.c 1))");
  checkTree('{ "a b" = 1; ${c}.d = 2; "e${f}" = 3; }', '(set (= "a b" 1) (= ${c}.d 2) (= ${(string "e" f)} 3))');
});

test("inherit", () => {
  checkTree('{ inherit a "b c"; }', '(set (inherit a "b c"))');
  checkTree("{ inherit (a.b) c d; }", "(set (inherit-from (select a b) c d))");
  checkTree("{ inherit ; inherit (a) ; }", "(set (inherit) (inherit-from a))");
});

test("formals may end in a comma", () => {
  checkTree("{ a, b ? 1, }: a", "(lambda {a b?1} a)");
  checkTree("{ a\n, b, # }\n /* } */ }: a", "(lambda {a b} a)");
});

test("a commented comma is none", () => {
  checkTree("{ a, # x }\n b }: a", "(lambda {a b} a)");
});

test("paths with a common beginning merge", () => {
  checkTree("{ a.b = 1; a.c = 2; }", "(set (= a.b 1) (= a.c 2))");
  checkTree("{ a = { b = 1; }; a.c = 2; }", "(set (= a (set (= b 1))) (= a.c 2))");
  checkTree("{ a.b.c = 1; a.b = { d = 2; }; }", "(set (= a.b.c 1) (= a.b (set (= d 2))))");
  checkTree("let a.b = 1; a.c = 2; in a", "(let (= a.b 1) (= a.c 2) a)");
  checkTree("{ a.${b} = 1; a.${b} = 2; }", "(set (= a.${b} 1) (= a.${b} 2))");
});

test("a half typed path may go on: it defines nothing twice", () => {
  checkTree("{ a.b = 1; a. }", "(set (= a.b 1) (= a (hole)))", "1:14 expected an attribute name");
  checkTree("{ a.b = 1; a }", "(set (= a.b 1) (= a (hole)))", "1:13 expected `=`");
});

test("attributes defined twice", () => {
  checkTree("{ a = 1; a = 2; }", "(set (= a 1) (= a 2))", "1:10 the attribute `a` is already defined");
  checkTree("{ a.b = 1; a.b = 2; }", "(set (= a.b 1) (= a.b 2))", "1:14 the attribute `b` is already defined");
  checkTree(
    "{ a = f { }; a.b = 2; }",
    "(set (= a (apply f (set))) (= a.b 2))",
    "1:14 the attribute `a` is already defined",
  );
  checkTree("{ inherit a; a = 1; }", "(set (inherit a) (= a 1))", "1:14 the attribute `a` is already defined");
  checkTree("let a = 1; inherit a; in a", "(let (= a 1) (inherit a) a)", "1:20 the attribute `a` is already defined");
  checkTree("{ a = { b = { }; }; a = { b = { }; }; }", "(set (= a (set (= b (set)))) (= a (set (= b (set)))))");
});

test("arguments named twice", () => {
  checkTree("{ a, a }: a", "(lambda {a a} a)", "1:6 the argument `a` is already named here");
  checkTree("a@{ a }: a", "(lambda a@{a} a)", "1:5 the argument `a` is already named here");
});

test("computed names where none may be", () => {
  checkTree("let ${a} = 1; in 2", "(let (= ${a} 1) 2)", "1:5 a computed name cannot stand in `let`");
  checkTree("let a.${b} = 1; in 2", "(let (= a.${b} 1) 2)");
  checkTree("{ inherit ${a}; }", "(set (inherit ${a}))", "1:11 a computed name cannot be inherited");
});

test("keywords as names", () => {
  checkTree("{ a.if = 1; }", "(set (= a.if 1))", "1:5 `if` is a keyword and cannot be a name");
  checkTree("{ if = 1; b = 2; }", "(set (= b 2))", "1:3 unexpected `if`");
  checkTree("a.then", "(select a then)", "1:3 `then` is a keyword and cannot be a name");
});

test("numbers and paths that Nix rejects", () => {
  checkTree("9223372036854775807", "9223372036854775807");
  checkTree("9223372036854775808", "9223372036854775808", "1:1 this integer does not fit into 64 bits");
  checkTree("./a/", "(relative ./a/)", "1:4 a path cannot end with `/`");
});

test("no attribute counts as defined twice in a set that is broken itself", () => {
  const duplicates = (text: string) => parse(text).problems.filter(({ kind }) => kind === "duplicate").length;
  // The brace of `user` is missing.
  expect(duplicates('{\n  my.user = {\n    name = "rowan";\n  my.user = "alder";\n}\n')).toBe(0);
  expect(duplicates("{\n  a = {\n    x = 1;\n  a = 2;\n  b = 3;\n  b = 4;\n}\n")).toBe(0);
  expect(duplicates("{\n  a = 1\n  a = 2;\n}\n")).toBe(0);
  // Elsewhere nothing is in doubt.
  expect(duplicates("{\n  f = x: { a = 1; a = 2; };\n  b = [ 1 ;\n}\n")).toBe(1);
  expect(duplicates("{ a = 1; a = 2; }")).toBe(1);
});
