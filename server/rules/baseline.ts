import type { Places } from "../graph/shown-places.ts";
import { compareText } from "../text.ts";
import type { Finding } from "./rule.ts";

/** A finding that is accepted. It has no place, so that code may move around it. */
export interface AcceptedFinding {
  readonly code: string;
  /** Relative to the flake. */
  readonly file: string;
  readonly message: string;
  /** How many alike are accepted. */
  readonly count: number;
}

const FORMAT = "dendritic-baseline/1";

/** The text of a file that accepts all these findings. Ends with `\n`. */
export function baselineText(findings: readonly Finding[], places: Places): string {
  const counts = new Map<string, AcceptedFinding>();
  for (const finding of findings) {
    const one = { code: finding.code, ...namesOf(finding, places) };
    const count = (counts.get(keyOf(one))?.count ?? 0) + 1;
    counts.set(keyOf(one), { ...one, count });
  }
  const accepted = [...counts.values()].sort((a, b) => compareText(keyOf(a), keyOf(b)));
  return `${JSON.stringify({ format: FORMAT, findings: accepted }, undefined, 2)}\n`;
}

/** Undefined when the text is not that of such a file. */
export function parseBaseline(text: string): readonly AcceptedFinding[] | undefined {
  try {
    const { format, findings } = Object(JSON.parse(text));
    return format === FORMAT && Array.isArray(findings) && findings.every(isAccepted) ? findings : undefined;
  } catch {
    return undefined;
  }
}

function isAccepted(given: unknown): given is AcceptedFinding {
  const { code, file, message, count } = Object(given);
  return [code, file, message].every((word) => typeof word === "string") && Number.isSafeInteger(count) && count > 0;
}

export interface Compared {
  readonly fresh: readonly Finding[];
  readonly accepted: number;
  /** What is accepted and not found any more; `count`: how many are missing. */
  readonly stale: readonly AcceptedFinding[];
}

export function compareWithBaseline(
  findings: readonly Finding[],
  baseline: readonly AcceptedFinding[],
  places: Places,
): Compared {
  const left = new Map<string, number>();
  for (const one of baseline) left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) + one.count);
  const fresh = findings.filter((finding) => {
    const key = keyOf({ code: finding.code, ...namesOf(finding, places) });
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
  const stale = baseline.flatMap((one) => {
    const count = left.get(keyOf(one)) ?? 0;
    left.set(keyOf(one), 0);
    return count > 0 ? [{ ...one, count }] : [];
  });
  return { fresh, accepted: findings.length - fresh.length, stale };
}

function namesOf({ at, message }: Finding, places: Places): { readonly file: string; readonly message: string } {
  return { file: places.pathOf(at.file), message: places.wordsOf(message) };
}

function keyOf({ code, file, message }: Omit<AcceptedFinding, "count">): string {
  return `${file}\n${code}\n${message}`;
}
