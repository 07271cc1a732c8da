import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { git, withoutGit } from "../project/git.ts";
import { flake, folderWith } from "./run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs a tool of dist/tools.mjs to its end; `nix` takes the place of nix-instantiate. */
function tool(words: readonly string[], nix?: string): Ran {
  const PATH = [...(nix === undefined ? [] : [nixThat(nix)]), process.env.PATH].join(delimiter);
  return ran(["--input-type=module", "-e", RUN_TOOL, ...words], { ...process.env, PATH });
}

const RUN_TOOL = `
const { run } = await import(${JSON.stringify(new URL("../../dist/tools.mjs", import.meta.url))});
const [name, ...args] = process.argv.slice(1);
process.exitCode = await run(name, args);
`;

/** Runs an npm script to its end, as npm does. */
function script(...words: readonly string[]): Ran {
  return ran([join(root, "scripts", "bootstrap.mjs"), ...words], process.env);
}

function ran(words: readonly string[], env: NodeJS.ProcessEnv): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", env });
  return { code: status, lines: `${stdout}${stderr}`.trimEnd().split("\n") };
}

/** A folder with a nix-instantiate that runs these commands of a shell. */
function nixThat(commands: string): string {
  const folder = folderWith({ "nix-instantiate": `#!/bin/sh\n${commands}\n` });
  chmodSync(join(folder, "nix-instantiate"), 0o755);
  return folder;
}

test("the conformance of the language is judged by what a suite expects", () => {
  const suite = {
    "lang/eval-okay-sum.nix": "1 + 2",
    "lang/eval-okay-sum.exp": "3\n",
    "lang/eval-okay-argument.nix": "{ a }: a",
    "lang/eval-okay-argument.flags": "--argstr a b",
    "lang/eval-okay-argument.exp": '"b"\n',
    "lang/eval-fail-throw.nix": 'throw "words"',
    "lang/eval-fail-throw.err.exp": "error: words\n",
    "lang/parse-fail-end.nix": "{ a = ",
    "lang/parse-okay-set.nix": "{ a = 1; }",
  };
  const fine = tool(["conformance", join(folderWith(suite), "lang")]);
  expect(fine.lines.slice(-2)).toEqual(["1 of 1 errors in Nix's own words", "5 passed, 0 failed"]);
  expect(fine.code).toBe(0);
  const wrong = tool(["conformance", join(folderWith({ ...suite, "lang/eval-okay-sum.exp": "4\n" }), "lang"), "sum"]);
  expect(wrong.lines).toEqual(expect.arrayContaining(["failed eval-okay-sum: ", "     got      3", "     expected 4"]));
  expect(wrong.code).toBe(1);
});

test("the conformance of lib is judged by what its tests expect, with the native lib and with theirs", () => {
  const tests = (expected: number) => ({
    "lib/default.nix": "{ id = x: x + 0; }",
    "lib/tests/misc.nix": `let lib = import ../default.nix; in\nrunTests {\n  testId = { expr = lib.id 1; expected = ${expected}; };\n}\n`,
  });
  const fine = tool(["lib-conformance", folderWith(tests(1))]);
  expect(fine.lines.slice(-2)).toEqual([
    "native: 1 passed, 0 failed, 0 out of scope (100.0 %)",
    "real: 1 passed, 0 failed, 0 out of scope (100.0 %)",
  ]);
  expect(fine.code).toBe(0);
  const wrong = tool(["lib-conformance", folderWith(tests(2))]);
  expect(wrong.lines[0]).toBe("native disagrees: testId");
  expect(wrong.code).toBe(1);
});

test("the conformance of modules is judged by the checks of a script", () => {
  const checks = (output: string) => ({
    "lib/default.nix": 'throw "the native one takes its place"',
    "lib/tests/modules.sh": `checkConfigOutput '^${output}$' config.a ./declare.nix ./define.nix\ncheckConfigError 'does not exist' config.a ./define.nix\n`,
    "lib/tests/modules/default.nix": "{ modules }: (import ../../default.nix).evalModules { inherit modules; }",
    "lib/tests/modules/declare.nix": "{ lib, ... }: { options.a = lib.mkOption { type = lib.types.int; }; }",
    "lib/tests/modules/define.nix": "{ a = 1; }",
  });
  const fine = tool(["module-conformance", folderWith(checks("1"))]);
  expect(fine.lines).toEqual(["1 of 1 expected errors in the words of nixpkgs", "2 passed, 0 failed"]);
  expect(fine.code).toBe(0);
  const wrong = tool(["module-conformance", folderWith(checks("2"))]);
  expect(wrong.lines.slice(1)).toEqual([
    "  failed: value: 1",
    "1 of 1 expected errors in the words of nixpkgs",
    "1 passed, 1 failed",
  ]);
  expect(wrong.code).toBe(1);
});

test("facts are compared with what Nix says, and recorded", () => {
  const facts = folderWith({ "language/a.facts": "## Sums\n\n1 + 2 ==> 3\n" });
  expect(tool(["facts", root, "--facts", facts], "echo 3")).toEqual({ code: 0, lines: ["1 passed, 0 failed"] });
  const changed = tool(["facts", root, "--facts", facts], "echo 4");
  expect(changed.lines.slice(1)).toEqual(["  recorded 3", "  Nix      4", "  ours     3", "0 passed, 1 failed"]);
  expect(changed.code).toBe(1);
  const added = folderWith({ "language/a.facts": "## Sums\n\n1 + 2 ==>\n" });
  expect(tool(["facts", root, "--facts", added, "--write"], "echo 3").code).toBe(0);
  expect(tool(["facts", root, "--facts", added], "echo 3").code).toBe(0);
});

test("Nix's verdict on the mistake of a rule is compared with the recorded one", () => {
  const accepting = tool(["nix-verdicts", root, root, root, "duplicate-attribute"], "exit 0");
  expect(accepting.lines).toContain("  Nix says: accepted");
  expect(accepting.code).toBe(1);
  expect(tool(["nix-verdicts", root, root, root, "no-rule"], "exit 0")).toEqual({
    code: 0,
    lines: ["0 passed, 0 failed"],
  });
});

test("mutants of a flake are reported", () => {
  const { code, lines } = tool(["mutants", flake("seed"), "--kind", "misspelt-option", "--most", "1", "--fixes"]);
  expect(lines).toContain("| misspelt-option | 1 | 1 | 0 | 0 | 100.0 % | 0 |");
  expect(code).toBe(0);
  expect(tool(["mutants", flake("seed"), "--kind", "none"]).lines[0]).toBe("No such kind: none");
});

test("names of a flake are renamed", () => {
  const { code, lines } = tool(["renames", flake("seed"), "--most", "1"]);
  expect(lines.at(-1)).toMatch(/^1 renamed, 0 refused, 0 wrong; /);
  expect(code).toBe(0);
});

test("a sweep over a flake finds no problems", () => {
  const { code, lines } = tool(["sweep", flake("seed"), "--cuts", "1"]);
  expect(lines.at(-1)).toBe("  0 problems");
  expect(code).toBe(0);
  const folder = folderWith({});
  expect(script("sweep", folder)).toEqual({ code: 1, lines: [`${folder}: no flake.nix`] });
});

test("answers of two builds are compared", () => {
  const dist = join(root, "dist");
  const place = folderWith({ "flake.nix": "{ outputs = _: { }; }" });
  const fine = tool(["same", dist, dist, place]);
  expect(fine).toEqual({ code: 0, lines: ["2 answers compared, 0 differ"] });
  const other = folderWith({ "cli.js": "console.log(JSON.stringify({ hosts: 1 }));" });
  const differing = tool(["same", dist, other, place]);
  expect(differing.lines.at(-1)).toBe("2 answers compared, 2 differ");
  expect(differing.code).toBe(1);
});

test("a synthetic flake is measured, in process and as an editor has it", () => {
  const file = join(folderWith({}), "numbers.json");
  const few = ["--rounds", "1", "--places", "1", "--words", "5", "--edits", "2"];
  const words = ["bench", "--cells", "12", ...few, "--parts", "stages,questions,server", "--json", file];
  const { code, lines } = tool(words);
  expect(code).toBe(0);
  expect(lines.map(measured)).toEqual(
    expect.arrayContaining(["graph, cold", "graph, warm", "hover", "key to its file, comment", "key to all, comment"]),
  );
  const { rows } = JSON.parse(readFileSync(file, "utf8"));
  expect(rows).toContainEqual({
    flake: "12 cells",
    part: "stages",
    what: "parse, cold",
    unit: "ms CPU",
    spreads: { this: expect.objectContaining({ count: 1 }) },
  });
  expect(tool(["bench"]).code).toBe(2);
});

test("processes of two builds and a command of Nix are measured in turns", () => {
  const dist = join(root, "dist");
  const words = ["bench", flake("seed"), "--parts", "processes,sizes", "--rounds", "1"];
  const { code, lines } = tool([...words, "--against", dist, "--nix", "echo"]);
  expect(code).toBe(0);
  expect(lines.find((line) => line.startsWith("seed: processes"))).toMatch(
    / median +p95 +other +p95 +ratio +Nix +p95 +ratio$/,
  );
  expect(lines.map(measured)).toEqual(expect.arrayContaining(["--version", "graph, nothing changed", "cli.js"]));
});

test("a profile says in which folders the time was spent", () => {
  for (const what of ["check", "type"]) {
    const file = join(folderWith({}), "a.cpuprofile");
    const { code, lines } = tool(["profile", what, flake("orchard"), "--out", file]);
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^ +\d+\.\d ms +\d+\.\d % {2}server\/nix$/));
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveProperty("samples");
  }
});

test.skipIf(withoutGit)("edits of a history are typed again", () => {
  const folder = folderWith("seed");
  git(folder, "init", "--quiet");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "--message", "before");
  const file = join(folder, "cells", "theme.nix");
  writeFileSync(file, `# typed\n${readFileSync(file, "utf8")}`);
  git(folder, "commit", "--quiet", "--all", "--message", "after");
  const { code, lines } = tool(["bench", "--history", join(folder, ".git"), "--parts", "history"]);
  expect(code).toBe(0);
  expect(lines.find((line) => line.startsWith("key to its file, a comment"))).toMatch(/^.* ms +6 /);
});

/** What a row of the table is about. */
function measured(row: string): string {
  return row.split(/ {2,}/)[0] ?? "";
}

test("an unknown script and an unknown ring are named", () => {
  expect(script("unknown").lines[0]).toMatch(/^Usage: /);
  expect(script("test", "--rings", "outer")).toMatchObject({
    code: 2,
    lines: expect.arrayContaining(["No such ring: outer"]),
  });
});
