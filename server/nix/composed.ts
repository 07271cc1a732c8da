import type { Span } from "../text.ts";
import { string } from "./make.ts";
import type { StringValue } from "./value.ts";

/** Texts that may be names: longer ones, or such of more pieces, are not looked into. */
const LONGEST_NAME = 200;
const MOST_PIECES = 16;

/**
 * The text of these pieces, put together at `at`. It remembers the string from elsewhere that its last word was made of: the one that tells
 * `hosts/a` from `hosts/b`. Pieces without a place, or with one inside `at`, are written there.
 */
export function composed(text: string, pieces: readonly StringValue[], at: Span | undefined): StringValue {
  const mayName = pieces.length > 1 && pieces.length <= MOST_PIECES && text.length <= LONGEST_NAME;
  const from = at && mayName ? lastWordOf(pieces, at) : undefined;
  return from ? { type: "string", text, at, from } : string(text, at);
}

function lastWordOf(pieces: readonly StringValue[], at: Span): StringValue | undefined {
  let found: StringValue | undefined;
  for (const piece of [...pieces].reverse()) {
    const source = piece.from ?? piece;
    if (source.at && !isInside(source.at, at)) {
      if (found && found.at?.start !== source.at.start) return undefined;
      found ??= source;
    }
    if (SEPARATOR.test(piece.text)) break;
  }
  return found;
}

const SEPARATOR = /[^\p{L}\p{N}]/u;

function isInside(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;
}
