/** A POSIX extended regular expression. */
export type RegexNode =
  | { readonly kind: "empty" }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "characters"; readonly set: CharacterSet }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly options: readonly RegexNode[] }
  | { readonly kind: "group"; readonly index: number; readonly inner: RegexNode }
  /** `most` undefined: without limit. */
  | { readonly kind: "repeat"; readonly inner: RegexNode; readonly least: number; readonly most: number | undefined };

/** Code points: pairs of first and last, both included. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
}

export function contains(set: CharacterSet, codePoint: number): boolean {
  return set.ranges.some(([first, last]) => codePoint >= first && codePoint <= last) !== set.negated;
}
