import type { OffsetRange, Span } from "../text.ts";

/** Where ranges of a file are now; undefined where that is not certain. */
export type MovedRanges = (range: OffsetRange) => OffsetRange | undefined;

/** For each list that an object has, which of its items hold spans of a file. */
export type SpanIndex = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/**
 * The same plain data with every span in one of the files where it is now; what holds no such span is kept as it is. Undefined when some
 * span cannot be placed.
 */
export function withMovedSpans<Data>(data: Data, files: ReadonlyMap<string, MovedRanges>): Data | undefined {
  const moving: Moving = { files, lost: false };
  const moved = movedIn(moving, data) as Data;
  return moving.lost ? undefined : moved;
}

/** The same for an object of long lists, whose index must be its own. */
export function withMovedItems<Data extends object>(
  data: Data,
  index: SpanIndex,
  files: ReadonlyMap<string, MovedRanges>,
): Data | undefined {
  const moving: Moving = { files, lost: false };
  const parts = Object.entries(data).map(([name, part]) => {
    const byFile = index.get(name);
    return [name, byFile ? movedSome(moving, part, byFile) : movedIn(moving, part)];
  });
  return moving.lost ? undefined : Object.fromEntries(parts);
}

function movedSome(
  moving: Moving,
  items: readonly unknown[],
  byFile: ReadonlyMap<string, readonly number[]>,
): readonly unknown[] {
  const concerned = new Set([...moving.files.keys()].flatMap((file) => byFile.get(file) ?? []));
  if (concerned.size === 0) return items;
  const moved = [...items];
  for (const at of concerned) moved[at] = movedIn(moving, items[at]);
  return moved;
}

export function spanIndexOf(data: object): SpanIndex {
  const lists = Object.entries(data).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  return new Map(lists.map(([name, items]) => [name, itemsByFile(items)]));
}

function itemsByFile(items: readonly unknown[]): ReadonlyMap<string, readonly number[]> {
  const byFile = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const files = new Set<string>();
    addFiles(item, files);
    for (const file of files) {
      const known = byFile.get(file);
      if (known) known.push(index);
      else byFile.set(file, [index]);
    }
  }
  return byFile;
}

function addFiles(data: unknown, files: Set<string>): void {
  if (typeof data !== "object" || data === null) return;
  if (isSpan(data)) files.add(data.file);
  else if (data instanceof Map) for (const value of data.values()) addFiles(value, files);
  else for (const value of Object.values(data)) addFiles(value, files);
}

interface Moving {
  readonly files: ReadonlyMap<string, MovedRanges>;
  lost: boolean;
}

function movedIn(moving: Moving, data: unknown): unknown {
  if (typeof data !== "object" || data === null || moving.lost) return data;
  if (Array.isArray(data)) return movedItems(moving, data);
  if (data instanceof Map) return movedValues(moving, data);
  if (isSpan(data)) return movedSpan(moving, data);
  return movedFields(moving, data as Readonly<Record<string, unknown>>);
}

function movedValues(moving: Moving, data: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
  let moved: Map<unknown, unknown> | undefined;
  for (const [key, value] of data) {
    const now = movedIn(moving, value);
    if (now === value) continue;
    moved ??= new Map(data);
    moved.set(key, now);
  }
  return moved ?? data;
}

function movedItems(moving: Moving, items: readonly unknown[]): readonly unknown[] {
  let moved: unknown[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
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
