import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { applied } from "./check-fix.ts";

/** The messages about one cell, and the cell after the first fix. */
function judged(cell: string): { readonly messages: readonly string[]; readonly mended: string | undefined } {
  const { analysis, files } = analyseFixture(`#- /cells/a.nix\n${cell}\n`);
  const found = analysis.findings.filter(({ code }) => code === "syntax");
  const fix = found.flatMap(({ fixes }) => fixes)[0];
  return {
    messages: found.map(({ message }) => message),
    mended: fix && applied(files, fix).get("/flake/cells/a.nix")?.trim(),
  };
}

describe("mistakes that are plain", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["{ a = [ 1, 2, 3 ]; }", "Items of a list are separated by blanks, not by commas.", "{ a = [ 1 2 3 ]; }"],
    ["{ a = 1, b = 2; }", "A setting ends with `;`, not with a comma.", "{ a = 1; b = 2; }"],
    [
      "c: { inherit (c) a, b; }",
      "Names after `inherit` are separated by blanks, not by commas.",
      "c: { inherit (c) a b; }",
    ],
    ["c: { inherit c.d.a; }", "`inherit` takes names, not paths. Write `inherit (c.d) a`.", "c: { inherit (c.d) a; }"],
    ["{ lib ... }: { }", "Arguments are separated by commas: one is missing before `...`.", "{ lib, ... }: { }"],
    ["{ a = 'x y'; }", "A string is written in double quotes.", '{ a = "x y"; }'],
    [
      "{ a.enable Foo = true; }",
      "A name cannot have a blank in it: `enable Foo`. Write `enableFoo`, or put the name in quotes.",
      "{ a.enableFoo = true; }",
    ],
  ];
  test.each(cases)("%s", (cell, message, mended) => expect(judged(cell)).toEqual({ messages: [message], mended }));

  test("what is not plain keeps the parser's message", () => {
    for (const cell of ["{ a = 1 }", "{ a = if x then 1; }", "{ a: 1; }"]) expect(judged(cell).mended).toBeUndefined();
  });

  test("functions that are called are no names with blanks", () =>
    expect(judged("f: { a = f f; b = 1; }").messages).toEqual([]));
});
