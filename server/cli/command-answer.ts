import type { Cache } from "../cache.ts";
import type { Paint } from "../graph/paint.ts";

/** What a command prints, and how it ends. */
export interface Answer {
  readonly output: string;
  /** For stderr. */
  readonly notes: string;
  readonly exitCode: 0 | 1 | 2;
}

/** How answers are written. */
export interface Style {
  readonly paint: Paint;
  /** Our own version. */
  readonly version: string;
  /** Where answers are kept. */
  readonly cache: Cache;
}
