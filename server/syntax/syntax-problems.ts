import type { OffsetRange } from "../text.ts";
import { type Lowering, report, sourceOf } from "./lowering.ts";
import type { GrammarNodes, MissingToken } from "./nodes.ts";

/** A file with more is no Nix at all. */
export const mostProblems = 100;

/** Reports what the grammar could not read: broken stretches and missing tokens. */
export function reportGrammarProblems(lowering: Lowering, nodes: GrammarNodes): void {
  for (const token of nodes.missing.slice(0, mostProblems)) {
    if (!isEmptyInherit(lowering, token))
      report(lowering, placeOf(lowering, nodes, token), `expected ${nameOf(token)}`);
  }
  for (const broken of nodes.broken.slice(0, mostProblems)) {
    const place = firstToken(lowering, broken);
    report(lowering, place, unexpected(sourceOf(lowering, place)));
  }
}

/** How much of a file the grammar could not read: missing tokens, and characters in broken stretches. */
export function damageOf(nodes: GrammarNodes): number {
  return nodes.broken.reduce((sum, { start, end }) => sum + Math.max(1, end - start), nodes.missing.length);
}

/** What the grammar could not read, and where it made tokens up. */
export function brokenRanges({ broken, missing }: GrammarNodes): readonly OffsetRange[] {
  return [...broken, ...missing];
}

function unexpected(token: string): string {
  return token === "" ? "the code breaks off here" : `unexpected \`${token}\``;
}

function nameOf({ token }: MissingToken): string {
  return token === "identifier" ? "an expression" : `\`${token}\``;
}

/** The fix goes right behind the code before it, not behind the comments and blank lines that follow. */
function placeOf(lowering: Lowering, { comments }: GrammarNodes, token: MissingToken): OffsetRange {
  let at = token.start;
  for (;;) {
    const trimmed = lowering.text.slice(0, at).trimEnd().length;
    const comment = comments.find(({ start, end }) => start < trimmed && trimmed <= end);
    if (!comment) return { start: trimmed, end: trimmed };
    at = comment.start;
  }
}

/** Nix accepts `inherit;`. */
function isEmptyInherit(lowering: Lowering, token: MissingToken): boolean {
  return token.token === "identifier" && /\binherit\s*(\([^()]*\)\s*)?$/.test(lowering.text.slice(0, token.start));
}

function firstToken(lowering: Lowering, range: OffsetRange): OffsetRange {
  const [, blank = "", token = ""] = /^(\s*)([\w'-]+|\S{0,3})/.exec(sourceOf(lowering, range)) ?? [];
  const start = range.start + blank.length;
  return { start, end: start + token.length };
}
