import { distance } from "fastest-levenshtein";

/** The candidate that a mistyped name most likely means; undefined when none is near enough to be worth saying. `most`: typos at most. */
export function nearMatch(
  name: string,
  candidates: readonly string[],
  most = Number.POSITIVE_INFINITY,
): string | undefined {
  const limit = Math.min(most, Math.max(1, Math.floor(name.length / 3)));
  let best: { readonly candidate: string; readonly cost: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const cost = costOf(name.toLowerCase(), candidate.toLowerCase());
    if (cost <= limit && (!best || cost < best.cost)) best = { candidate, cost };
  }
  return best?.candidate;
}

/** Single edits from one to the other; two neighbours that changed places are one typo. */
function costOf(name: string, candidate: string): number {
  const edits = distance(name, candidate);
  return edits === 2 && isSwapped(name, candidate) ? 1 : edits;
}

function isSwapped(name: string, candidate: string): boolean {
  const at = [...name].findIndex((letter, index) => letter !== candidate[index]);
  const swapped = `${name.slice(0, at)}${name[at + 1] ?? ""}${name[at] ?? ""}${name.slice(at + 2)}`;
  return at >= 0 && swapped === candidate;
}
