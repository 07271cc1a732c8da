import type { OffsetRange } from "../text.ts";
import { escapedCharacter } from "./escapes.ts";
import { type IndentedToken, indentedTokens, stripIndentation } from "./indentation.ts";
import { endOf, type Lowering, report, sourceOf } from "./lowering.ts";
import type { GrammarNode } from "./nodes.ts";
import type { Expression, PathLiteral, StringLiteral, StringPart } from "./syntax-tree.ts";

/** `"…"` */
export function lowerPlainString(lowering: Lowering, node: GrammarNode): StringLiteral {
  const pieces = piecesOf(lowering, node, withinQuotes(lowering, node, '"'));
  const parts = joined(pieces.map((piece) => (typeof piece === "string" ? unescaped(piece) : piece)));
  return { kind: "string", seen: false, style: "plain", parts, start: node.start, end: node.end };
}

/** `''…''` */
export function lowerIndentedString(lowering: Lowering, node: GrammarNode): StringLiteral {
  const pieces = piecesOf(lowering, node, withinQuotes(lowering, node, "''"));
  const tokens = pieces.flatMap<IndentedToken>((piece, index) =>
    typeof piece === "string" ? indentedTokens(index === 0 ? piece.replace(/^ *\n/, "") : piece) : [piece],
  );
  return {
    kind: "string",
    seen: false,
    style: "indented",
    parts: joined(stripIndentation(tokens)),
    start: node.start,
    end: node.end,
  };
}

/** `./x`, `/x`, `~/x`, `<x>` */
export function lowerPath(lowering: Lowering, node: GrammarNode): PathLiteral {
  const { start, end } = node;
  const source = sourceOf(lowering, node);
  if (node.type === "spath_expression") {
    return { kind: "path", seen: false, anchor: "search", parts: [source.slice(1, -1)], start, end };
  }
  if (source.endsWith("/")) report(lowering, { start: end - 1, end }, "a path cannot end with `/`");
  const anchor = source.startsWith("/") ? "absolute" : source.startsWith("~") ? "home" : "relative";
  return { kind: "path", seen: false, anchor, parts: joined(piecesOf(lowering, node, node)), start, end };
}

function withinQuotes(lowering: Lowering, node: GrammarNode, quote: string): OffsetRange {
  const start = Math.min(node.start + quote.length, node.end);
  const isClosed = lowering.text.startsWith(quote, node.end - quote.length);
  return { start, end: Math.max(start, isClosed ? node.end - quote.length : node.end) };
}

/** The source between antiquotations, and their expressions. */
function piecesOf(lowering: Lowering, node: GrammarNode, content: OffsetRange): StringPart[] {
  const pieces: StringPart[] = [];
  let at = content.start;
  for (const child of node.soundChildren) {
    if (child.type !== "interpolation") continue;
    pieces.push(lowering.text.slice(at, child.start), antiquoted(lowering, child));
    at = child.end;
  }
  pieces.push(lowering.text.slice(at, content.end));
  return pieces;
}

function antiquoted(lowering: Lowering, node: GrammarNode): Expression {
  return lowering.expression(node.soundChildren[0], endOf(node));
}

/** A backslash makes the next character literal but for `\n`, `\r`, `\t`; line ends become `\n`. */
function unescaped(source: string): string {
  if (!/[\\\r]/.test(source)) return source;
  return source.replace(/\\([\s\S])|\r\n?/g, (_, escaped: string | undefined) => {
    return escaped === undefined ? "\n" : escapedCharacter(escaped);
  });
}

/** Neighbouring texts become one, empty ones none. */
function joined(pieces: readonly StringPart[]): StringPart[] {
  const parts: StringPart[] = [];
  for (const piece of pieces) {
    const previous = parts.at(-1);
    if (typeof piece !== "string" || typeof previous !== "string") {
      if (piece !== "") parts.push(piece);
    } else parts[parts.length - 1] = previous + piece;
  }
  return parts;
}
