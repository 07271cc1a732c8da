import type { Graph } from "../graph/graph.ts";
import type { OptionScope, PathPiece } from "../names/name-index.ts";

/** An option path, and the module system that it belongs to: undefined is the flake's own, else a class. */
export interface PathInScope {
  readonly path: readonly PathPiece[];
  readonly class: string | undefined;
}

interface ScopedPath {
  readonly path: readonly PathPiece[];
  readonly scope: OptionScope;
}

/** What a path in a file may mean, the likeliest first. */
export function pathsOf(graph: Graph, file: string, { path, scope }: ScopedPath): readonly PathInScope[] {
  switch (scope.kind) {
    case "flake":
      return fileLevels(graph, file).flatMap((level) =>
        level === undefined ? splitAtBranch(graph, path) : [{ path, class: level }],
      );
    case "perSystem":
      return [{ path: ["perSystem", ...path], class: undefined }];
    case "module":
      return classesOf(graph, scope.collector).map((level) => ({ path, class: level }));
    default:
      return scope satisfies never;
  }
}

/** The declared options at a path; where it leads into an option's value, those of the longest part of it. */
export function optionsAt<Option extends { readonly path: readonly string[]; readonly class: string | undefined }>(
  options: readonly Option[],
  { path, class: level }: PathInScope,
): readonly Option[] {
  const covering = options.filter(
    (option) =>
      option.class === level &&
      option.path.length <= path.length &&
      option.path.every((piece, index) => fits(piece, path[index])),
  );
  const longest = Math.max(0, ...covering.map((option) => option.path.length));
  return covering.filter((option) => option.path.length === longest);
}

/** `declared` may be the placeholder for any instance. */
function fits(declared: string, piece: PathPiece | undefined): boolean {
  if (typeof piece !== "string") return piece !== undefined;
  return declared === piece || declared === "<name>" || declared === "*";
}

/** Classes of the modules that the file is; undefined is a module of the flake itself. */
function fileLevels({ leaves, cells }: Graph, file: string): readonly (string | undefined)[] {
  const imported = cells.some((cell) => cell.file === file && cell.status !== "reached");
  const whole = leaves.filter(({ at }) => at.file === file).map((leaf) => leaf.class);
  return imported || whole.length === 0 ? [undefined] : [...new Set(whole), undefined];
}

/** `flake.modules.nixos.base.services.x.enable` goes on inside of the module that the branch collects. */
function splitAtBranch({ branches }: Graph, path: readonly PathPiece[]): readonly PathInScope[] {
  const inside = branches
    .filter(
      (branch) => branch.path.length < path.length && branch.path.every((piece, index) => fits(piece, path[index])),
    )
    .map((branch) => ({ path: path.slice(branch.path.length), class: branch.class }))
    .filter((one) => one.class !== undefined);
  return [...inside, { path, class: undefined }];
}

function classesOf({ branches }: Graph, collector: readonly PathPiece[]): readonly (string | undefined)[] {
  const collecting = branches.filter(
    (branch) =>
      branch.path.length === collector.length && branch.path.every((piece, index) => fits(piece, collector[index])),
  );
  const classes = [...new Set(collecting.flatMap((branch) => branch.class ?? []))];
  return classes.length > 0 ? classes : [undefined];
}
