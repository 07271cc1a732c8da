import { commonEnds, type OffsetRange } from "../text.ts";
import type { AttributeName, Expression, Identifier, StringPart } from "./syntax-tree.ts";
import { childrenOf, forEachNode, type Node } from "./tree-walk.ts";

/** How one tree of a file became another, where no evaluation has looked at what differs. */
export interface TreeChange {
  /** Expressions of the earlier tree in whose place others stand now. No evaluation had looked at them. */
  readonly replaced: readonly Expression[];
  /** Where a range of the earlier text is in the later one; undefined where that cannot be said for certain. */
  readonly moved: (range: OffsetRange) => OffsetRange | undefined;
}

/** One state of a file that can be parsed. */
export interface ParsedText {
  readonly text: string;
  readonly root: Expression;
}

/**
 * Compares two trees of a file as the evaluations saw the earlier one, by the marks that they left in it. Undefined: they have looked at
 * what differs, so that the later tree may mean something else. Comments, spaces and parentheses make no difference. Neither tree may have
 * problems.
 */
export function unseenChange(before: ParsedText, after: ParsedText): TreeChange | undefined {
  const comparison = new Comparison();
  if (!comparison.alike(before.root, after.root, false)) return undefined;
  const moved = movedBy(comparison.ranges, before.text, after.text);
  return moved && { replaced: comparison.replaced, moved };
}

/** Where ranges are now that lie outside of what differs between two texts. */
export function movedAround(before: string, after: string): TreeChange["moved"] {
  return movedBy([], before, after) ?? (() => undefined);
}

type MovedRange = readonly [before: OffsetRange, after: OffsetRange];

class Comparison {
  readonly ranges: MovedRange[] = [];
  readonly replaced: Expression[] = [];

  /**
   * Whether the two are the same to whoever made the marks. `looked`: the expression around was looked at, and with it which of its parts
   * need no evaluation.
   */
  alike(before: Node, after: Node, looked: boolean): boolean {
    this.ranges.push([before, after]);
    const found = [this.ranges.length, this.replaced.length] as const;
    if (this.same(before, after, looked)) return true;
    [this.ranges.length, this.replaced.length] = found;
    if (!isExpression(before) || !isExpression(after) || isSeen(before)) return false;
    if (looked && isShownAtOnce(after) && !isShownAtOnce(before)) return false;
    this.replaced.push(before);
    return true;
  }

  private same(before: Node, after: Node, looked: boolean): boolean {
    const [own, others] = [ownParts(before), ownParts(after)];
    const [inside, across] = [childrenOf(before), childrenOf(after)];
    if (own.length !== others.length || inside.length !== across.length) return false;
    for (const [index, { text, range }] of own.entries()) {
      const other = others[index];
      if (text !== other?.text) return false;
      if (range && other.range) this.ranges.push([range, other.range]);
    }
    const wasSeen = isExpression(before) ? before.seen : looked;
    return inside.every((child, index) => this.alike(child, across[index] as Node, wasSeen));
  }
}

function isExpression(node: Node): node is Expression {
  return node.kind !== "bind" && node.kind !== "inherit";
}

function isSeen(expression: Expression): boolean {
  let seen = false;
  forEachNode(expression, (node) => {
    seen ||= isExpression(node) && node.seen;
  });
  return seen;
}

/** What the evaluator makes a value of before anybody asks for it. */
function isShownAtOnce(expression: Expression): boolean {
  if (expression.kind === "string") return expression.parts.every((part) => typeof part === "string");
  return expression.kind === "lambda";
}

interface OwnPart {
  readonly text: string;
  readonly range?: OffsetRange;
}

/** What makes the node the one that it is, beside the nodes below it. Equal ones have their nodes below in the same order. */
function ownParts(node: Node): readonly OwnPart[] {
  const kind: OwnPart = { text: node.kind };
  switch (node.kind) {
    case "variable":
      return [kind, { text: node.name }];
    case "integer":
    case "float":
      return [kind, { text: String(node.value) }];
    case "string":
      return [kind, { text: node.style }, ...node.parts.map(ofText)];
    case "path":
      return [kind, { text: node.anchor }, ...node.parts.map(ofText)];
    case "set":
      return [kind, { text: String(node.recursive) }];
    case "lambda": {
      const { name = "", parameter, formals } = node;
      const given = formals?.formals.flatMap((formal) => [ofName(formal.name), isThere(formal.fallback)]) ?? [];
      const whole: OwnPart = formals ? { text: `formals ${formals.open}`, range: formals } : { text: "" };
      return [kind, { text: name }, parameter ? ofName(parameter) : { text: "" }, whole, ...given];
    }
    case "select":
      return [kind, isThere(node.fallback), ...node.path.map(ofAttribute)];
    case "has":
    case "bind":
      return [kind, ...node.path.map(ofAttribute)];
    case "inherit":
      return [kind, isThere(node.from), ...node.names.map(ofAttribute)];
    case "unary":
    case "binary":
      return [kind, { text: node.operator }];
    case "list":
    case "let":
    case "with":
    case "apply":
    case "if":
    case "assert":
    case "hole":
      return [kind];
    default:
      return node satisfies never;
  }
}

function ofText(part: StringPart): OwnPart {
  return { text: typeof part === "string" ? `"${part}` : "computed" };
}

function ofName({ name, start, end }: Identifier): OwnPart {
  return { text: `=${name}`, range: { start, end } };
}

function ofAttribute(name: AttributeName): OwnPart {
  return { text: name.kind === "static" ? `"${name.name}` : "computed", range: name };
}

function isThere(part: Expression | undefined): OwnPart {
  return { text: part ? "there" : "" };
}

/** Undefined when something stands in two places. */
function movedBy(ranges: readonly MovedRange[], before: string, after: string): TreeChange["moved"] | undefined {
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const [was, is] of ranges) {
    if ((starts.get(was.start) ?? is.start) !== is.start || (ends.get(was.end) ?? is.end) !== is.end) return undefined;
    starts.set(was.start, is.start);
    ends.set(was.end, is.end);
  }
  const { head, tail } = commonEnds(before, after);
  const moved = (offset: number, known: number | undefined) => {
    if (known !== undefined) return known;
    if (offset < head || offset === 0) return offset;
    const fromEnd = before.length - offset;
    return fromEnd < tail || fromEnd === 0 ? after.length - fromEnd : undefined;
  };
  return ({ start, end }) => {
    const from = moved(start, starts.get(start) ?? ends.get(start));
    const to = start === end ? from : moved(end, ends.get(end) ?? starts.get(end));
    return from === undefined || to === undefined || to < from ? undefined : { start: from, end: to };
  };
}
