import { baseNameOf, directoryOf, resolvePath } from "../../nix/paths.ts";
import type { FileMove } from "../../project/moved-files.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import type { Edit } from "../../text.ts";

/**
 * What the paths in files must be so that they lead where they lead now, once files or folders are moved: those to what is moved, and
 * those inside of it. In the files as they are before the move. Computed paths are left alone.
 */
export function fileMoveEdits(flake: LiveFlake, moves: readonly FileMove[]): readonly Edit[] {
  const files = new Set([
    ...flake.files,
    ...flake.graph.cells.map(({ file }) => file),
    ...moves.flatMap(({ from }) => nixFilesAt(flake, from)),
  ]);
  return [...files].flatMap((file) => editsIn(flake, moves, file));
}

function editsIn(flake: LiveFlake, moves: readonly FileMove[], file: string): readonly Edit[] {
  const before = directoryOf(file);
  const after = directoryOf(moved(moves, file));
  return (flake.namesOf(file)?.paths ?? []).flatMap(({ text, range }) => {
    const target = resolvePath(before, text);
    const kind = flake.kindOf(target);
    if (kind === undefined) return [];
    const wanted = kind === "directory" ? movedDirectory(flake, moves, target) : moved(moves, target);
    if (resolvePath(after, text) === wanted) return [];
    return [{ file, start: range.start, end: range.end, text: relativePath(after, wanted) }];
  });
}

function moved(moves: readonly FileMove[], path: string): string {
  const around = moves.filter(({ from }) => path === from || path.startsWith(`${from}/`));
  const innermost = around.sort((a, b) => b.from.length - a.from.length)[0];
  return innermost ? innermost.to + path.slice(innermost.from.length) : path;
}

/** A directory stands for its default.nix: where that goes alone, the path goes with it. */
function movedDirectory(flake: LiveFlake, moves: readonly FileMove[], directory: string): string {
  const whole = moved(moves, directory);
  const inside = `${directory}/default.nix`;
  if (flake.kindOf(inside) === undefined) return whole;
  const file = moved(moves, inside);
  if (file === `${whole}/default.nix`) return whole;
  return baseNameOf(file) === "default.nix" ? directoryOf(file) : file;
}

/** As Nix writes it: it begins with `./` or `../`. */
function relativePath(directory: string, path: string): string {
  const from = directory.split("/").filter(Boolean);
  const to = path.split("/").filter(Boolean);
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  const up = from.slice(shared).map(() => "..");
  const pieces = [...up, ...to.slice(shared)];
  if (pieces.length === 0) return "./.";
  return up.length > 0 ? pieces.join("/") : `./${pieces.join("/")}`;
}

function nixFilesAt(flake: LiveFlake, path: string): readonly string[] {
  if (flake.kindOf(path) !== "directory") return path.endsWith(".nix") ? [path] : [];
  return (flake.list(path) ?? []).flatMap(({ name }) =>
    name.startsWith(".") ? [] : nixFilesAt(flake, `${path}/${name}`),
  );
}
