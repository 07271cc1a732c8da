/**
 * The entries of a generated parser.c with more than one action that counts; server/syntax/lr-driver.c takes the only one. A shift to a
 * repetition does not count: it is there for the reuse of old trees. Throws an Error where the file holds no such entries.
 */
export function undecidedActions(parser: string): readonly string[] {
  const entries = parser.match(/^ *\[\d+\] = \{\.entry = .*$/gm);
  if (!entries) throw new Error("parser.c holds no table of actions");
  return entries.filter(
    (entry) => (entry.match(/\b(?:SHIFT|SHIFT_EXTRA|REDUCE|ACCEPT_INPUT|RECOVER)\(/g) ?? []).length > 1,
  );
}
