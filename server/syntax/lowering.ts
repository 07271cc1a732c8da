import type { OffsetRange } from "../text.ts";
import type { GrammarNode } from "./nodes.ts";
import type { Binding, Expression, Hole, Identifier, SyntaxProblem } from "./syntax-tree.ts";

/** What the parts of the lowering share while one file is lowered. */
export interface Lowering {
  /** The original text. */
  readonly text: string;
  readonly problems: SyntaxProblem[];
  /** Lowers a node in expression position; an absent one is a hole at `place`. */
  expression(node: GrammarNode | undefined, place: OffsetRange): Expression;
  /** Well-formed pieces inside broken nodes. */
  salvage(nodes: readonly GrammarNode[]): (Expression | Binding)[];
}

export function sourceOf(lowering: Lowering, range: OffsetRange): string {
  return lowering.text.slice(range.start, range.end);
}

export function report(lowering: Lowering, range: OffsetRange, message: string, kind?: SyntaxProblem["kind"]): void {
  lowering.problems.push({ message, start: range.start, end: range.end, ...(kind && { kind }) });
}

export function holeAt(range: OffsetRange, salvage: Hole["salvage"] = []): Hole {
  return { kind: "hole", seen: false, salvage, start: range.start, end: range.end };
}

/** A zero-wide range at the end of `range`. */
export function endOf(range: OffsetRange): OffsetRange {
  return { start: range.end, end: range.end };
}

/** A name as it stands in the source; Nix's keywords are none. */
export function identifierOf(lowering: Lowering, node: GrammarNode): Identifier {
  const name = sourceOf(lowering, node);
  if (keywords.has(name)) report(lowering, node, `\`${name}\` is a keyword and cannot be a name`);
  return { name, start: node.start, end: node.end };
}

const keywords: ReadonlySet<string> = new Set("if then else let inherit in rec with assert".split(" "));
