import type { OffsetRange, Span } from "../text.ts";

/** Where ranges of a file are now; undefined where that is not certain. */
export type MovedRanges = (range: OffsetRange) => OffsetRange | undefined;

/**
 * The same plain data with every span in one of the files where it is now; what holds no such span is kept as it is. Undefined when some
 * span cannot be placed.
 */
export function withMovedSpans<Data>(data: Data, files: ReadonlyMap<string, MovedRanges>): Data | undefined {
  const moving: Moving = { files, lost: false };
  const moved = movedIn(moving, data) as Data;
  return moving.lost ? undefined : moved;
}

interface Moving {
  readonly files: ReadonlyMap<string, MovedRanges>;
  lost: boolean;
}

function movedIn(moving: Moving, data: unknown): unknown {
  if (typeof data !== "object" || data === null || moving.lost) return data;
  if (Array.isArray(data)) return movedItems(moving, data);
  if (data instanceof Map) return new Map([...data].map(([key, value]) => [key, movedIn(moving, value)]));
  if (isSpan(data)) return movedSpan(moving, data);
  return movedFields(moving, data as Readonly<Record<string, unknown>>);
}

function movedItems(moving: Moving, items: readonly unknown[]): readonly unknown[] {
  let moved: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const now = movedIn(moving, item);
    if (now === item) continue;
    moved ??= [...items];
    moved[index] = now;
  }
  return moved ?? items;
}

function movedFields(moving: Moving, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let moved: Record<string, unknown> | undefined;
  for (const key in data) {
    const now = movedIn(moving, data[key]);
    if (now === data[key]) continue;
    moved ??= { ...data };
    moved[key] = now;
  }
  return moved ?? data;
}

function movedSpan(moving: Moving, span: Span): Span {
  const moved = moving.files.get(span.file);
  if (!moved) return span;
  const now = moved(span);
  moving.lost ||= now === undefined;
  return now ? { ...span, start: now.start, end: now.end } : span;
}

function isSpan(data: object): data is Span {
  return "file" in data && "start" in data && typeof data.file === "string" && typeof data.start === "number";
}
