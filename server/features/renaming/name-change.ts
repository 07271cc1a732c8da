import type { Occurrence } from "../../names/name-index.ts";
import { isComputed, mayFit, type OptionPattern } from "../../option-path.ts";
import type { ContextSource } from "../../subjects/contexts.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { optionsAlong } from "../../subjects/option-tree.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";
import { pathsOf } from "../../subjects/readings.ts";

/** A name of the flake that is to become another. */
export interface NameChange {
  readonly what: "option" | "branch" | "host";
  /** The module systems that the paths belong to; undefined: the flake's own. Several where one declaration serves several. */
  readonly classes: readonly (string | undefined)[];
  /** Paths that end with the name. */
  readonly paths: readonly OptionPattern[];
  readonly from: string;
  readonly to: string;
  /** Ids of the hosts that bear the name. */
  readonly hosts?: readonly string[];
}

/** What a path in a file has to do with a change. */
export interface Touched {
  /** The piece of the path that is the name. */
  readonly piece: number;
  /** It is computed, and so may be the name. */
  readonly computed: boolean;
}

/** Undefined when the path of an occurrence does not lead through the name. */
export function touchedBy(
  source: ContextSource,
  file: string,
  named: Pick<Occurrence, "path" | "scope" | "range">,
  change: NameChange,
): Touched | undefined {
  for (const meaning of pathsOf(source, file, named, named.range.start)) {
    const shift = named.path.length - meaning.path.length;
    if (change.classes.includes(meaning.class)) {
      const at = pieceIn(meaning.path, change.paths);
      const piece = (at?.piece ?? -1) + shift;
      // Another name of an option stays what it is.
      if (at && piece >= 0 && named.path[piece] === meaning.path[at.piece]) return { ...at, piece };
    } else if (shift === 0 && optionsAlong(graphIndexOf(source.graph), meaning).length > 0) return undefined;
  }
  return undefined;
}

/** The path after the change. */
export function renamedPath(path: OptionPattern, moduleClass: string | undefined, change: NameChange): OptionPattern {
  if (!change.classes.includes(moduleClass)) return path;
  const at = pieceIn(path, change.paths);
  return at ? path.with(at.piece, change.to) : path;
}

/** The occurrence's path after the change. */
export function renamedOccurrencePath(source: ContextSource, file: string, occurrence: Occurrence, change: NameChange) {
  const at = touchedBy(source, file, occurrence, change);
  return at && !at.computed ? occurrence.path.with(at.piece, change.to) : occurrence.path;
}

function pieceIn(path: PathInScope["path"], wanted: NameChange["paths"]): Touched | undefined {
  for (const pattern of wanted) {
    const piece = pattern.length - 1;
    const last = path[piece];
    if (last === undefined || !mayFit(path.slice(0, piece), pattern.slice(0, piece))) continue;
    if (isComputed(last)) return { piece, computed: true };
    if (last === pattern[piece]) return { piece, computed: false };
  }
  return undefined;
}
