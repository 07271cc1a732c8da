/**
 * Whether a name is another with a single typo: a letter too many, too few or another, or two neighbours that changed places. Short
 * names are too near each other anyway, and the plural is often a word of its own.
 */
export function isOneTypo(name: string, meant: string): boolean {
  if (`${name}s` === meant || `${meant}s` === name) return false;
  const [wrong, right] = differenceOf(name, meant);
  return isLong(name, meant) && (Math.max(wrong.length, right.length) === 1 || isSwap(name, meant));
}

/** The same where it is known that the name is wrong: short ones count, too, and so does the plural. */
export function isNearName(name: string, meant: string): boolean {
  const [wrong, right] = differenceOf(name, meant);
  const isPlural = `${name}s` === meant || `${meant}s` === name;
  const isLetter = Math.max(wrong.length, right.length) === 1 && Math.min(name.length, meant.length) >= 4;
  return isPlural || isLetter || isSwap(name, meant) || name.toLowerCase() === meant.toLowerCase();
}

/** Two neighbours changed places, which makes a word of its own less often than any other typo. */
export function isSwap(name: string, meant: string): boolean {
  const [wrong, right] = differenceOf(name, meant);
  return (
    isLong(name, meant) && wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0]
  );
}

function isLong(name: string, meant: string): boolean {
  return Math.min(name.length, meant.length) >= 5;
}

/** What is left of two names without what they begin and end with alike. */
function differenceOf(name: string, meant: string): readonly [string, string] {
  let start = 0;
  while (start < name.length && name[start] === meant[start]) start++;
  let end = 0;
  while (end < Math.min(name.length, meant.length) - start && name.at(-1 - end) === meant.at(-1 - end)) end++;
  return [name.slice(start, name.length - end), meant.slice(start, meant.length - end)];
}
