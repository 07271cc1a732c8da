import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { storeSources } from "./flake/source.ts";
import type { DirectoryEntry, FileKind, SourceFiles } from "./nix/value.ts";
import { trackedPaths } from "./project/git-index.ts";
import type { Repository } from "./project/tracked-files.ts";

/** Files larger than this are not read: no Nix cell is, and one generated file must not stall an analysis. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

export interface DiskFiles extends SourceFiles {
  /**
   * Something happened to the path: it and what lies below it is read anew, also its directories' entries. Whether anything
   * that was read so far may be different now.
   */
  readonly forget: (path: string) => boolean;
}

/**
 * The files below some directories, read when asked for and remembered. Bytes that are no UTF-8 become U+FFFD, a byte order mark
 * is dropped. A path outside the directories, also through a symlink, does not exist.
 */
export function diskFiles(roots: readonly string[]): DiskFiles {
  const texts = new Map<string, string | undefined>();
  const kinds = new Map<string, FileKind | undefined>();
  const lists = new Map<string, readonly DirectoryEntry[] | undefined>();
  const realRoots = roots.map((root) => realPath(root) ?? root);
  const inside = (path: string, all: readonly string[]) => all.some((root) => isAtOrBelow(path, root));
  const readable = (path: string) => inside(path, roots);
  const reallyReadable = (path: string) => {
    if (!readable(path)) return false;
    const real = realPath(path);
    return real !== undefined && inside(real, realRoots);
  };
  return {
    readable,
    read: (path) => remembered(texts, path, () => (reallyReadable(path) ? readText(path) : undefined)),
    kind: (path) => remembered(kinds, path, () => (readable(path) ? kindOf(path) : undefined)),
    list: (path) =>
      remembered(lists, path, () => {
        const entries = reallyReadable(path) ? listDirectory(path) : undefined;
        for (const entry of entries ?? []) kinds.set(`${path}/${entry.name}`, entry.kind);
        return entries;
      }),
    forget: (path) => {
      const matters =
        wasRead(texts, path) || wasRead(lists, path) || isOtherKind(kinds, path) || isOtherEntry(lists, path);
      for (const known of [texts, kinds, lists]) {
        for (const key of known.keys()) if (isAtOrBelow(key, path) || isAtOrBelow(path, key)) known.delete(key);
      }
      return matters;
    },
  };
}

/**
 * The git repository around a directory as its index is now, read without git; a linked worktree and a submodule are
 * repositories of their own. Undefined when there is none, or when its index cannot be understood.
 */
export function repositoryAround(directory: string): Repository | undefined {
  for (let top = directory; ; top = dirname(top)) {
    const gitDirectory = gitDirectoryOf(top);
    if (gitDirectory !== undefined) {
      const index = attempt(() => readFileSync(`${gitDirectory}/index`));
      const tracked = index && trackedPaths(index);
      return tracked && { directory: top, tracked };
    }
    if (dirname(top) === top) return undefined;
  }
}

/** `.git` is the directory itself, or a file that names it. What has no HEAD is none. */
function gitDirectoryOf(top: string): string | undefined {
  const place = `${top}/.git`;
  const named = /^gitdir: (.+?)\r?\n?$/.exec(attempt(() => readFileSync(place, "utf8")) ?? "")?.[1];
  const directory = named === undefined ? place : resolve(top, named);
  return kindOf(`${directory}/HEAD`) === undefined ? undefined : directory;
}

/** Where the sources of the flake's inputs lie in a Nix store, those that are there. */
export function sourcesInStore(flake: string, storeDirectory: string): readonly string[] {
  return storeSources(readText(`${flake}/flake.lock`), storeDirectory).filter((path) => kindOf(path) === "directory");
}

function wasRead(known: ReadonlyMap<string, unknown>, path: string): boolean {
  return [...known.keys()].some((key) => isAtOrBelow(key, path));
}

function isOtherKind(kinds: ReadonlyMap<string, FileKind | undefined>, path: string): boolean {
  return [...kinds].some(([key, kind]) => (isAtOrBelow(key, path) || isAtOrBelow(path, key)) && kindOf(key) !== kind);
}

/** Whether a directory that was listed has the path, or the directory that leads to it, otherwise than when it was listed. */
function isOtherEntry(lists: ReadonlyMap<string, readonly DirectoryEntry[] | undefined>, path: string): boolean {
  return [...lists].some(([directory, entries]) => {
    if (directory === path || !isAtOrBelow(path, directory)) return false;
    const [next = ""] = path.slice(directory.length).replace(/^\//, "").split("/");
    const listed = entries?.some((entry) => entry.name === next) ?? false;
    return listed !== (kindOf(`${directory}/${next}`) !== undefined);
  });
}

function isAtOrBelow(path: string, top: string): boolean {
  return path === top || path.startsWith(top.endsWith("/") ? top : `${top}/`);
}

function remembered<T>(known: Map<string, T>, key: string, compute: () => T): T {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found as T;
  const value = compute();
  known.set(key, value);
  return value;
}

function realPath(path: string): string | undefined {
  return attempt(() => realpathSync(path));
}

function readText(path: string): string | undefined {
  return attempt(() => {
    if (statSync(path).size > MAX_FILE_BYTES) return undefined;
    return new TextDecoder("utf-8").decode(readFileSync(path));
  });
}

function kindOf(path: string): FileKind | undefined {
  return attempt(() => describe(lstatSync(path)));
}

function listDirectory(path: string): readonly DirectoryEntry[] | undefined {
  return attempt(() =>
    readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: describe(entry) })),
  );
}

function describe(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileKind {
  return entry.isFile()
    ? "regular"
    : entry.isDirectory()
      ? "directory"
      : entry.isSymbolicLink()
        ? "symlink"
        : "unknown";
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
