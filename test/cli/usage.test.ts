import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../../server/rules/all-rules.ts";
import { builtCli, dendritic, flake, folderWith } from "./run.ts";

test("help and version go to stdout and end with 0", () => {
  for (const args of [["help"], ["--help"], ["-h"], ["graph", "--help"]]) {
    const { code, stdout, stderr } = dendritic(args);
    expect([code, stdout.split("\n")[0], stderr]).toEqual([0, "Usage: dendritic <command> [options] [DIR]", ""]);
  }
  const { version } = JSON.parse(readFileSync(join(builtCli, "..", "..", "package.json"), "utf8"));
  expect(dendritic(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("wrong usage says what is wrong, shows the usage on stderr and ends with 2", () => {
  const cases: [string[], string][] = [
    [[], "dendritic: no command given"],
    [["grow"], "dendritic: unknown command 'grow'"],
    [["graph", "--colour"], "dendritic: unknown option '--colour'"],
    [["graph", "--format", "xml"], "dendritic: unknown format 'xml'"],
    [["graph", "--format", "sarif"], "dendritic: unknown format 'sarif'"],
    [["graph", "a", "b"], "dendritic: give one flake at a time, not a b"],
    [["graph", "--rule", "syntax=off"], "dendritic: --rule is an option of check, not of graph"],
    [["check", "--rule", "syntax=loud"], ruleUsage("syntax=loud")],
    [["check", "--rule", "syntax"], ruleUsage("syntax")],
    [["check", "--rule", "sintax=off"], "dendritic: no rule has the code 'sintax'"],
    [["check", "--max-warnings", "few"], "dendritic: --max-warnings takes a number, not 'few'"],
    [
      ["check", "--baseline", "a", "--write-baseline", "b"],
      "dendritic: --baseline and --write-baseline cannot be given together",
    ],
    [["check", "--stdio"], "dendritic: --stdio is an option of lsp, not of check"],
    [["rules", "syntax"], "dendritic: rules takes no arguments: syntax"],
    [["explain"], "dendritic: explain takes the code of one rule"],
    [["explain", "sintax"], "dendritic: no rule has the code 'sintax'"],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = dendritic(args);
    expect([code, stdout, stderr.split("\n")[0]]).toEqual([2, "", message]);
    expect(stderr).toContain("Usage: dendritic");
  }
});

function ruleUsage(given: string): string {
  return `dendritic: --rule takes CODE=LEVEL with error, warning, information, hint or off, not '${given}'`;
}

test("explain prints what a rule finds and why it matters", () => {
  const { code, stdout, stderr } = dendritic(["explain", "unmerged-leaf"]);
  expect([code, stderr, stdout.split("\n")[0]]).toEqual([0, "", "# unmerged-leaf"]);
  expect(stdout).toContain("settings have no effect");
});

test("rules lists every rule under what it is about", () => {
  const { code, stdout, stderr } = dendritic(["rules"]);
  expect([code, stderr, stdout.split("\n")[0]]).toEqual([0, "", "The Nix language"]);
  for (const rule of RULES) expect(stdout).toContain(`  ${rule.code} `);
});

test("a folder outside of any flake is named, and so is a place that does not exist", () => {
  const folder = folderWith("broken/no-flake");
  for (const command of ["graph", "check"]) {
    const wanted = { code: 2, stdout: "", stderr: `dendritic: ${folder}: no flake.nix here or above\n` };
    expect(dendritic([command, folder])).toEqual(wanted);
    expect(dendritic([command], folder)).toEqual(wanted);
  }
  const missing = join(folder, "nothing");
  const stderr = `dendritic: ${missing}: no such file or directory\n`;
  expect(dendritic(["graph", missing])).toEqual({ code: 2, stdout: "", stderr });
});

test("a module of a tree that is called flake.nix is not a root, unless there is no other", () => {
  const cell = "{ lib, ... }: { }\n";
  const folder = folderWith({ "flake.nix": "{ outputs = _: { }; }\n", "cells/flake.nix": cell, "cells/a.nix": cell });
  const whole = dendritic(["graph", folder]);
  expect(dendritic(["graph", join(folder, "cells")])).toEqual(whole);
  expect(dendritic(["graph", join(folder, "cells/a.nix")])).toEqual(whole);
  const alone = folderWith({ "flake.nix": cell });
  expect(dendritic(["check", alone]).stdout).toContain("flake.nix");
});

test("the root is found from a folder, from a file and from where one stands", () => {
  const seed = flake("seed");
  const whole = dendritic(["graph", "--format", "json", seed]).stdout;
  expect(JSON.parse(whole).format).toBe("dendritic-graph/1");
  expect(dendritic(["graph", "--format=json", join(seed, "cells", "theme.nix")]).stdout).toBe(whole);
  expect(dendritic(["graph", "--format", "json"], join(seed, "cells", "hosts")).stdout).toBe(whole);
  expect(dendritic(["graph", "--format", "json", "cells"], seed).stdout).toBe(whole);
});

test("a reader that stops early is not an error", async () => {
  const child = spawn(process.execPath, [builtCli, "graph", "--format", "json", flake("seed")]);
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (piece) => {
    stderr += piece;
  });
  const [code] = await once(child, "close");
  expect([code, stderr]).toEqual([0, ""]);
});

test("no colour where there is no terminal", () => {
  expect(dendritic(["check", flake("seed")]).stdout).not.toContain("\u001b");
  expect(dendritic(["graph", flake("seed")]).stdout).not.toContain("\u001b");
});

test("what cannot be written ends with 2, wherever it should have gone", { skip: !existsSync("/dev/full") }, () => {
  const folder = flake("seed");
  const toFull = (line: string) =>
    spawnSync("/bin/sh", ["-c", `"$0" "$1" ${line}`, process.execPath, builtCli], {
      encoding: "utf8",
      timeout: 10_000,
    });
  const said = toFull(`graph '${folder}' > /dev/full`);
  expect([said.status, said.stderr]).toEqual([2, "dendritic: the output cannot be written (ENOSPC)\n"]);
  expect(toFull("--version > /dev/full 2> /dev/full").status).toBe(2);
});

test("a current directory that is gone is said to be", { skip: process.platform === "win32" }, () => {
  const folder = folderWith({ "inside/a": "" });
  const script = `cd '${folder}/inside' && rm -r '${folder}/inside' && "$0" "$1" check`;
  const { status, stderr } = spawnSync("/bin/sh", ["-c", script, process.execPath, builtCli], { encoding: "utf8" });
  expect([status, stderr]).toEqual([2, "dendritic: the current directory no longer exists\n"]);
});
