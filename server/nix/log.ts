import { type Span, startKey } from "../text.ts";
import { isNativePath } from "./paths.ts";
import type { Contribution } from "./provenance.ts";
import { Reads } from "./seen-reads.ts";
import type { Lookup } from "./value.ts";

/**
 * What an evaluation comes by on its way, beside the values that it is asked for. It grows with everything that is forced, so whoever
 * describes a flake takes from it once, after everything was forced that is to count: two readers at different times may see different
 * things.
 */
export class Log {
  /** Files whose value was asked for. */
  readonly imported = new Set<string>();
  /** Of these, those that the language's `import` asked for, and so may be more than modules. */
  readonly usedAsValues = new Set<string>();
  /** Of these, those that were imported with further names in scope. */
  readonly scoped = new Set<string>();
  /** The names by which something was looked up, each place once. */
  readonly reads = new Reads();
  /** Code whose text was looked at, not only what it means. */
  readonly quoted: Span[] = [];
  /** Files in which somebody asked for the line of code. */
  readonly placed = new Set<string>();
  /** What somebody took out of the modules of collectors. */
  readonly takenApart: Contribution[] = [];
  private readonly noted = new Map<string, Lookup>();

  /** A lookup that bears the absence of what it looks up (`x.a or d`, `x ? a`) was answered. */
  noteLookup(lookup: Lookup): void {
    const { at, name } = lookup;
    if (isNativePath(at.file)) return;
    const key = `${startKey(at)} ${name}`;
    if (!this.noted.get(key)?.found) this.noted.set(key, lookup);
  }

  /** Lookups that bear absence, each place and name once; one that succeeded once counts as such. */
  lookups(): readonly Lookup[] {
    return [...this.noted.values()];
  }
}
