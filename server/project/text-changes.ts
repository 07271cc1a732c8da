import { commonEnds, type OffsetRange } from "../text.ts";

/** Maps offsets of one text to those of a later one, by the stretch in which they differ. */
export interface TextChange {
  /** An offset of the later text, in the earlier one; inside of the stretch, its nearest end. */
  readonly before: (offset: number) => number;
  readonly after: (range: OffsetRange) => OffsetRange;
}

const same: TextChange = { before: (offset) => offset, after: (range) => range };

export function textChange(before: string, after: string): TextChange {
  if (before === after) return same;
  const { head: start, tail } = commonEnds(before, after);
  const move = (offset: number, from: number, to: number) => {
    if (offset <= start) return offset;
    return offset >= from - tail ? offset - from + to : Math.min(offset, Math.max(start, to - tail));
  };
  return {
    before: (offset) => move(offset, after.length, before.length),
    after: (range) => {
      const isOutside = range.end <= start || range.start >= before.length - tail;
      const line = isOutside ? undefined : sameLine(before, after, range.start);
      const from = line ? range.start + line.shift : move(range.start, before.length, after.length);
      const inLine = line !== undefined && range.end <= line.end;
      const end = inLine ? range.end + line.shift : move(range.end, before.length, after.length);
      return { start: from, end: Math.max(from, end) };
    },
  };
}

/** How far the line around an offset has moved, if the later text has it unchanged, once; and where it ended. */
function sameLine(before: string, after: string, offset: number): { shift: number; end: number } | undefined {
  const lineStart = before.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = before.indexOf("\n", offset);
  const line = before.slice(lineStart, lineEnd < 0 ? undefined : lineEnd + 1);
  const at = line.trim() === "" ? -1 : after.indexOf(line);
  if (at < 0 || after.indexOf(line, at + 1) >= 0) return undefined;
  return { shift: at - lineStart, end: lineStart + line.length };
}
