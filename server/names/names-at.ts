import { type OffsetRange, smallestAt, touches } from "../text.ts";
import type { LocalBinding, NameIndex, Occurrence, PathOccurrence, StringOccurrence } from "./name-index.ts";

/** An occurrence asked at one of its pieces: `occurrence.path.slice(0, piece + 1)` is the path at the offset. */
export interface OccurrenceAt {
  readonly occurrence: Occurrence;
  readonly piece: number;
}

/**
 * The occurrences that have a piece at the offset (its end included, as for a cursor behind a word), those with the smallest such piece:
 * others may stand in a computed one. Where one word defines and reads (`inherit (config.x) y;`), the read comes first, as it leads further.
 */
export function occurrencesAt(index: NameIndex, offset: number): readonly OccurrenceAt[] {
  const touched = index.occurrences.flatMap((occurrence) => {
    const piece = occurrence.pieces.findIndex((range) => range && touches(range, offset));
    const range = occurrence.pieces[piece];
    return range ? [{ occurrence, piece, at: range }] : [];
  });
  const found = smallestAt(touched, offset);
  const isRead = (one: OccurrenceAt) => one.occurrence.use === "read";
  return [...found.filter(isRead), ...found.filter((one) => !isRead(one))].map(({ occurrence, piece }) => ({
    occurrence,
    piece,
  }));
}

export function occurrenceAt(index: NameIndex, offset: number): OccurrenceAt | undefined {
  return occurrencesAt(index, offset)[0];
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
