/** A place in a text, zero-based; `character` counts UTF-16 code units (as LSP does by default). */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is the first position that no longer belongs to it. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Half-open UTF-16 offsets into one text. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** A stretch of one file. `file` is an absolute path with `/`; the offsets are UTF-16 and half-open. */
export interface Span extends OffsetRange {
  readonly file: string;
}

/** Text that takes the place of a span of a file as it is; an empty span is where the text is inserted. */
export interface Edit extends Span {
  readonly text: string;
}

/** A key for maps: of this place alone. */
export function spanKey({ file, start, end }: Span): string {
  return `${file}:${start}:${end}`;
}

/** A key for maps: of all places that begin here. There is one for the lack of a place, too. */
export function startKey(at: Omit<Span, "end"> | undefined): string {
  return at ? `${at.file}:${at.start}` : "";
}

/** By file, then by where they start, then by where they end. */
export function compareSpans(a: Span, b: Span): number {
  return compareText(a.file, b.file) || a.start - b.start || a.end - b.end;
}

/** By UTF-16 code units, whatever the language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each place once, in order of the first ones. */
export function distinctSpans<At extends Span>(spans: readonly At[]): At[] {
  return [...new Map(spans.map((span) => [spanKey(span), span])).values()];
}

/** Each place once, in the order of files and places. */
export function sortedSpans<At extends Span>(spans: readonly At[]): At[] {
  return distinctSpans(spans).sort(compareSpans);
}

/** Whether a place covers another; the two may be the same. */
export function coversSpan(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && covers(outer, inner);
}

/** Whether a range covers another; the two may be the same. */
export function covers(outer: OffsetRange, inner: OffsetRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether a cursor at the offset stands in the range, or right before or behind it. */
export function touches({ start, end }: OffsetRange, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Whether two ranges overlap, or one begins where the other ends. */
export function meet(one: OffsetRange, other: OffsetRange): boolean {
  return one.start <= other.end && other.start <= one.end;
}

/** Of the items that an offset touches those that are shortest: several where the same code is more than one thing. */
export function smallestAt<Item extends { readonly at: OffsetRange }>(
  items: readonly Item[],
  offset: number,
): readonly Item[] {
  return smallestAround(items, { start: offset, end: offset });
}

/** As `smallestAt`, of those that cover a range. */
export function smallestAround<Item extends { readonly at: OffsetRange }>(
  items: readonly Item[],
  range: OffsetRange,
): readonly Item[] {
  const around = items.filter(({ at }) => covers(at, range));
  const size = Math.min(...around.map(({ at }) => at.end - at.start));
  return around.filter(({ at }) => at.end - at.start === size);
}

/** How much of two texts is the same at their beginning, and at their end beyond that. */
export function commonEnds(before: string, after: string): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { head, tail };
}

/** Translates between offsets and positions of one text. Line breaks are `\n`, `\r\n` and a lone `\r`, as in LSP. */
export interface LineIndex {
  /** Offsets outside the text are clamped to it. */
  positionAt(offset: number): Position;
  /** Positions outside the text, or beyond a line's end, are clamped. */
  offsetAt(position: Position): number;
  rangeOf(range: OffsetRange): Range;
}

export function lineIndexOf(text: string): LineIndex {
  const starts = lineStarts(text);
  const positionAt = (offset: number): Position => {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lastAtMost(starts, clamped);
    return { line, character: clamped - (starts[line] ?? 0) };
  };
  const offsetAt = ({ line, character }: Position): number => {
    if (line < 0) return 0;
    const start = starts[line];
    if (start === undefined) return text.length;
    const next = starts[line + 1];
    const end = next === undefined ? text.length : next - lineBreakLength(text, next);
    return Math.max(start, Math.min(start + character, end));
  };
  const rangeOf = (range: OffsetRange): Range => ({ start: positionAt(range.start), end: positionAt(range.end) });
  return { positionAt, offsetAt, rangeOf };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

function lineBreakLength(text: string, lineStart: number): number {
  return text.charCodeAt(lineStart - 1) === 10 && text.charCodeAt(lineStart - 2) === 13 ? 2 : 1;
}

function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
