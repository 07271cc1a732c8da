import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { IGrammar } from "vscode-textmate";
import { loadGrammar, tokenize } from "./tokens.ts";

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

/**
 * `#  ^^^^ scope` under a line asks what the characters above are; the answer is the innermost scope without `.nix`.
 * `-` stands for no scope but the file's own. In the fixture, `&{` stands for the two characters that open an interpolation.
 */
function check(fixture: string): void {
  const isMark = (line: string) => /^#\s*\^+ \S+$/.test(line);
  const lines = fixture.replaceAll("&{", "${").split("\n").slice(1);
  const tokens = tokenize(
    grammar,
    lines.filter((line) => !isMark(line)),
  );
  const answered: string[] = [];
  let row = -1;
  for (const line of lines) {
    if (!isMark(line)) {
      row += 1;
      answered.push(line);
      continue;
    }
    const start = line.indexOf("^");
    const end = line.lastIndexOf("^") + 1;
    const covering = (tokens[row] ?? []).filter((token) => token.start < end && start < token.end);
    const scopes = new Set(covering.map((token) => (token.scopes.at(-1) ?? "").replace(/\.nix$/, "")));
    answered.push(`${line.slice(0, end)} ${[...scopes].join("+").replace("source", "-")}`);
  }
  expect(answered.join("\n")).toBe(lines.join("\n"));
}

test("comments", () =>
  check(`
x # to the end
# ^^^^^^^^^^^^ comment.line.number-sign
/* block */ y
#^^^^^^^^^^ comment.block
#           ^ variable.other
/** for
  people */ z
# ^^^^^^ comment.block.documentation
#           ^ variable.other`));

test("strings in double quotes", () =>
  check(String.raw`
"a \n &{b} $&{c} $d"
#  ^^ constant.character.escape
#     ^^ punctuation.section.interpolation.begin
#       ^ variable.other
#        ^ punctuation.section.interpolation.end
#          ^^ constant.character.escape
#             ^^^^^ string.quoted.double`));

test("indented strings", () =>
  check(String.raw`
'' a &{b} ''&{c} ''' $&{d} ''\n e ''
#      ^ variable.other
#         ^^^ constant.character.escape
#            ^^^ string.quoted.other
#                ^^^ constant.character.escape
#                    ^^ constant.character.escape
#                          ^^^^ constant.character.escape
#                               ^ string.quoted.other
#                                 ^^ punctuation.definition.string.end`));

test("an indented string goes on over lines, and a set inside an interpolation closes itself", () =>
  check(`
{ text = ''
  one &{f { a = "}"; }} two
#         ^ punctuation.section.braces.begin
#           ^ support.variable.property
#                ^ string.quoted.double
#                     ^ punctuation.section.interpolation.end
#                       ^^^ string.quoted.other
  ''; more = 1; }
#     ^^^^ support.variable.property`));

test("paths, search paths and addresses", () =>
  check(`
[ ./a/b.nix ../x ~/c /etc/nixos a/b <nixpkgs/lib> https://a.b/c?d=e ./d/&{n}.nix ]
# ^^^^^^^^^ string.unquoted.path
#           ^^^^ string.unquoted.path
#                ^^^ string.unquoted.path
#                    ^^^^^^^^^^ string.unquoted.path
#                               ^^^ string.unquoted.path
#                                   ^^^^^^^^^^^^^ string.unquoted.search-path
#                                                 ^^^^^^^^^^^^^^^^^ string.unquoted.uri
#                                                                   ^^^^ string.unquoted.path
#                                                                         ^ variable.other
#                                                                           ^^^^ string.unquoted.path`));

test("numbers and operators", () =>
  check(`
1 + 2.5 / 3 // a ++ b -> c |> d <| e != f || !g && h ? i
#^ -
# ^ keyword.operator.arithmetic
#   ^^^ constant.numeric.float
#       ^ keyword.operator.arithmetic
#         ^ constant.numeric.integer
#           ^^ keyword.operator.merge
#                ^^ keyword.operator.merge
#                     ^^ keyword.operator.logical
#                          ^^ keyword.operator.pipe
#                               ^^ keyword.operator.pipe
#                                    ^^ keyword.operator.comparison
#                                         ^^ keyword.operator.logical
#                                            ^ keyword.operator.logical
#                                                    ^ keyword.operator.has-attribute`));

test("keywords and names that only look like them", () =>
  check(`
if a.if-not or null then with-in else rec { inherit (x) then-y; }
#^ keyword.control.conditional
#    ^^^^^^ variable.other.property
#           ^^ keyword.operator.or
#              ^^^^ constant.language
#                   ^^^^ keyword.control.conditional
#                        ^^^^^^^ variable.other
#                                ^^^^ keyword.control.conditional
#                                     ^^^ storage.modifier.rec
#                                           ^^^^^^^ keyword.control.inherit
#                                                    ^ variable.other
#                                                       ^^^^^^ support.variable.property`));

test("builtins", () =>
  check(`
map (builtins.attrNames lib.map) (import ./x { throw = toString; })
#^^ support.function.builtin
#    ^^^^^^^^ support.module
#             ^^^^^^^^^ support.function.builtin
#                           ^^^ variable.other.property
#                                 ^^^^^^ support.function.builtin
#                                              ^^^^^ support.variable.property
#                                                      ^^^^^^^^ support.function.builtin`));

test("a function over a set, on one line and on several", () =>
  check(`
args@{ lib, pkgs ? null, ... }: x: x.y
#^^^ variable.parameter
#   ^ keyword.operator.at
#      ^^^ variable.parameter
#           ^^^^ variable.parameter
#                  ^^^^ constant.language
#                        ^^^ keyword.operator.ellipsis
#                               ^ variable.parameter
#                                  ^ variable.other
#                                    ^ variable.other.property
{
  lib,
# ^^^ variable.parameter
  pkgs
# ^^^^ variable.parameter
}@args: { }
# ^^^^ variable.parameter`));

test("attribute names, in sets and after let, and the values between them", () =>
  check(`
let a.b."c d".&{e} = x: with y; z; in { f = assert g; h; i.j = k == l; }
#^^ keyword.control.let
#   ^ support.variable.property
#     ^ support.variable.property
#        ^^^ string.quoted.double
#               ^ variable.other
#                    ^ variable.parameter
#                       ^^^^ keyword.control.with
#                            ^ variable.other
#                               ^ variable.other
#                                  ^^ keyword.control.in
#                                       ^ support.variable.property
#                                           ^^^^^^ keyword.control.assert
#                                                  ^ variable.other
#                                                     ^ variable.other
#                                                        ^ support.variable.property
#                                                          ^ support.variable.property
#                                                              ^ variable.other
#                                                                ^^ keyword.operator.comparison`));

test("a missing semicolon or brace spoils no more than its own set", () =>
  check(`
{ a = { b = 1 }; c = let d = 2 in d; e = [ { f = ]; g = 3; }
#                ^ support.variable.property
#                              ^^ keyword.control.in
#                                    ^ support.variable.property`));

test("every set and list of the seed flake closes itself again", () => {
  const seed = new URL("../flakes/seed", import.meta.url).pathname;
  const files = readdirSync(seed, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".nix"));
  const open = files.filter((file) => {
    const last = tokenize(grammar, `${readFileSync(join(seed, file), "utf8")}\nend`.split("\n")).at(-1);
    return last?.[0]?.scopes.join() !== "source.nix,variable.other.nix";
  });
  expect(open).toEqual([]);
});
