/** The names that lead to an option, or on into its value: `services`, `nginx`, `enable`. */
export type OptionPath = readonly string[];

/** Stands for every name in a set of instances (`attrsOf`); the option manuals print it as `<name>`. */
export const ANY_NAME = { any: "name" } as const;

/** Stands for every item of a list of instances (`listOf`); the option manuals print it as `*`. */
export const ANY_ITEM = { any: "item" } as const;

/** There is one object of each kind, so that pieces can be compared with `===` and be keys of maps. */
export type AnyPiece = typeof ANY_NAME | typeof ANY_ITEM;

export type PatternPiece = string | AnyPiece;

/** A path that may stand for those of many instances: `users.users.<name>.shell`. */
export type OptionPattern = readonly PatternPiece[];

/** A piece whose name code computes: `${name}`. It is equal to itself alone. */
export interface ComputedPiece {
  readonly dynamic: true;
}

export type PathPiece = PatternPiece | ComputedPiece;

/** A path as code writes it. */
export type WrittenPath = readonly PathPiece[];

export function isAny(piece: PathPiece | undefined): piece is AnyPiece {
  return piece === ANY_NAME || piece === ANY_ITEM;
}

export function isComputed(piece: PathPiece | undefined): piece is ComputedPiece {
  return typeof piece === "object" && "dynamic" in piece;
}

/** The path without the pieces whose names code computes. */
export function withoutComputed(path: WrittenPath): PatternPiece[] {
  return path.flatMap((piece) => (isComputed(piece) ? [] : [piece]));
}

/** What the piece is called where a name is wanted: that of an instance that has none is `<name>` or `*`. */
export function pieceText(piece: PatternPiece): string {
  return typeof piece === "string" ? piece : piece === ANY_NAME ? "<name>" : "*";
}

/** The path as nixpkgs' `showOption` prints it: odd names in quotes, but not those that look like `<name>` or `*`. */
export function showOption(path: OptionPattern): string {
  return path.map(shownPiece).join(".");
}

function shownPiece(piece: PatternPiece): string {
  const name = pieceText(piece);
  return /^([A-Za-z_][A-Za-z0-9_'-]*|<[^>]*>|\*)$/.test(name) ? name : JSON.stringify(name);
}

/** The same text for the same pieces, and for no others: a key for maps. A computed piece has that of any other. */
export function pathKey(path: WrittenPath): string {
  return JSON.stringify(path);
}

/** Each path once, in order of the first ones. */
export function distinctPaths<Path extends WrittenPath>(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [pathKey(path), path])).values()];
}

/** Piece by piece; what stands for any name is not the same as a name. */
export function samePath(one: WrittenPath, other: WrittenPath): boolean {
  return one.length === other.length && startsWith(one, other);
}

/** Whether a path is `start` or lies below it. */
export function startsWith(path: WrittenPath, start: WrittenPath): boolean {
  return start.length <= path.length && start.every((piece, at) => piece === path[at]);
}

/** Whether a path lies below `above`, and is not that itself. */
export function isBelow(path: WrittenPath, above: WrittenPath): boolean {
  return above.length < path.length && startsWith(path, above);
}

/** Whether a pattern stands for the path, or is the same one. A computed piece is not a certain match for a name. */
export function fits(path: WrittenPath, pattern: WrittenPath): boolean {
  return path.length === pattern.length && startFits(path, pattern);
}

/** Whether a pattern stands for the path or for one above it. */
export function startFits(path: WrittenPath, pattern: WrittenPath): boolean {
  return pattern.length <= path.length && pattern.every((piece, at) => isAny(piece) || piece === path[at]);
}

/** As `fits`, where a computed piece of the path may be any name. */
export function mayFit(path: WrittenPath, pattern: WrittenPath): boolean {
  return path.length === pattern.length && pattern.every((piece, at) => mayBe(path[at], piece));
}

function mayBe(piece: PathPiece | undefined, wanted: PathPiece): boolean {
  return isComputed(piece) || isAny(wanted) || piece === wanted;
}
