/**
 * The places inside of some plain data that lie outside of their file. An object with `start` and `end` is a place; the file is its own
 * `file`, or that of the object around it, or `file`. Texts by path; files without a text have no places to check.
 */
export function misplaced(data: unknown, file: string, textOf: (file: string) => string | undefined): string[] {
  const wrong: string[] = [];
  const seen = new Set<object>();
  const pending: (readonly [unknown, string])[] = [[data, file]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, around] = next;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    const fields = value as Readonly<Record<string, unknown>>;
    const own = typeof fields.file === "string" ? fields.file : around;
    const { start, end } = fields;
    if (typeof start === "number" && typeof end === "number") {
      const length = textOf(own)?.length;
      const isInside = length === undefined || (0 <= start && start <= end && end <= length);
      if (!isInside) wrong.push(`${own}: ${start}-${end} of ${length}`);
    }
    const parts: Iterable<unknown> =
      value instanceof Map ? value.values() : value instanceof Set ? value : Object.values(value);
    for (const part of parts) pending.push([part, own]);
  }
  return wrong;
}
