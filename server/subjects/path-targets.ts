import { directoryOf, resolvePath } from "../nix/paths.ts";
import type { LiveFlake } from "./live-flake.ts";

/** The file that a relative path in another file stands for; undefined: there is none. */
export function fileAt({ kindOf }: LiveFlake, from: string, text: string): string | undefined {
  const path = resolvePath(directoryOf(from), text);
  const file = kindOf(path) === "directory" ? `${path}/default.nix` : path;
  return kindOf(file) === undefined ? undefined : file;
}
