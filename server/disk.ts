import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { DirectoryEntry, FileKind, SourceFiles } from "./nix/value.ts";

/** Files larger than this are not read: no Nix cell is, and one generated file must not stall an analysis. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/**
 * The files below some directories, read when asked for and remembered. Bytes that are no UTF-8 become U+FFFD, a byte order mark
 * is dropped. A path outside the directories, also through a symlink, does not exist.
 */
export function diskFiles(roots: readonly string[]): SourceFiles {
  const texts = new Map<string, string | undefined>();
  const kinds = new Map<string, FileKind | undefined>();
  const lists = new Map<string, readonly DirectoryEntry[] | undefined>();
  const realRoots = roots.map((root) => realPath(root) ?? root);
  const inside = (path: string, all: readonly string[]) => all.some((root) => path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`));
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
  };
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
  return attempt(() => readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: describe(entry) })));
}

function describe(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileKind {
  return entry.isFile() ? "regular" : entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "symlink" : "unknown";
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
