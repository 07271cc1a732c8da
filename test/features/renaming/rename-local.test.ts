import { describe, expect, test } from "vitest";
import { prepareRename } from "../../../server/features/renaming/rename.ts";
import { asked, renamedLines } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const flake = root + schema + host + branches;

describe("a local name", () => {
  const file = (body: string) => `${flake}\n#- /cells/local.nix\n${body}\n`;

  test("everywhere in its scope, and nowhere else", () => {
    expect(
      renamedLines(
        file("{ lib, ... }:\nlet\n  a = 1;\n  b = a + (let a = 2; in a);\nin\n{ my.theme = toString (a$0 + b); }"),
        "c",
      ),
    ).toEqual([
      "/cells/local.nix:3 c = 1;",
      "/cells/local.nix:4 b = c + (let a = 2; in a);",
      "/cells/local.nix:6 { my.theme = toString (c + b); }",
    ]);
  });

  test("inherited names become bindings", () => {
    expect(
      renamedLines(
        file("{ lib, ... }: let inherit (lib) mkIf; in { my.theme = mk$0If true { inherit mkIf; }; }"),
        "when",
      ),
    ).toEqual(["/cells/local.nix:1 { lib, ... }: let when = lib.mkIf; in { my.theme = when true { mkIf = when; }; }"]);
  });

  test("in a file that is half typed", () => {
    expect(renamedLines(file("{ lib, ... }:\nlet\n  a = 1;\nin\n{ my.theme = a$0; my.user. }"), "c")).toEqual([
      "/cells/local.nix:3 c = 1;",
      "/cells/local.nix:5 { my.theme = c; my.user. }",
    ]);
  });

  test("refused where it would hide another name, be hidden, or is not a name", () => {
    const text = file("{ lib, ... }: let a = 1; in { my.theme = let b = 2; in a$0 + b; }");
    expect(renamedLines(text, "b")).toBe("`b` would hide another name here, or be hidden by one");
    expect(renamedLines(text, "lib")).toEqual([
      "/cells/local.nix:1 { lib, ... }: let lib = 1; in { my.theme = let b = 2; in lib + b; }",
    ]);
    expect(renamedLines(text, "in")).toBe("`in` cannot be the name of a variable in Nix");
    expect(renamedLines(file("{ li$0b, ... }: { my.theme = lib.x; }"), "l")).toBe(
      "`lib` is an argument that callers give by this name",
    );
  });
});

test("the word that is asked for, without its quotes", () => {
  const prepared = (text: string) => {
    const { view, place } = asked(text);
    return prepareRename(view, place);
  };
  expect(prepared(`${root}${schema}${host.replace('"desk"', '"de$0sk"')}${branches}`)).toMatchObject({ name: "desk" });
  expect(prepared(`${flake}\n#- /cells/set.nix\n{ my.the$0me = "fern"; }\n`)).toMatchObject({ name: "theme" });
  expect(prepared(`${flake}\n#- /cells/set.nix\n{ my.theme = "fe$0rn"; }\n`)).toBeUndefined();
});
