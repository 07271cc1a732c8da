import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { storeSources } from "./flake/source.ts";
import type { DirectoryEntry, FileKind, SourceFiles } from "./nix/value.ts";
import { trackedPaths } from "./project/git-index.ts";
import type { Repository } from "./project/tracked-files.ts";

/** Files larger than this are not read: no Nix cell is, and one generated file must not stall an analysis. */
const MAX_MEGABYTES = 8;

/** An index of git has about a hundred bytes for each file. */
const MAX_INDEX_MEGABYTES = 128;

const BYTES_PER_MEGABYTE = 1024 * 1024;

export interface DiskFiles extends SourceFiles {
  /**
   * Something happened to the path: it and what is below it is read again, also its directories' entries. Whether anything
   * that was read so far may be different now.
   */
  readonly forget: (path: string) => boolean;
}

/**
 * The files below some directories, read when asked for and remembered. Bytes that are no UTF-8 become U+FFFD, a byte order mark
 * is dropped. A path outside the directories, also through a symlink, is not read. Nor is what is not a regular file: reading a pipe or a
 * device may never end.
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
  const read = (path: string) => remembered(texts, path, () => (reallyReadable(path) ? readText(path) : undefined));
  return {
    readable,
    read,
    obstacle: (path) => (!readable(path) || read(path) !== undefined ? undefined : obstacleAt(path, reallyReadable)),
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
      const index = readBytes(`${gitDirectory}/index`, MAX_INDEX_MEGABYTES);
      const tracked = index instanceof Uint8Array ? trackedPaths(index) : undefined;
      return tracked && { directory: top, tracked };
    }
    if (dirname(top) === top) return undefined;
  }
}

/** `.git` is the directory itself, or a file that names it. What has no HEAD is none. */
function gitDirectoryOf(top: string): string | undefined {
  const place = `${top}/.git`;
  const named = /^gitdir: (.+?)\r?\n?$/.exec(readText(place) ?? "")?.[1];
  const directory = named === undefined ? place : resolve(top, named);
  return kindOf(`${directory}/HEAD`) === undefined ? undefined : directory;
}

/** Where the sources of the flake's inputs lie in a Nix store, those that are there. */
export function sourcesInStore(flake: string, storeDirectory: string): readonly string[] {
  return storeSources(diskFiles([flake]).read(`${flake}/flake.lock`), storeDirectory).filter(
    (path) => kindOf(path) === "directory",
  );
}

/** What a path leads to, symlinks followed. */
export function whatIs(path: string): "file" | "directory" | "other" | "missing" | "unreadable" {
  try {
    const found = statSync(path);
    return found.isFile() ? "file" : found.isDirectory() ? "directory" : "other";
  } catch (problem) {
    return isAbsence(problem) ? "missing" : "unreadable";
  }
}

/** Names of the directories in a directory, symlinks left out; none where it cannot be listed. */
export function directoriesIn(directory: string): readonly string[] {
  return (listDirectory(directory) ?? []).flatMap(({ name, kind }) => (kind === "directory" ? [name] : []));
}

/** The text of a file that the user names, which may be a pipe. Throws when it cannot be read. */
export function readNamed(file: string): string {
  return readFileSync(file, "utf8");
}

/** Writes the file that the user names. Throws when it cannot be written. */
export function writeNamed(file: string, text: string): void {
  writeFileSync(file, text);
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
  return attempt(() => realpathSync.native(path));
}

function readText(path: string): string | undefined {
  const bytes = readBytes(path, MAX_MEGABYTES);
  return bytes instanceof Uint8Array ? new TextDecoder("utf-8").decode(bytes) : undefined;
}

/**
 * The bytes of a regular file, or why there are none. Never waits for anybody: what is opened is looked at before it is read, since
 * another thing may lie there by then, and never more is read than allowed, whatever size is reported.
 */
function readBytes(path: string, megabytes: number): Uint8Array | "other" | "large" | "unreadable" {
  let descriptor: number | undefined;
  try {
    if (!statSync(path).isFile()) return "other";
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(descriptor);
    return found.isFile() ? readUpTo(descriptor, found.size, megabytes * BYTES_PER_MEGABYTE) : "other";
  } catch {
    return "unreadable";
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readUpTo(descriptor: number, reportedBytes: number, most: number): Uint8Array | "large" {
  if (reportedBytes > most) return "large";
  let bytes = Buffer.allocUnsafe(Math.max(reportedBytes + 1, 4096));
  for (let length = 0; ; ) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, null);
    length += read;
    if (read === 0) return bytes.subarray(0, length);
    if (length > most) return "large";
    if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
  }
}

/** Why nothing is read of a path that may be asked for; undefined where nothing is there. See `SourceFiles.obstacle`. */
function obstacleAt(path: string, reallyReadable: (path: string) => boolean): string | undefined {
  try {
    realpathSync(path);
  } catch (problem) {
    return isAbsence(problem) ? undefined : "cannot be read";
  }
  if (!reallyReadable(path)) return "leads out of the flake";
  if (whatIs(path) === "directory") return listDirectory(path) ? undefined : "cannot be read";
  switch (readBytes(path, MAX_MEGABYTES)) {
    case "other":
      return "is not a regular file";
    case "large":
      return `is larger than ${MAX_MEGABYTES} MB and is not read`;
    default:
      return "cannot be read";
  }
}

/** A link that leads to itself leads nowhere. */
function isAbsence(problem: unknown): boolean {
  const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP";
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
