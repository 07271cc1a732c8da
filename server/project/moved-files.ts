import { baseNameOf, directoryOf } from "../nix/paths.ts";
import type { DirectoryEntry, SourceFiles } from "../nix/value.ts";

/** A file or a folder that is moved. Absolute paths with `/`. */
export interface FileMove {
  readonly from: string;
  readonly to: string;
}

/** The files as they are once some are moved; the texts of those that are moved stay known by their old paths. */
export function movedFiles(files: SourceFiles, moves: readonly FileMove[]): SourceFiles {
  /** Undefined: nothing is there any more. */
  const before = (path: string): string | undefined => {
    const into = moves.find(({ to }) => isAtOrBelow(path, to));
    if (into) return into.from + path.slice(into.to.length);
    return moves.some(({ from }) => isAtOrBelow(path, from)) ? undefined : path;
  };
  const kind: SourceFiles["kind"] = (path) => {
    const old = before(path);
    const known = old === undefined ? undefined : files.kind(old);
    return known ?? (moves.some(({ to }) => to.startsWith(`${path}/`)) ? "directory" : undefined);
  };
  return {
    readable: (path) => files.readable(path),
    read: (path) => {
      const old = before(path);
      return old === undefined ? undefined : files.read(old);
    },
    obstacle: (path) => {
      const old = before(path);
      return old === undefined ? undefined : files.obstacle(old);
    },
    kind,
    list: (path) => {
      if (kind(path) !== "directory") return undefined;
      const old = before(path);
      const names = new Set([
        ...(old === undefined ? [] : (files.list(old) ?? [])).map(({ name }) => name),
        ...moves.flatMap(({ to }) => nameBelow(path, to)),
      ]);
      return [...names].flatMap((name): DirectoryEntry[] => {
        const found = kind(`${path}/${name}`);
        return found ? [{ name, kind: found }] : [];
      });
    },
  };
}

/** What the directory holds of a path. */
function nameBelow(directory: string, path: string): readonly string[] {
  let inside = path;
  while (inside !== "/" && directoryOf(inside) !== directory) inside = directoryOf(inside);
  return inside === "/" ? [] : [baseNameOf(inside)];
}

function isAtOrBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
