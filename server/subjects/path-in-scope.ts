import type { OptionScope, PathPiece } from "../names/name-index.ts";
import { samePath } from "../option-path.ts";

/** An option path, and the module system that it belongs to: undefined is the flake's own, else a class. */
export interface PathInScope {
  readonly path: readonly PathPiece[];
  readonly class: string | undefined;
}

/** A path as it is written; the scope is that of the code around it. */
export interface WrittenInScope {
  readonly path: readonly PathPiece[];
  readonly scope: OptionScope;
}

export function isSamePath(one: PathInScope, other: PathInScope): boolean {
  return one.class === other.class && samePath(one.path, other.path);
}
