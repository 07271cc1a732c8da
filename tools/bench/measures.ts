/** What was measured: the build that lies in dist/, the one it is compared with, real Nix. */
export type Build = "this" | "other" | "nix";

export type Unit = "ms CPU" | "ms" | "MB" | "kB" | "%";

/** What a row of the table says. */
export interface Subject {
  /** A flake, or `all`. */
  readonly flake: string;
  readonly part: string;
  readonly what: string;
  readonly unit: Unit;
}

export interface Row extends Subject {
  readonly spreads: Readonly<Partial<Record<Build, Spread>>>;
}

export interface Spread {
  readonly count: number;
  readonly least: number;
  readonly median: number;
  readonly p95: number;
}

/** Collects measurements; those of one subject stand in one row, in the order in which they came. */
export class Measures {
  private readonly known = new Map<string, { readonly subject: Subject; readonly numbers: Map<Build, number[]> }>();

  add(build: Build, subject: Subject, numbers: readonly number[]): void {
    if (numbers.length === 0) return;
    const key = JSON.stringify(subject);
    const row = this.known.get(key) ?? { subject, numbers: new Map<Build, number[]>() };
    this.known.set(key, row);
    row.numbers.set(build, [...(row.numbers.get(build) ?? []), ...numbers]);
  }

  rows(): readonly Row[] {
    return [...this.known.values()].map(({ subject, numbers }) => {
      const spreads = [...numbers].map(([build, all]) => [build, spreadOf(all)]);
      return { ...subject, spreads: Object.fromEntries(spreads) };
    });
  }
}

/** `numbers` must not be empty. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, least: at(0), median: at(0.5), p95: at(0.95) };
}

/** The rows as lines of a table, a block for each flake and part. */
export function tableOf(rows: readonly Row[]): readonly string[] {
  const builds = (["other", "nix"] as const).filter((build) => rows.some(({ spreads }) => spreads[build]));
  const blocks = new Map<string, Row[]>();
  for (const row of rows) {
    const title = `${row.flake}: ${row.part}`;
    blocks.set(title, [...(blocks.get(title) ?? []), row]);
  }
  return [...blocks].flatMap(([title, block]) => ["", ...blockOf(title, block, builds)]);
}

function blockOf(title: string, rows: readonly Row[], builds: readonly Exclude<Build, "this">[]): readonly string[] {
  const width = Math.max(title.length, ...rows.map(({ what }) => what.length));
  const others = builds.flatMap((build) => [build === "nix" ? "Nix" : "other", "p95", "ratio"]);
  const head = line(title, width, ["unit", "n", "least", "median", "p95", ...others]);
  return [head, ...rows.map((row) => line(row.what, width, cellsOf(row, builds)))];
}

function cellsOf({ unit, spreads }: Row, builds: readonly Exclude<Build, "this">[]): readonly string[] {
  const own = spreads.this;
  const mine = own ? [`${own.count}`, shown(own.least), shown(own.median), shown(own.p95)] : ["", "", "", ""];
  const others = builds.flatMap((build) => {
    const other = spreads[build];
    if (!other) return ["", "", ""];
    const ratio = own && other.median > 0 ? (own.median / other.median).toFixed(2) : "";
    return [shown(other.median), shown(other.p95), ratio];
  });
  return [unit, ...mine, ...others];
}

function line(first: string, width: number, cells: readonly string[]): string {
  return [first.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join(" ").trimEnd();
}

/** Three digits that count. */
function shown(number: number): string {
  if (number === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))));
  return number.toFixed(Math.min(digits, 3));
}
