import type { OffsetRange } from "../text.ts";
import type { LocalBinding, NameIndex, Occurrence, PathOccurrence, StringOccurrence } from "./name-index.ts";

/** An occurrence asked at one of its pieces: `occurrence.path.slice(0, piece + 1)` is the path at the offset. */
export interface OccurrenceAt {
  readonly occurrence: Occurrence;
  readonly piece: number;
}

/**
 * The occurrence that has a piece at the offset (its end included, as for a cursor behind a word).
 * Where one word defines and reads (`inherit (config.x) y;`), the read is the answer, as it leads further.
 */
export function occurrenceAt(index: NameIndex, offset: number): OccurrenceAt | undefined {
  const found = index.occurrences.flatMap((occurrence): OccurrenceAt[] => {
    const piece = occurrence.pieces.findIndex((range) => range && touches(range, offset));
    return piece < 0 ? [] : [{ occurrence, piece }];
  });
  return found.find(({ occurrence }) => occurrence.use === "read") ?? found[0];
}

export function stringAt(index: NameIndex, offset: number): StringOccurrence | undefined {
  return index.strings.find(({ range }) => touches(range, offset));
}

/** The local binding used or defined at the offset; of an `inherit x;` that does both, the outer one that it uses. */
export function bindingAt(index: NameIndex, offset: number): LocalBinding | undefined {
  const touched = (ranges: readonly OffsetRange[]) => ranges.some((range) => touches(range, offset));
  return (
    index.bindings.find(({ uses }) => touched(uses)) ?? index.bindings.find(({ definitions }) => touched(definitions))
  );
}

export function pathAt(index: NameIndex, offset: number): PathOccurrence | undefined {
  return index.paths.find(({ range }) => touches(range, offset));
}

function touches({ start, end }: OffsetRange, offset: number): boolean {
  return start <= offset && offset <= end;
}
