import type { NameIndex } from "../../names/name-index.ts";
import { pathKey } from "../../option-path.ts";
import type { ContextSource } from "../../subjects/contexts.ts";
import type { OffsetRange } from "../../text.ts";
import { type NameChange, renamedOccurrencePath } from "./name-change.ts";

export interface NamesView {
  readonly offsets: (range: OffsetRange) => OffsetRange;
  /** Undefined: the names stand as they are. */
  readonly change: NameChange | undefined;
  /** Where the new name will stand. */
  readonly written: readonly OffsetRange[];
  /** Stretches that are rewritten, so that only their outside is compared. */
  readonly rewritten: readonly OffsetRange[];
}

/** Who uses which local name, and which names are free, in lines that can be compared. */
export function bindingFacts(index: NameIndex, offsets: NamesView["offsets"]): readonly string[] {
  const at = (range: OffsetRange) => {
    const { start, end } = offsets(range);
    return `${start}-${end}`;
  };
  const bindings = index.bindings.map(({ definitions, uses }) => {
    const first = definitions[0];
    return `binding ${first && at(first)} ${[...new Set(uses.map(at))].sort().join(" ")}`;
  });
  const free = index.freeNames.map(({ range, underWith }) => `free ${at(range)} ${underWith}`);
  return [...new Set([...bindings, ...free])].sort();
}

/**
 * What a file's names mean, in lines that can be compared: who uses which local name, which names are free, what each path is. An
 * inherited name and one that is bound to the same thing count alike.
 */
export function nameFacts(source: ContextSource, index: NameIndex, view: NamesView): readonly string[] {
  const at = (range: OffsetRange) => {
    const { start, end } = view.offsets(range);
    return `${start}-${end}`;
  };
  const inside = new Set(view.rewritten.map(({ start, end }) => `${start}-${end}`));
  const starts = new Set(view.written.map(({ start }) => start));
  const paths = index.occurrences
    .filter(({ range }) => !inside.has(at(range)))
    .map((occurrence) => {
      const { change } = view;
      const known = change ? renamedOccurrencePath(source, index.file, occurrence, change) : occurrence.path;
      const path = known.map((piece, at) =>
        change && starts.has(occurrence.pieces[at]?.start ?? -1) ? change.to : piece,
      );
      return `${occurrence.use} ${at(occurrence.range)} ${pathKey(path)}`;
    });
  return [...bindingFacts(index, view.offsets), ...[...new Set(paths)].sort()];
}
