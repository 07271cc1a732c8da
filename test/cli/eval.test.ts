import { join } from "node:path";
import { expect, test } from "vitest";
import { dendritic, folderWith } from "./run.ts";

test("an expression's value is printed as Nix prints it", () => {
  const { code, stdout, stderr } = dendritic([
    "eval",
    "--strict",
    '{ a = [ 1 2.5 ]; f = x: x; s = "a\\tb"; "x y" = null; }',
  ]);
  expect([code, stdout, stderr]).toEqual([0, '{ a = [ 1 2.5 ]; f = <LAMBDA>; s = "a\\tb"; "x y" = null; }\n', ""]);
});

test("without --strict nothing is evaluated that was not asked for", () => {
  expect(dendritic(["eval", "[ (1 + 1) { } ]"]).stdout).toBe("[ <CODE> <CODE> ]\n");
});

test("what is outside or unknown is visible", () => {
  const { code, stdout } = dendritic(["eval", "--strict", "[ (import <nixpkgs> { }).hello builtins.currentSystem ]"]);
  const outside = "«external import(<nixpkgs>)(…).hello»";
  expect([code, stdout]).toEqual([0, `[ ${outside} «unknown: builtins.currentSystem depends on the machine» ]\n`]);
});

test("--json prints JSON", () => {
  const { stdout } = dendritic(["eval", "--json", '{ b = [ true null 1 ]; a = "x"; c = <nixpkgs>; }']);
  expect(JSON.parse(stdout)).toEqual({ a: "x", b: [true, null, 1], c: "«external <nixpkgs>»" });
});

test("a file reads what lies beside it, and in its flake", () => {
  const folder = folderWith({
    "flake.nix": "{ outputs = _: { }; }",
    "lib/a.nix": "{ n, x ? import ./b.nix }: n + x + (import ../c.nix) + builtins.stringLength (builtins.readFile ./t)",
    "lib/b.nix": "10",
    "lib/t": "1234",
    "c.nix": "100",
    "main.nix": "import ./lib/a.nix { n = 1000; }",
  });
  expect(dendritic(["eval", "-f", join(folder, "main.nix")]).stdout).toBe("1114\n");
  expect(dendritic(["eval", "import ./lib/a.nix { n = 0; }"], folder).stdout).toBe("114\n");
});

test("an error has its place, its line and the way to it, and ends with 1", () => {
  const folder = folderWith({ "a.nix": "{\n  x.y = 1;\n}.x.z\n" });
  const file = join(folder, "a.nix");
  const stderr = `error: attribute 'z' missing
       at ${file}:3:5:
           2|   x.y = 1;
           3| }.x.z
            |     ^
`;
  expect(dendritic(["eval", "--file", file])).toEqual({ code: 1, stdout: "", stderr });
  const traced = dendritic(["eval", 'builtins.addErrorContext "on the way" (throw "no")']).stderr;
  expect(traced.split("\n").map((line) => line.trim())).toContain("… on the way");
});

test("what Nix would not parse is not evaluated", () => {
  const { code, stdout, stderr } = dendritic(["eval", "{ a = 1; a = 2; }"]);
  expect([code, stdout, stderr.split("\n")[0]]).toEqual([
    1,
    "",
    "error: syntax error, the attribute `a` is already defined",
  ]);
  expect(dendritic(["eval", "if true then 1 else nowhere"]).stderr).toContain("error: undefined variable 'nowhere'");
});

test("wrong usage and missing files end with 2", () => {
  const cases: [string[], string][] = [
    [["eval"], "dendritic: eval takes an expression or --file"],
    [["eval", "1", "2"], "dendritic: give one expression at a time, in quotes"],
    [["eval", "1", "-f", "a.nix"], "dendritic: eval takes an expression or --file, not both"],
    [["eval", "-f", "/no/such.nix"], "dendritic: /no/such.nix: no such file"],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = dendritic(args);
    expect([code, stdout, stderr.split("\n")[0]]).toEqual([2, "", message]);
  }
});
