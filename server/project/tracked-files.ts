import type { SourceFiles } from "../nix/value.ts";

/** A git repository, as far as it decides what Nix sees. */
export interface Repository {
  /** Its topmost directory, absolute. */
  readonly directory: string;
  /** The paths in its index, relative to it. */
  readonly tracked: ReadonlySet<string>;
}

/**
 * The files as Nix sees those of a flake in a repository: below it only tracked files exist, and the directories that lead to
 * them. `everything` are directories that count whole, tracked or not. A flake whose own flake.nix is not tracked is not part of
 * the repository for Nix: then all files count.
 */
export function trackedFiles(
  files: SourceFiles,
  flake: string,
  { directory, tracked }: Repository,
  everything: readonly string[] = [],
): SourceFiles {
  const top = withSlash(directory);
  const whole = everything.map(withSlash).filter((free) => !withSlash(flake).startsWith(free));
  const inRepository = (path: string) =>
    path.startsWith(top) && !whole.some((free) => withSlash(path).startsWith(free));
  if (!tracked.has(`${flake}/flake.nix`.slice(top.length))) return files;
  const directories = directoriesOf(tracked);
  const isThere = (path: string) => {
    if (!inRepository(path)) return true;
    const inside = path.slice(top.length);
    return tracked.has(inside) || directories.has(inside) || ancestorsOf(inside).some((above) => tracked.has(above));
  };
  return {
    readable: (path) => files.readable(path),
    read: (path) => (isThere(path) ? files.read(path) : undefined),
    obstacle: (path) => (isThere(path) ? files.obstacle(path) : undefined),
    kind: (path) => (isThere(path) ? files.kind(path) : undefined),
    list: (path) =>
      isThere(path) ? files.list(path)?.filter(({ name }) => isThere(withSlash(path) + name)) : undefined,
  };
}

function directoriesOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    for (const above of ancestorsOf(path)) {
      if (found.has(above)) break;
      found.add(above);
    }
  }
  return found;
}

/** The innermost first. As a tracked path such a one is a submodule or a symlink, whose own index or target nobody asked. */
function ancestorsOf(path: string): readonly string[] {
  const found: string[] = [];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1))
    found.push(path.slice(0, slash));
  return found;
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
