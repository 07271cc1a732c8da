import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

export type FoundRoot =
  | { readonly directory: string; readonly problem?: undefined }
  /** A sentence for people, with the place. */
  | { readonly problem: string };

/** The directory of the nearest flake.nix at or above a place, absolute with `/`. `place` may be relative to the current directory. */
export function findRoot(place: string): FoundRoot {
  const start = resolve(place);
  const kind = kindOf(start);
  if (kind === "missing") return { problem: `${start}: no such file or directory` };
  if (kind === "unreadable") return { problem: `${start}: cannot be read` };
  const first = kind === "directory" ? start : dirname(start);
  for (let directory = first; ; directory = dirname(directory)) {
    const file = join(directory, "flake.nix");
    if (kindOf(file) === "file") return readable(file, directory);
    if (dirname(directory) === directory) return { problem: `${first}: no flake.nix here or above` };
  }
}

function readable(file: string, directory: string): FoundRoot {
  try {
    readFileSync(file);
    return { directory: directory.split(sep).join("/") };
  } catch (problem) {
    return { problem: `${file}: cannot be read (${codeOf(problem)})` };
  }
}

function kindOf(path: string): "file" | "directory" | "missing" | "unreadable" {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch (problem) {
    const code = codeOf(problem);
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unreadable";
  }
}

function codeOf(problem: unknown): string {
  return problem instanceof Error && "code" in problem ? String(problem.code) : String(problem);
}
