// biome-ignore-all lint/suspicious/noTemplateCurlyInString: antiquotations of Nix look the same
import { test } from "vitest";
import { checkTree } from "./check.ts";

/** Source with each line's end written out; `\n` between the arguments. */
function indented(...lines: string[]): string {
  return `''${lines.join("\n")}''`;
}

test("escapes", () => {
  checkTree('"a\\n\\t\\r\\"\\\\\\x\\${b}"', '"a\\n\\t\\r\\"\\\\x${b}"');
  checkTree('"$a $$ $${b} $"', '"$a $$ $${b} $"');
  checkTree('"a\\\nb"', '"a\\nb"');
  checkTree('"a\r\nb\rc"', '"a\\nb\\nc"');
});

test("antiquotations", () => {
  checkTree('"a${b}c${"d${e}"}"', '(string "a" b "c" (string "d" e))');
  checkTree('"${a}"', "(string a)");
  checkTree('"$$${a}"', '(string "$$" a)');
  checkTree('""', "(string)");
});

test("the common indentation goes, the first line too when blank", () => {
  checkTree(indented("", "  a", "    b", "  c", "  "), '"a\\n  b\\nc\\n"');
  checkTree(indented("a", "  b"), '"a\\n  b"');
  checkTree(indented("  a", "    b"), '"a\\n  b"');
  checkTree(indented("   ", "  a"), '"a"');
});

test("empty lines have no indentation, blank ones lose theirs", () => {
  checkTree(indented("", "  a", "", "  b", ""), '"a\\n\\nb\\n"');
  checkTree(indented("", "  a", "     ", "  b", ""), '"a\\n   \\nb\\n"');
  checkTree(indented("   "), "(string)");
  checkTree(indented("", "  a", "  "), '"a\\n"');
  checkTree(indented("", "  a", "    x"), '"a\\n  x"');
});

test("tabs and carriage returns are text", () => {
  checkTree(indented("", "\ta", "  b"), '"\\ta\\n  b"');
  checkTree("''\r\n  a\r\n  b\r\n''", '"\\r\\n  a\\r\\n  b\\r\\n"');
});

test("an antiquotation ends a line's indentation", () => {
  checkTree(indented("", "  ${a}", "    b", ""), '(string a "\\n  b\\n")');
  checkTree(indented("", "    a ${b}", "  c", ""), '(string "  a " b "\\nc\\n")');
  checkTree(indented("  ${a}  "), '(string a "  ")');
});

test("escapes in indented strings", () => {
  checkTree("'' ''${a} ''' ''\\n ''\\x '' ", `"\${a} '' \\nx "`);
  checkTree("''${a}'${b}''", '(string a "\'" b)');
  checkTree("''$a $${b} ' $''", `"$a $\${b} ' $"`);
  checkTree("''''$''", '"$"');
  checkTree(indented("", "  ''\\t  a", "    b", ""), '"\\t  a\\n  b\\n"');
});

test("text around escapes is one part", () => {
  checkTree("''a''${b}''\\nc${d}''", '(string "a${b}\\nc" d)');
});

test("a quote before an antiquotation, behind an escape or at the start", () => {
  checkTree("''a''$'${b}''", '(string "a$\'" b)');
  checkTree("''a''''${b}c''", '(string "a\'\'\'" b "c")');
  checkTree("'''${a}''", '(string "\'" a)');
  checkTree("[ \"''$'${a}\" ''x''\\n'${b}'' ]", "[(string \"''$'\" a) (string \"x\\n'\" b)]");
});
