import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CheckJson } from "../../server/rules/check-json.ts";
import { git, withoutGit } from "../project/git.ts";
import { dendritic, flake, folderWith } from "./run.ts";

function codes(args: readonly string[]): readonly string[] {
  const { findings }: CheckJson = JSON.parse(dendritic(["check", "--format", "json", ...args]).stdout);
  return findings.map(({ code, severity }) => `${code} ${severity}`);
}

test("levels from the command line: off, louder, quieter; the exit code follows", () => {
  const seed = flake("seed");
  expect(codes(["--rule", "unmerged-condition=off", "--rule", "repeated-selection=error", seed])).toEqual([
    "unmerged-class warning",
    "repeated-selection error",
    "unmerged-leaf warning",
  ]);
  const quiet = ["--rule", "unmerged-class=information", "--rule", "unmerged-leaf=hint"];
  expect(dendritic(["check", ...quiet, seed]).code).toBe(0);
});

test("--max-warnings lets so many pass, and no error", () => {
  const seed = flake("seed");
  expect(dendritic(["check", "--max-warnings", "1", seed]).code).toBe(1);
  expect(dendritic(["check", "--max-warnings", "2", seed]).code).toBe(0);
  expect(dendritic(["check", "--max-warnings", "9", "--rule", "unmerged-leaf=error", seed]).code).toBe(1);
});

test("a baseline accepts what is there, also after it has moved; what is new is reported, and what is gone", () => {
  const folder = folderWith("seed");
  const baseline = join(folder, "baseline.json");
  expect(dendritic(["check", "--write-baseline", baseline, folder])).toEqual({
    code: 0,
    stdout: `${baseline} accepts 5 findings\n`,
    stderr: "",
  });
  const cell = join(folder, "cells/server/lookout.nix");
  writeFileSync(cell, `# moved\n\n${readFileSync(cell, "utf8")}`);
  const moved = dendritic(["check", "--baseline", baseline, folder]);
  expect([moved.code, moved.stdout, moved.stderr]).toEqual([
    0,
    "no findings; 3 hosts, all complete\n",
    `dendritic: ${baseline} accepts 5 findings\n`,
  ]);
  writeFileSync(cell, "{ config.my.branches.beacon.nixosModules = [ { } ]; }\n");
  expect(codes(["--baseline", baseline, folder])).toEqual(["unmerged-leaf warning"]);
  const { code, stderr } = dendritic(["check", "--baseline", baseline, folder]);
  expect(code).toBe(1);
  expect(stderr).toContain(
    "accepts a finding that no longer exists: cells/server/lookout.nix: unmerged-leaf: No host selects branch `tower`",
  );
});

test("a baseline that is none ends with 2", () => {
  const folder = folderWith({ "flake.nix": "{ outputs = _: { }; }\n", "other.json": "{}\n" });
  for (const name of ["other.json", "missing.json"]) {
    const { code, stdout, stderr } = dendritic(["check", "--baseline", name], folder);
    expect([code, stdout, stderr.split("\n").at(-2)]).toEqual([
      2,
      "",
      `dendritic: ${name}: cannot be read, or was not written by --write-baseline`,
    ]);
  }
  expect(dendritic(["check", "--write-baseline", "no/such/folder.json"], folder).code).toBe(2);
});

test("SARIF is one JSON document; GitHub's commands are followed by the summary", () => {
  const sarif = dendritic(["check", "--format", "sarif", flake("seed")]);
  const [run] = JSON.parse(sarif.stdout).runs;
  expect([sarif.code, run.results.length, run.tool.driver.name]).toEqual([1, 5, "dendritic"]);
  const lines = dendritic(["check", "--format", "github", flake("seed")])
    .stdout.trimEnd()
    .split("\n");
  expect(lines.at(-1)).toBe("2 warnings, 3 hints; 3 hosts, all complete");
  expect(lines.filter((line) => line.startsWith("::"))).toHaveLength(5);
});

describe.skipIf(withoutGit !== undefined)("a flake below the top of its repository", () => {
  test("paths for GitHub are those in the repository, for people those in the flake", () => {
    const folder = folderWith({
      "nix/flake.nix": `{
        inputs.flake-parts.url = "github:hercules-ci/flake-parts";
        outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } ./cell.nix;
      }`,
      "nix/cell.nix": "{ systms = [ ]; }\n",
    });
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    const flakeFolder = join(folder, "nix");
    expect(dendritic(["check", "--format", "github", flakeFolder]).stdout).toContain("::error file=nix/cell.nix,");
    const [run] = JSON.parse(dendritic(["check", "--format", "sarif", flakeFolder]).stdout).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("nix/cell.nix");
    expect(dendritic(["check", flakeFolder]).stdout).toMatch(/^cell\.nix:1:3 error/);
  });
});
