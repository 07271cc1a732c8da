import { describe, expect, test } from "vitest";
import { checkModules, evaluationOfText } from "./evaluate.ts";

const declare = "{ lib, ... }: { options.a = lib.mkOption { type = lib.types.listOf lib.types.int; default = [ ]; }; }";

describe("modules from files", () => {
  test("a path counts once, however it is reached", () =>
    checkModules("(eval [ ./declare.nix ./one.nix ./folder ./one.nix { imports = [ ./one.nix ]; } ]).a", "[ 2 1 ]", {
      "/flake/declare.nix": declare,
      "/flake/one.nix": "{ a = [ 1 ]; }",
      "/flake/folder/default.nix": "{ imports = [ ../one.nix ../declare.nix ]; a = [ 2 ]; }",
    }));

  test("a set or a function counts each time", () =>
    checkModules("let m = { a = [ 1 ]; }; in (eval [ ./declare.nix m m { imports = [ m ]; } ]).a", "[ 1 1 1 ]", {
      "/flake/declare.nix": declare,
    }));

  test("files in a circle count once each, and the circle is reported", () => {
    const evaluation = evaluationOfText("[ ./declare.nix ./east.nix ]", {
      "/flake/declare.nix": declare,
      "/flake/east.nix": "{ imports = [ ./west.nix ]; }",
      "/flake/west.nix": "{ imports = [ ./east.nix ]; }",
    });
    const { modules, cycles } = evaluation.collected();
    expect(modules.map(({ file }) => file)).toEqual(["/flake/declare.nix", "/flake/east.nix", "/flake/west.nix"]);
    expect(cycles.map(({ file }) => file)).toEqual(["/flake/east.nix"]);
  });

  test("disabledModules: by path, by folder, and what only they import", () => {
    const files = {
      "/flake/declare.nix": declare,
      "/flake/one.nix": "{ imports = [ ./two.nix ./declare.nix ]; a = [ 1 ]; }",
      "/flake/two.nix": "{ a = [ 2 ]; }",
      "/flake/folder/default.nix": "{ imports = [ ../declare.nix ]; a = [ 3 ]; }",
    };
    checkModules("(eval [ ./one.nix ./folder { disabledModules = [ ./one.nix ]; } ]).a", "[ 3 ]", files);
    checkModules("(eval [ ./one.nix ./folder { disabledModules = [ ./folder ]; } ]).a", "[ 2 1 ]", files);
    checkModules(
      "(eval [ ./one.nix ./folder { disabledModules = [ ./one.nix ]; imports = [ ./two.nix ]; } ]).a",
      "[ 2 3 ]",
      files,
    );
  });

  test("a file that does not exist is a part that is not known", () => {
    const { unknowns } = evaluationOfText("[ ./gone.nix ]").collected();
    expect(unknowns.map(({ reason }) => reason)).toEqual(["path '/flake/gone.nix' does not exist"]);
  });
});

describe("who is credited", () => {
  test("definitions name their file; a set in a list the file around it", () => {
    const evaluation = evaluationOfText(
      '[ ./declare.nix ./one.nix { a = [ 2 ]; } { _file = "/flake/one.nix"; a = [ 3 ]; } ]',
      {
        "/flake/declare.nix": declare,
        "/flake/one.nix": "{ a = [ 1 ]; }",
      },
    );
    const option = evaluation.tree().children.get("a");
    const kept = option?.kind === "option" ? option.option.definitions().kept : [];
    expect(kept.map(({ file }) => file)).toEqual(["/flake/one.nix", "/flake/text.nix", "/flake/one.nix"]);
  });

  test("lib.setDefaultModuleLocation and importApply", () =>
    checkModules(
      '(evalModules { modules = [ (lib.setDefaultModuleLocation "/flake/one.nix" { a = [ 1 ]; }) ./declare.nix ]; }).options.a.files',
      '[ "/flake/one.nix" ]',
      {
        "/flake/declare.nix": declare,
        "/flake/one.nix": "{ }",
      },
    ));
});
