import { test } from "vitest";
import { checkTree } from "./check.ts";

test("a semicolon is missing", () => {
  checkTree("{ a = 1\n  b = 2; }", "(set (= a 1) (= b 2))", "1:8 expected `;`");
  checkTree("{ a = 1 }", "(set (= a 1))", "1:8 expected `;`");
  checkTree("{ a = [ ./b ] # c\n  inherit d; }", "(set (= a [(relative ./b)]) (inherit d))", "1:14 expected `;`");
  checkTree("{ a = with b }", "(set (= a (with b (hole))))", "1:13 expected `;`");
});

test("an attribute name is missing", () => {
  checkTree("{ a = config.; b = 1; }", "(set (= a (hole config)) (= b 1))", "1:14 expected an attribute name");
  checkTree("{ a = lib.types. }", "(set (= a (hole (select lib types))))", "1:17 expected an attribute name");
  checkTree("{ a = config.\n  b = 1; }", "(set (= a (hole config)) (= b 1))", "1:14 expected an attribute name");
  checkTree("{\n  my.\n}", "(set (= my (hole)))", "2:6 expected an attribute name");
  checkTree("[ a. ]", "[(hole a)]", "1:5 expected an attribute name");
});

test("a path across lines is a path, as in Nix", () => {
  checkTree("{ my.\n z.y = 1; }", "(set (= my.z.y 1))");
});

test("a value is missing", () => {
  checkTree("{ a = ; b = 1; }", "(set (= a (hole)) (= b 1))", "1:6 expected an expression");
  checkTree("{ a = b ++ ; c = 1; }", "(set (= a (++ b (hole))) (= c 1))", "1:11 expected an expression");
  checkTree("{ a.b }", "(set (= a.b (hole)))", "1:6 expected `=`");
  checkTree("{ a.b { c = 1; }; d = 2; }", "(set (= a.b (set (= c 1))) (= d 2))", "1:6 expected `=`");
  checkTree("{ a = x: ; }", "(set (= a (lambda x (hole))))", "1:9 expected an expression");
  checkTree("", "(hole)", "1:1 expected an expression");
});

test("a bracket is never closed", () => {
  checkTree("{ a = 1; b = 2", "(set (= a 1) (= b 2))", "1:1 this `{` is never closed");
  checkTree("{ a = (f x; b = 2; }", "(set (= a (apply f x)) (= b 2))", "1:7 this `(` is never closed");
  checkTree("{ a = [ 1\n  b = 2; }", "(set (= a [1]) (= b 2))", "1:7 this `[` is never closed");
  checkTree("x: [ { a = 1; ]", "(lambda x [(set (= a 1))])", "1:6 this `{` is never closed");
});

test("the indentation tells where it was meant to be closed", () => {
  checkTree(
    "{\n  a = {\n    b = 1;\n\n  c = 2;\n}",
    "(set (= a (set (= b 1))) (= c 2))",
    "2:7 this `{` is never closed",
  );
  checkTree(
    "{\n  a = {\n    b = [\n      c\n  };\n  d = 1;\n}",
    "(set (= a (set (= b [c]))) (= d 1))",
    "3:9 this `[` is never closed",
  );
});

test("a bracket closes nothing", () => {
  checkTree("{ a = 1; ) b = 2; }", "(set (= a 1) (= b 2))", "1:10 unexpected `)`");
  checkTree("{ a = 1; }}", "(set (= a 1))", "1:11 unexpected `}`");
});

test("a string or comment is never closed", () => {
  checkTree('{ a = "b;\n  c = "d"; }', '(set (= a "b") (= c "d"))', "1:7 this string is never closed");
  checkTree("{ a = 1; /* b", "(set (= a 1))", "1:1 this `{` is never closed", "1:10 this comment is never closed");
});

test("heads of functions", () => {
  checkTree("{ a, ... }\n{ b = 1; }", "(lambda {a ...} (set (= b 1)))", "1:11 expected `:`");
  checkTree("{ a: 1; b = 2; }", "(set (= a 1) (= b 2))", "1:4 expected `=`, not `:`");
});

test("let and if", () => {
  checkTree("let a = 1; { b = a; }", "(let (= a 1) (set (= b a)))", "1:11 expected `in`");
  checkTree("{ a = if b then c; d = 1; }", "(set (= a (if b c (hole))) (= d 1))", "1:18 expected `else`");
  checkTree(
    "{\n  a = let\n    b = 1;\n  c = 2;\n}",
    "(set (= a (let (= b 1) (hole))) (= c 2))",
    "2:7 this `let` has no `in`",
  );
});

test("bindings survive beside what is not understood", () => {
  checkTree("{ a = 1; b c = 2; d = 3; }", "(set (= a 1) (= c 2) (= d 3))", "1:10 unexpected `b`");
  checkTree("{ a = 1;; b = 2; }", "(set (= a 1) (= b 2))", "1:9 unexpected `;`");
  checkTree("{ a = [ 1, 2 ]; b = 3; }", "(set (= a [1 2]) (= b 3))", "1:10 unexpected `,`");
});

test("rubble around an expression", () => {
  checkTree("@ { a = b.c; } @", "(set (= a (select b c)))", "1:1 unexpected `@`", "1:16 unexpected `@`");
  checkTree("@", "(hole)", "1:1 unexpected `@`");
});
