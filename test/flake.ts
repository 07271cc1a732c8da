import { fileURLToPath } from "node:url";
import { diskFiles } from "../server/disk.ts";
import { makeSnapshot, type Snapshot, type SnapshotSource } from "../server/project/snapshot.ts";
import { analyse } from "../server/rules/analyse.ts";
import type { Analysis } from "../server/rules/analysis.ts";
import { parse } from "../server/syntax/parse.ts";
import { type Mark, memoryFiles, parseFixture } from "./fixture.ts";
import { rootText } from "./small-flake.ts";
import "./grammar.ts";

/** Where the small flake of a fixture lies. */
export const FLAKE_DIRECTORY = "/flake";

/** The root of a fixture that brings none: flake-parts with the tree `cells`, and the inputs that most flakes have. */
export const USUAL_ROOT = rootText({
  inputs: {
    "home-manager": true,
    "nix-darwin": true,
    "nixos-generators": true,
    "sops-nix": true,
    nixvim: true,
    "treefmt-nix": true,
  },
});

export interface AnalysedFixture {
  readonly analysis: Analysis;
  readonly marks: readonly Mark[];
  /** The texts, by their path in the flake's directory. */
  readonly files: ReadonlyMap<string, string>;
}

/** The files of the flake in a string, in `/flake`. Its `/flake.nix` may be left out. */
export function filesOfFixture(text: string): ReadonlyMap<string, string> {
  const files = new Map([["/flake/flake.nix", USUAL_ROOT]]);
  for (const [path, content] of parseFixture(text).files)
    if (content !== "") files.set(FLAKE_DIRECTORY + path, content);
  return files;
}

/** Analyses the flake in a string. Its `/flake.nix` may be left out. */
export function analyseFixture(text: string): AnalysedFixture {
  const fixture = parseFixture(text);
  const files = filesOfFixture(text);
  const marks = fixture.marks.map((mark) => ({ ...mark, file: FLAKE_DIRECTORY + mark.file }));
  return { analysis: analyseFiles(files), marks, files };
}

/** Analyses the flake whose texts these are, by their absolute path. */
export function analyseFiles(files: ReadonlyMap<string, string>): Analysis {
  return analyse(snapshotOfFiles(files));
}

/** The flake in `/flake` whose texts these are, by their absolute path; `source` says what else is different. */
export function snapshotOfFiles(files: ReadonlyMap<string, string>, source: Partial<SnapshotSource> = {}): Snapshot {
  return makeSnapshot({
    directory: FLAKE_DIRECTORY,
    files: memoryFiles(files),
    parse: (text) => parse(text),
    ...source,
  });
}

/** A flake of `test/flakes`. */
export function snapshotOf(name: string): Snapshot {
  const directory = fileURLToPath(new URL(`flakes/${name}`, import.meta.url));
  return makeSnapshot({ directory, files: diskFiles([directory]), parse: (text) => parse(text) });
}

/** A flake of `test/flakes` with its findings. */
export function analyseFlake(name: string): Analysis {
  return analyse(snapshotOf(name));
}
