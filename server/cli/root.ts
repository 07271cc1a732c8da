import { dirname, join, resolve, sep } from "node:path";
import { type DiskFiles, diskFiles, whatIs } from "../disk.ts";
import { isFlakeText } from "../syntax/flake-file.ts";

export type FoundRoot =
  | { readonly directory: string; readonly problem?: undefined }
  /** A sentence for people, with the place. */
  | { readonly problem: string };

/**
 * The directory of the nearest flake at or above a place, absolute with `/`. `place` may be relative to the current directory. A flake.nix
 * that is none, but a module of a tree, counts only where no other is above.
 */
export function findRoot(place: string): FoundRoot {
  const start = resolve(place);
  const kind = whatIs(start);
  if (kind === "missing") return { problem: `${start}: no such file or directory` };
  if (kind === "unreadable") return { problem: `${start}: cannot be read` };
  const first = kind === "directory" ? start : dirname(start);
  let other: FoundRoot | undefined;
  for (let directory = first; ; directory = dirname(directory)) {
    const file = join(directory, "flake.nix");
    const found = whatIs(file);
    if (found !== "missing" && found !== "directory") {
      const files = diskFiles([withSlashes(directory)]);
      const root = readable(files, file, withSlashes(directory));
      if (root.problem !== undefined || isFlakeText(files.read(`${root.directory}/flake.nix`) ?? "")) return root;
      other ??= root;
    }
    if (dirname(directory) === directory) return other ?? { problem: `${first}: no flake.nix here or above` };
  }
}

function readable(files: DiskFiles, file: string, directory: string): FoundRoot {
  const obstacle = files.obstacle(`${directory}/flake.nix`);
  return obstacle === undefined ? { directory } : { problem: `${file} ${obstacle}` };
}

/** As the core writes paths. */
export function withSlashes(path: string): string {
  return path.split(sep).join("/");
}
