import { type Paint, printable, type Style } from "./paint.ts";

/** One line of an indented table. */
export interface Row {
  readonly depth: number;
  readonly label: string;
  /** How many leaves stand below. */
  readonly count: number | undefined;
  readonly notes: readonly string[];
  /** Of the label. */
  readonly style: Style | undefined;
}

/** Labels longer than this push their own notes to the right and nobody else's. */
const WIDEST_LABEL = 60;

/** One line per row: indented labels, then counts and notes in columns. */
export function tableLines(rows: readonly Row[], paint: Paint): string[] {
  const widths = rows.map(({ depth, label }) => 2 * depth + label.length).filter((width) => width <= WIDEST_LABEL);
  const width = Math.max(0, ...widths);
  const digits = Math.max(0, ...rows.map(({ count }) => (count === undefined ? 0 : String(count).length)));
  return rows.map(({ depth, label, count, notes, style }) => {
    const left = " ".repeat(2 * depth) + (style ? paint(style, printable(label)) : printable(label));
    const gap = " ".repeat(Math.max(0, width - 2 * depth - label.length));
    const middle = count === undefined ? " ".repeat(digits + " leaves".length) : countColumn(count, digits);
    const right = notes.length === 0 ? "" : paint("faint", printable(notes.join(", ")));
    return `${left}${gap}  ${middle}  ${right}`.trimEnd();
  });
}

/** `1 leaf`, `2 branches`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function countColumn(count: number, digits: number): string {
  return `${String(count).padStart(digits)} ${(count === 1 ? "leaf" : "leaves").padEnd("leaves".length)}`;
}
