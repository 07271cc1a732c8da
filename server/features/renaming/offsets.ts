import type { Edit, OffsetRange } from "../../text.ts";
import { editsByFile } from "./edit.ts";

/** Offsets on both sides of edits made comparable: those before them, with what lies inside of an edit at its bounds. */
export interface Offsets {
  readonly before: (file: string, range: OffsetRange) => OffsetRange;
  readonly after: (file: string, range: OffsetRange) => OffsetRange;
}

export function offsetsAround(edits: readonly Edit[]): Offsets {
  const byFile = editsByFile(edits);
  return {
    before: (file, { start, end }) => {
      const list = byFile.get(file) ?? [];
      const around = (offset: number) => list.find((edit) => edit.start < offset && offset < edit.end);
      return { start: around(start)?.start ?? start, end: around(end)?.end ?? end };
    },
    after: (file, { start, end }) => {
      const list = byFile.get(file) ?? [];
      return { start: oldOffset(list, start, "start"), end: oldOffset(list, end, "end") };
    },
  };
}

function oldOffset(edits: readonly Edit[], offset: number, side: "start" | "end"): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    const newStart = start + shift;
    const newEnd = newStart + text.length;
    if (offset <= newStart) return offset - shift;
    if (offset < newEnd) return side === "start" ? start : end;
    shift += text.length - (end - start);
  }
  return offset - shift;
}
