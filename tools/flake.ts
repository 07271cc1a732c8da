import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fromRoot } from "../scripts/paths.mjs";
import { diskFiles, repositoryAround } from "../server/disk.ts";
import type { SourceFiles } from "../server/nix/value.ts";
import { Project } from "../server/project/project.ts";
import { makeSnapshot, type Snapshot } from "../server/project/snapshot.ts";
import { analyse } from "../server/rules/analyse.ts";
import type { Analysis } from "../server/rules/analysis.ts";
import { loadGrammar, parse } from "../server/syntax/parse.ts";
import type { SyntaxTree } from "../server/syntax/syntax-tree.ts";
import type { LineIndex } from "../server/text.ts";

/** Texts that replace stored ones, by file; undefined for a file that is gone. */
export type Changes = ReadonlyMap<string, string | undefined>;

export interface Looked {
  readonly snapshot: Snapshot;
  readonly analysis: Analysis;
}

/** A flake on disk that is never written to. */
export interface Flake {
  readonly directory: string;
  /** The last part of its directory. */
  readonly name: string;
  /** Analyses the flake with changes that only exist in memory. */
  readonly look: (changes?: Changes) => Looked;
}

/** Makes parsing possible. Throws an Error when dist/ is not built. */
export function loadBuiltGrammar(): void {
  const built = (name: string) => readFileSync(fromRoot("dist", name));
  loadGrammar({ grammar: built("tree-sitter-nix.wasm"), runtime: () => built("web-tree-sitter.wasm") });
}

/** The folder itself when it holds a flake.nix, otherwise the folders in it that do, by name; absolute. */
export function flakesBelow(folder: string): readonly string[] {
  const top = resolve(folder);
  if (isFlake(top)) return [top];
  return readdirSync(top)
    .sort()
    .map((name) => join(top, name))
    .filter(isFlake);
}

function isFlake(folder: string): boolean {
  return existsSync(join(folder, "flake.nix"));
}

/** A flake as an editor has it open. Throws an Error when there is none. */
export function projectAt(place: string): Project {
  const directory = directoryOf(place);
  const project = new Project({ directory, stored: diskFiles([directory]), parse });
  project.setRepository(repositoryAround(directory));
  return project;
}

/** Throws an Error when there is no flake. A text that was parsed once is not parsed again. */
export function flakeAt(place: string): Flake {
  const directory = directoryOf(place);
  const disk = diskFiles([directory]);
  const trees = new Map<string, SyntaxTree>();
  const parsed = (text: string) => {
    const tree = trees.get(text) ?? parse(text);
    trees.set(text, tree);
    return tree;
  };
  const look = (changes: Changes = new Map()) => {
    const snapshot = makeSnapshot({ directory, files: withChanges(disk, changes), parse: parsed });
    return { snapshot, analysis: analyse(snapshot) };
  };
  return { directory, name: basename(directory), look };
}

function directoryOf(place: string): string {
  const directory = resolve(place);
  if (!isFlake(directory)) throw new Error(`${place}: no flake.nix`);
  return directory;
}

/** Files with other texts. New ones appear in directories that exist. */
export function withChanges(stored: SourceFiles, changes: Changes): SourceFiles {
  if (changes.size === 0) return stored;
  const isGone = (file: string) => changes.has(file) && changes.get(file) === undefined;
  const added = [...changes].flatMap(([file, text]) =>
    text !== undefined && stored.kind(file) === undefined ? [file] : [],
  );
  return {
    readable: (path) => stored.readable(path),
    read: (path) => (changes.has(path) ? changes.get(path) : stored.read(path)),
    obstacle: (path) => (changes.has(path) ? undefined : stored.obstacle(path)),
    kind: (path) => {
      if (!changes.has(path)) return stored.kind(path);
      return isGone(path) ? undefined : "regular";
    },
    list: (path) => {
      const kept = stored.list(path)?.filter(({ name }) => !isGone(join(path, name)));
      const more = added.filter((file) => dirname(file) === path);
      return kept && [...kept, ...more.map((file) => ({ name: basename(file), kind: "regular" as const }))];
    },
  };
}

/** What a build's command line answers: its output, and how it ended. A run that takes minutes is given up. */
export function runCli(
  dist: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly end: string }> {
  const options = { maxBuffer: 2 ** 30, timeout: 180_000 };
  return new Promise((done) => {
    execFile(process.execPath, [join(resolve(dist), "cli.js"), ...args], options, (failure, output) => {
      done({ output, end: failure?.signal ?? `exit code ${failure?.code ?? 0}` });
    });
  });
}

/** `cells/a.nix:3:7`, as editors count. */
export function shownPlace(directory: string, file: string, offset: number, lines: LineIndex): string {
  const { line, character } = lines.positionAt(offset);
  return `${relative(directory, file)}:${line + 1}:${character + 1}`;
}
