import { distance } from "fastest-levenshtein";

/** The candidate that a mistyped name most likely means; undefined when none is near enough to be worth saying. */
export function nearMatch(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly candidate: string; readonly cost: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const cost = distance(name.toLowerCase(), candidate.toLowerCase());
    if (cost <= limit && (!best || cost < best.cost)) best = { candidate, cost };
  }
  return best?.candidate;
}
