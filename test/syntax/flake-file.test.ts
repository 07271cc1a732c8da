import { expect, test } from "vitest";
import { isFlakeText } from "../../server/syntax/flake-file.ts";

test("a set with outputs or inputs is a flake's, also half typed", () => {
  const flakes = [
    "{ outputs = _: { }; }",
    '# outputs\n{ description = "a; outputs = b"; inputs.nixpkgs.url = "github:NixOS/nixpkgs"; }',
    "rec { inherit (import ./parts.nix) outputs; }",
    "{ nixConfig = { x = let y = 1; in [ y ]; }; outputs = inputs: let x = ",
  ];
  expect(flakes.filter((text) => !isFlakeText(text))).toEqual([]);
});

test("a module that is called flake.nix is none, whatever it names", () => {
  const modules = [
    "",
    "{ lib, ... }: { outputs = 1; }",
    "{ outputs ? { }, inputs, ... }: { }",
    "args@{ inputs, ... }: { }",
    "let outputs = 1; in { inherit outputs; }",
    '{ systems = [ "x86_64-linux" ]; flake.outputs = { outputs = 1; }; }',
    "{ x = let outputs = 1; in outputs; } // { outputs = 1; }",
    "import ./outputs.nix",
  ];
  expect(modules.filter(isFlakeText)).toEqual([]);
});
