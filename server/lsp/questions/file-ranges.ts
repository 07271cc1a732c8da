import type { Location, LocationLink } from "vscode-languageserver/node";
import type { View } from "../../features/view.ts";
import type { Place } from "../../subjects/live-flake.ts";
import type { Position, Range, Span } from "../../text.ts";
import type { Asker } from "../asker.ts";

/** Asked with nothing but a place in the file. */
export interface PositionParams {
  readonly position: Position;
}

export interface FileRange {
  readonly file: string;
  readonly range: Range;
}

/** Places that a word leads to. */
export interface Links {
  /** The word. */
  readonly range: Range;
  readonly targets: readonly FileRange[];
}

export function placeOf(view: View, file: string, { position }: PositionParams): Place {
  return { file, offset: view.linesOf(file).offsetAt(position) };
}

export function fileRangeOf(view: View, at: Span): FileRange {
  return { file: at.file, range: view.linesOf(at.file).rangeOf(at) };
}

export function locationsOf(asker: Asker, targets: readonly FileRange[]): Location[] {
  return targets.map(({ file, range }) => ({ uri: asker.uriFor(file), range }));
}

/** Links where the client understands them, else bare places. */
export function linksOf(asker: Asker, links: Links | undefined): Location[] | LocationLink[] | null {
  if (!links) return null;
  if (!asker.abilities.linksDefinitions) return locationsOf(asker, links.targets);
  return links.targets.map(({ file, range }) => ({
    originSelectionRange: links.range,
    targetUri: asker.uriFor(file),
    targetRange: range,
    targetSelectionRange: range,
  }));
}
