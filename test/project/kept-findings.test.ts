import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { diskFiles } from "../../server/disk.ts";
import type { SourceFiles } from "../../server/nix/value.ts";
import { Project } from "../../server/project/project.ts";
import type { Snapshot } from "../../server/project/snapshot.ts";
import { analyse } from "../../server/rules/analyse.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import { KnownFacts } from "../../server/rules/file-facts.ts";
import { noSettings } from "../../server/rules/rule-settings.ts";
import { parse } from "../../server/syntax/parse.ts";
import { differing } from "../../tools/edits.ts";
import { chanceOf, editKinds, pick, wordsOf } from "../../tools/text-edits.ts";
import { memoryFiles, parseFixture } from "../fixture.ts";
import { smallFlake } from "../small-flake.ts";
import "../grammar.ts";

const SEED = Number(process.env.PROPERTY_SEED ?? 20261125);

const flake = `${smallFlake({ hosts: { desk: ["base"] } })}
#- /cells/base.nix
{ config, lib, ... }: {
  options.my.name = lib.mkOption { type = lib.types.str; default = "rowan"; };
  config.flake.modules.nixos.base = { pkgs, ... }: {
    environment = { etc = { }; };
    environment.systemPackages = [ pkgs.git (pkgs.mtr.override { gui = false; }) ];
    networking.hostName = config.my.name;
    assertions = [ { assertion = pkgs.stdenv.isLinux; message = "no"; } ];
  };
}
#- /cells/lines.nix
{ flake.lines = (builtins.unsafeGetAttrPos "a" { a = 1; }).line; flake.text = builtins.readFile ./notes.nix; }
#- /cells/_off.nix
{ my.absent = true; }
#- /cells/notes.nix
{ }
#- /flake.lock
{ "nodes": { "root": { "inputs": {} } }, "root": "root", "version": 7 }
`;

const BASE = "/cells/base.nix";

/** Whether the graph is kept when a piece of a file becomes another; what is kept is what a new analysis finds. */
function isKept(file: string, from: string, to: string): boolean {
  const project = projectOf(memoryFiles(parseFixture(flake).files));
  const evaluated = evaluatedOf(project);
  const text = evaluated.snapshot.textOf(file) ?? "";
  expect(text).toContain(from);
  return keptOver(project, evaluated, file, text.replace(from, to));
}

interface Evaluated {
  readonly snapshot: Snapshot;
  readonly analysis: Analysis;
  readonly facts: KnownFacts;
}

function evaluatedOf(project: Project): Evaluated {
  const [snapshot, facts] = [project.snapshot(), new KnownFacts()];
  return { snapshot, analysis: analyse(snapshot, noSettings, { known: facts, edited: new Set() }), facts };
}

function keptOver(project: Project, { snapshot, facts }: Evaluated, file: string, text: string): boolean {
  project.setFile(file, text);
  const kept = snapshot.editedTo(project.snapshot(), [file]);
  const before = { known: facts, edited: new Set([file]) };
  const difference = kept && differing(analyse(kept, noSettings, before), analyse(project.snapshot()));
  expect(difference, `${file}:\n${text}`).toBeUndefined();
  return kept !== undefined;
}

function projectOf(stored: SourceFiles, directory = ""): Project {
  return new Project({ directory, stored, parse });
}

describe("kept over", () => {
  test.each([
    ["a comment", "networking", "# a note\n    networking"],
    ["spaces and lines", "{ gui = false; }", "{\n      gui   = false;\n\n    }"],
    ["parentheses", "config.my.name", "(config.my.name)"],
    ["what nobody has evaluated", "gui = false;", "gui = true; withX = { a = 1; };"],
    ["another reference in a place that nobody has evaluated", "config.my.name", "config.my.other"],
  ])("%s", (_, from, to) => expect(isKept(BASE, from, to)).toBe(true));

  test("anything in a file that is not part of the flake, also broken code", () =>
    expect(isKept("/cells/_off.nix", "true", "{ ")).toBe(true));
});

describe("found out anew after", () => {
  test.each([
    ["another name of a branch", "nixos.base", "nixos.basis"],
    ["one more setting of a leaf", "networking.hostName", "networking.domain = 1;\n    networking.hostName"],
    ["another default, though it is the same value", '"rowan"', "''rowan''"],
    ["one more setting in a set that is merged with others", "{ etc = { }; }", "{ etc = { }; more = 1; }"],
    ["another argument", "{ pkgs, ... }", "{ pkgs, lib, ... }"],
    ["a value that nobody has evaluated becomes a function", "config.my.name", "x: x"],
  ])("%s", (_, from, to) => expect(isKept(BASE, from, to)).toBe(false));

  test("a moved line in a file that asks for its lines", () =>
    expect(isKept("/cells/lines.nix", "{ flake", "\n{ flake")).toBe(false));
  test("another lock", () => expect(isKept("/flake.lock", '"inputs": {}', '"inputs": { "den": "den" }')).toBe(false));
  test("a comment in a file that is read as text", () =>
    expect(isKept("/cells/notes.nix", "{ }", "{ } # more")).toBe(false));
});

const stored = ["seed", "orchard"].map((name): [string, SourceFiles, string] => {
  const directory = fileURLToPath(new URL(`../flakes/${name}`, import.meta.url));
  return [name, diskFiles([directory]), directory];
});

test.each([["small", memoryFiles(parseFixture(flake).files), ""] as const, ...stored])(
  "%s: whatever is kept is what a fresh analysis finds",
  (_, files, directory) => {
    const chance = chanceOf(SEED);
    const project = projectOf(files, directory);
    const evaluated = evaluatedOf(project);
    const [before, { graph }] = [evaluated.snapshot, evaluated.analysis];
    const cells = graph.cells.map(({ file }) => file);
    const words = wordsOf(cells.map((file) => before.textOf(file) ?? ""));
    let kept = 0;
    for (let turn = 0; turn < 60; turn++) {
      const file = pick(chance, cells) ?? graph.root.file;
      const edit = editKinds[pick(chance, Object.keys(editKinds)) ?? ""];
      const edited = edit?.(before.textOf(file) ?? "", chance, words);
      if (edited === undefined || parse(edited).problems.length > 0) continue;
      if (keptOver(project, evaluated, file, edited)) kept++;
      project.removeFile(file);
    }
    expect(kept).toBeGreaterThan(5);
  },
);
