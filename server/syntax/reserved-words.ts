/** Words that are not identifiers (https://nix.dev/manual/nix/latest/language/identifiers). */
export const RESERVED_WORDS: ReadonlySet<string> = new Set("assert else if in inherit let rec then with".split(" "));

/** Those, and `or`, which is an identifier only behind a dot: everywhere else it must be quoted. */
export const QUOTED_WORDS: ReadonlySet<string> = new Set([...RESERVED_WORDS, "or"]);
