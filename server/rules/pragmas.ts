import { enclosing } from "../syntax/enclosing.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import { type LineIndex, lineIndexOf, type Span } from "../text.ts";

/** A comment `# dendritic: allow <code> …`, which silences rules at one place. */
export interface Pragma {
  /** The comment, up to the end of its line. */
  readonly at: Span;
  readonly allowed: readonly AllowedCode[];
  /** Zero-based, both included: its own line, and where it stands alone the next one with code. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface AllowedCode {
  readonly code: string;
  readonly at: Span;
}

/** Behind ` -- ` stands the reason. Codes are separated by blanks or commas. */
const pragma = /#[ \t]*dendritic:[ \t]*allow\b([^\r\n]*)/g;

/** The pragmas of one file; what looks like one inside of a string is none. */
export function pragmasIn(file: string, text: string, tree: SyntaxTree): readonly Pragma[] {
  if (!text.includes("dendritic:")) return [];
  const lines = lineIndexOf(text);
  return [...text.matchAll(pragma)].flatMap((match) => {
    const [whole, words = ""] = match;
    const at = { file, start: match.index, end: match.index + whole.length };
    if (enclosing(tree, at).at(-1)?.kind === "string") return [];
    return [{ at, allowed: codesIn(words, at), ...linesFor(text, lines, at) }];
  });
}

function codesIn(words: string, { file, end }: Span): readonly AllowedCode[] {
  const [codes = ""] = words.split(/\s--\s/);
  const start = end - words.length;
  return [...codes.matchAll(/[^\s,]+/g)].map((match) => ({
    code: match[0],
    at: { file, start: start + match.index, end: start + match.index + match[0].length },
  }));
}

function linesFor(text: string, lines: LineIndex, { start, end }: Span): Pick<Pragma, "firstLine" | "lastLine"> {
  const { line, character } = lines.positionAt(start);
  if (text.slice(start - character, start).trim() !== "") return { firstLine: line, lastLine: line };
  const [skipped = ""] = /^(?:\s|#[^\n]*)*/.exec(text.slice(end)) ?? [];
  return { firstLine: line, lastLine: lines.positionAt(end + skipped.length).line };
}
