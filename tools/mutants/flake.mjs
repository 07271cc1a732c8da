import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { diskFiles } from "../../server/disk.ts";
import { makeSnapshot } from "../../server/project/snapshot.ts";
import { analyse } from "../../server/rules/analyse.ts";
import { parse } from "../../server/syntax/parse.ts";

/**
 * @typedef {import("../../server/rules/analysis.ts").Analysis} Analysis
 * @typedef {import("../../server/nix/value.ts").SourceFiles} SourceFiles
 * @typedef {import("../../server/project/snapshot.ts").Snapshot} Snapshot
 * @typedef {import("../../server/syntax/tree.ts").SyntaxTree} SyntaxTree
 *
 * Texts that replace stored ones, by file; undefined for a file that is gone.
 * @typedef {ReadonlyMap<string, string | undefined>} Changes
 * @typedef {{ snapshot: Snapshot, analysis: Analysis }} Looked
 */

/**
 * A flake on disk, to be looked at with changes that only exist in memory.
 * @param {string} place
 */
export function flakeAt(place) {
  const directory = resolve(place);
  if (!statSync(join(directory, "flake.nix"), { throwIfNoEntry: false })) throw new Error(`${place}: no flake.nix`);
  const disk = diskFiles([directory]);
  /** @type {Map<string, SyntaxTree>} */
  const trees = new Map();
  /** @param {string} text */
  const parsed = (text) => {
    const tree = trees.get(text) ?? parse(text);
    trees.set(text, tree);
    return tree;
  };
  /**
   * @param {Changes} [changes]
   * @returns {Looked}
   */
  const look = (changes = new Map()) => {
    const snapshot = makeSnapshot({ directory, files: overlay(disk, changes), parse: parsed });
    return { snapshot, analysis: analyse(snapshot) };
  };
  return { directory, look };
}

/**
 * New files appear in directories that exist.
 * @param {SourceFiles} stored
 * @param {Changes} changes
 * @returns {SourceFiles}
 */
function overlay(stored, changes) {
  if (changes.size === 0) return stored;
  const added = [...changes].filter(([file, text]) => text !== undefined && stored.kind(file) === undefined);
  return {
    readable: (path) => stored.readable(path),
    read: (path) => (changes.has(path) ? changes.get(path) : stored.read(path)),
    obstacle: (path) => (changes.has(path) ? undefined : stored.obstacle(path)),
    kind: (path) => {
      if (!changes.has(path)) return stored.kind(path);
      return changes.get(path) === undefined ? undefined : "regular";
    },
    list: (path) => {
      const kept = stored.list(path)?.filter(({ name }) => !isGone(changes, join(path, name)));
      const more = added.filter(([file]) => join(file, "..") === path);
      return (
        kept && [
          ...kept,
          ...more.map(([file]) => ({ name: file.slice(path.length + 1), kind: /** @type {const} */ ("regular") })),
        ]
      );
    },
  };
}

/**
 * @param {Changes} changes
 * @param {string} file
 */
function isGone(changes, file) {
  return changes.has(file) && changes.get(file) === undefined;
}
