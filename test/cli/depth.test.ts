import { join } from "node:path";
import { expect, test } from "vitest";
import { dendritic, folderWith } from "./run.ts";

const nested = (depth: number) => `let f = n: if n == 0 then 0 else 1 + f (n - 1); in f ${depth}`;

test("as many nested calls as Nix allows are evaluated; more end the value, not the command", () => {
  expect(dendritic(["eval", nested(9990)])).toEqual({ code: 0, stdout: "9990\n", stderr: "" });
  const { code, stdout, stderr } = dendritic(["eval", nested(1_000_000)]);
  expect([code, stdout.startsWith("«unknown: budget spent: too many nested calls"), stderr]).toEqual([0, true, ""]);
});

test("each file has an allowance of its own, so bombs leave the others as they are", () => {
  const folder = folderWith({
    "main.nix":
      "{ a = import ./a.nix; b = import ./b.nix; c = import ./c.nix; d = import ./d.nix; e = import ./e.nix; }",
    "a.nix":
      "let xs = builtins.genList (i: if i == 0 then 0 else builtins.elemAt xs (i - 1) + 1) 100000; in builtins.elemAt xs 99999",
    "b.nix": "let f = n: f (n + 1); in f 0",
    "c.nix": "builtins.toJSON (builtins.foldl' (a: _: [ a ]) [ ] (builtins.genList (x: x) 100000))",
    "d.nix": "let f = n: if n == 0 then 0 else builtins.head (map (x: x + f (n - 1)) [ 1 ]); in f 4000",
    "e.nix": "builtins.length (builtins.genList (x: x) 1000)",
  });
  const { code, stdout } = dendritic(["eval", "--strict", "-f", join(folder, "main.nix")]);
  const spent = "«unknown: budget spent: [^»]*»";
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(`^{ a = ${spent}; b = ${spent}; c = ${spent}; d = 4000; e = 1000; }\n$`),
  ]);
});

test.each([
  ["parentheses", `${"(".repeat(100_000)}1${")".repeat(100_000)}`],
  ["open parentheses", "(".repeat(100_000)],
  ["lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["functions", `${"x: ".repeat(100_000)}1`],
  ["negations", `${"!".repeat(100_001)}true`],
  ["calls in a chain", `f${" x".repeat(30_000)}`],
  ["operators in a chain", `true${" && true".repeat(30_000)}`],
])("a file of far too many %s is told to be one", (_, text) => {
  const folder = folderWith({ "a.nix": text });
  const { code, stderr } = dendritic(["eval", "-f", join(folder, "a.nix")]);
  expect([code, stderr.startsWith("error: syntax error, ")]).toEqual([1, true]);
});
