import type { OffsetRange } from "../text.ts";
import type { SyntaxProblem } from "./syntax-tree.ts";

/** Changes that make a broken text readable, and the mistakes they stand for. */
export interface Edits {
  readonly insertions: { readonly at: number; readonly text: string }[];
  /** To be overwritten with spaces. */
  readonly blanks: OffsetRange[];
  readonly problems: SyntaxProblem[];
}

/** A changed text, and the way back from its offsets to those of the text it was made from. */
export interface EditedText {
  readonly text: string;
  /** What was inserted has no width there. */
  originalOffset(offset: number): number;
}

export function edited(text: string, edits: Edits): EditedText {
  const insertions = edits.insertions.toSorted((left, right) => left.at - right.at);
  const blanked = withBlanks(text, edits.blanks);
  const pieces: string[] = [];
  const moves: { readonly from: number; readonly at: number; readonly total: number }[] = [];
  let end = 0;
  let total = 0;
  for (const { at, text: inserted } of insertions) {
    pieces.push(blanked.slice(end, at), inserted);
    moves.push({ from: at + total, at, total: total + inserted.length });
    total += inserted.length;
    end = at;
  }
  pieces.push(blanked.slice(end));
  const originalOffset = (offset: number): number => {
    const move = moves[lastBefore(moves, offset)];
    return move ? Math.max(move.at, offset - move.total) : offset;
  };
  return { text: pieces.join(""), originalOffset };
}

function withBlanks(text: string, blanks: readonly OffsetRange[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const blank of blanks.toSorted((left, right) => left.start - right.start)) {
    pieces.push(text.slice(end, blank.start), " ".repeat(blank.end - blank.start));
    end = blank.end;
  }
  return pieces.join("") + text.slice(end);
}

/** The last move that begins before the offset, or -1. */
function lastBefore(moves: readonly { readonly from: number }[], offset: number): number {
  let low = -1;
  let high = moves.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((moves[middle]?.from ?? 0) < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
