import { takeToken } from "./mending.ts";
import type { Edits } from "./mending-edits.ts";
import {
  closeForgotten,
  completeContent,
  completeDot,
  completeOperand,
  frameOf,
  type Repairing,
} from "./open-frames.ts";
import { type StringEnd, tokensOf } from "./tokens.ts";

/** How to read a broken file; which way is best shows in the number of mistakes it finds. */
interface Reading {
  readonly stringEnd: StringEnd;
  /** Whether brackets left open end where the indentation says so. */
  readonly trustsIndentation: boolean;
}

const readings: readonly Reading[] = [
  { stringEnd: "next quote", trustsIndentation: true },
  { stringEnd: "next quote", trustsIndentation: false },
  { stringEnd: "line", trustsIndentation: true },
  { stringEnd: "line", trustsIndentation: false },
];

/**
 * Makes a masked text that the grammar rejects one that it may accept: closes what is open, puts semicolons between
 * bindings and names behind dangling dots. Nothing when it finds no such mistake.
 */
export function repairOf(masked: string): Edits | undefined {
  let best: Edits | undefined;
  for (const reading of readings) {
    const edits = repairedBy(masked, reading);
    if (!best || edits.problems.length < best.problems.length) best = edits;
    if (best.problems.length <= 1) break;
  }
  return best && best.problems.length > 0 ? best : undefined;
}

function repairedBy(masked: string, { stringEnd, trustsIndentation }: Reading): Edits {
  const tokens = tokensOf(masked, stringEnd);
  const edits: Edits = { insertions: [], blanks: [], problems: [] };
  const repairing: Repairing = {
    tokens,
    frames: [frameOf(undefined)],
    edits,
    trustsIndentation,
    completedDots: new Set(),
  };
  for (const [index, token] of tokens.entries()) {
    takeToken(repairing, token, index);
    if (repairing.frames.length > deepest) return { insertions: [], blanks: [], problems: [] };
  }
  completeDot(repairing, tokens.length);
  dropOpenComment(masked, edits, tokens.at(-1)?.end ?? 0);
  completeOperand(repairing, tokens.length);
  const isReported = !closeForgotten(repairing, undefined, tokens.length);
  const [file] = repairing.frames;
  if (file) completeContent(repairing, file, tokens.length, isReported);
  return edits;
}

/** Brackets open at once; where there are more, repairing would only cost time. */
const deepest = 500;

function dropOpenComment(masked: string, edits: Edits, end: number): void {
  const comment = /\/\*(?:(?!\*\/)[\s\S])*$/.exec(masked.slice(end));
  if (!comment) return;
  const start = end + comment.index;
  edits.blanks.push({ start, end: masked.length });
  edits.problems.push({ message: "this comment is never closed", start, end: start + "/*".length });
}
