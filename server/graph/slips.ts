/**
 * Whether a name is another one with a single slip: a letter too many, too few or another, or two neighbours that changed places. Short
 * names are too near each other anyway, and the plural is often a word of its own.
 */
export function isOneSlip(name: string, meant: string): boolean {
  if (name === meant || Math.min(name.length, meant.length) < 5) return false;
  if (`${name}s` === meant || `${meant}s` === name) return false;
  let start = 0;
  while (start < name.length && name[start] === meant[start]) start++;
  let end = 0;
  while (end < Math.min(name.length, meant.length) - start && name.at(-1 - end) === meant.at(-1 - end)) end++;
  const [wrong, right] = [name.slice(start, name.length - end), meant.slice(start, meant.length - end)];
  if (Math.max(wrong.length, right.length) <= 1) return true;
  return wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0];
}
