import type { OptionScope } from "../names/name-index.ts";
import { samePath, type WrittenPath } from "../option-path.ts";

/** An option path, and the module system that it belongs to: undefined is the flake's own, else a class. */
export interface PathInScope {
  readonly path: WrittenPath;
  readonly class: string | undefined;
}

/** A path as it is written; the scope is that of the code around it. */
export interface WrittenInScope {
  readonly path: WrittenPath;
  readonly scope: OptionScope;
}

/** An option, in words that editors hand back. */
export interface OptionName {
  /** The `pathKey` of its path. */
  readonly key: string;
  readonly class: string | undefined;
}

export function isSamePath(one: PathInScope, other: PathInScope): boolean {
  return one.class === other.class && samePath(one.path, other.path);
}
