import { dirname } from "node:path";
import { directoriesIn, diskFiles, whatIs } from "../disk.ts";
import { isFlakeText } from "../syntax/flake-file.ts";

/** Directories deeper than this below a workspace folder are not searched for a flake. */
const SEARCH_DEPTH = 3;

/**
 * Directories of the flakes that a workspace is about: for each folder the nearest one at or above it, else those below it; for each
 * open file the nearest one above it, which may be a flake inside of a flake. Without folders, open files alone decide.
 */
export function findRoots(folders: readonly string[], openFiles: readonly string[]): readonly string[] {
  const ofFolders = folders.flatMap((folder) => nearestFlake(folder) ?? flakesBelow(folder, SEARCH_DEPTH));
  const mine =
    folders.length === 0
      ? openFiles
      : openFiles.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));
  const ofFiles = mine.flatMap((file) => nearestFlake(dirname(file)) ?? []);
  return [...new Set([...ofFolders, ...ofFiles])].sort();
}

/** A `flake.nix` that is not a flake, but a module of a tree, counts only where no other is above. */
function nearestFlake(start: string): string | undefined {
  let other: string | undefined;
  for (let directory = start; ; directory = dirname(directory)) {
    if (hasFlake(directory)) return directory;
    if (hasFlakeFile(directory)) other ??= directory;
    if (dirname(directory) === directory) return other;
  }
}

function flakesBelow(directory: string, depth: number): string[] {
  return subdirectories(directory).flatMap((below) => {
    if (hasFlake(below)) return [below];
    return depth > 1 ? flakesBelow(below, depth - 1) : [];
  });
}

/** Also one that cannot be read, which is for the analysis to say. */
function hasFlake(directory: string): boolean {
  if (!hasFlakeFile(directory)) return false;
  const text = diskFiles([directory]).read(`${directory}/flake.nix`);
  return text === undefined || isFlakeText(text);
}

function hasFlakeFile(directory: string): boolean {
  return whatIs(`${directory}/flake.nix`) === "file";
}

function subdirectories(directory: string): string[] {
  const searched = directoriesIn(directory).filter((name) => !name.startsWith(".") && name !== "node_modules");
  return searched.map((name) => `${directory}/${name}`);
}
