import { dirname, join, resolve, sep } from "node:path";
import { diskFiles, whatIs } from "../disk.ts";

export type FoundRoot =
  | { readonly directory: string; readonly problem?: undefined }
  /** A sentence for people, with the place. */
  | { readonly problem: string };

/** The directory of the nearest flake.nix at or above a place, absolute with `/`. `place` may be relative to the current directory. */
export function findRoot(place: string): FoundRoot {
  const start = resolve(place);
  const kind = whatIs(start);
  if (kind === "missing") return { problem: `${start}: no such file or directory` };
  if (kind === "unreadable") return { problem: `${start}: cannot be read` };
  const first = kind === "directory" ? start : dirname(start);
  for (let directory = first; ; directory = dirname(directory)) {
    const file = join(directory, "flake.nix");
    const found = whatIs(file);
    if (found !== "missing" && found !== "directory") return readable(file, withSlashes(directory));
    if (dirname(directory) === directory) return { problem: `${first}: no flake.nix here or above` };
  }
}

function readable(file: string, directory: string): FoundRoot {
  const obstacle = diskFiles([directory]).obstacle(`${directory}/flake.nix`);
  return obstacle === undefined ? { directory } : { problem: `${file} ${obstacle}` };
}

/** As the core writes paths. */
export function withSlashes(path: string): string {
  return path.split(sep).join("/");
}
