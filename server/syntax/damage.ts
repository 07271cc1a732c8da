import type { OffsetRange } from "../text.ts";
import type { AttributeSet, Binding, Expression, Hole, List, SyntaxTree } from "./syntax-tree.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { childrenOf, type Node } from "./tree-walk.ts";

/**
 * The tree of a broken file as it may be evaluated: the innermost set or list around each damaged stretch may have more than can be read,
 * and what the damage touches is a hole. Whatever mends the file inside of these brackets, the rest stays as it is. Undefined where the
 * damage has no such bounds: brackets or quotes do not match, or it lies in none. `masked`: the text as the grammar sees it.
 */
export function readableRoot(
  { root, problems }: SyntaxTree,
  masked: string,
  damage: readonly OffsetRange[],
): Expression | undefined {
  const pairs = bracketPairs(masked);
  if (!pairs) return undefined;
  const nodes = bracketedNodes(root);
  const damaged = new Map<Node, OffsetRange[]>();
  for (const range of damage) {
    const node = pairs
      .filter((pair) => isWithin(range, pair))
      .map((pair) => nodes.get(keyOf(pair)))
      .find(isNode);
    if (!node) return undefined;
    damaged.set(node, [...(damaged.get(node) ?? []), range]);
  }
  const duplicates = problems.filter(({ kind }) => kind === "duplicate");
  return damaged.size > 0 ? opened({ damaged, duplicates }, root) : undefined;
}

interface Pair extends OffsetRange {
  /** What stands between the brackets. */
  readonly inner: OffsetRange;
}

/** Braces and square brackets with what they close, inner ones first. Undefined where some bracket or quote has no match. */
function bracketPairs(masked: string): readonly Pair[] | undefined {
  const pairs: Pair[] = [];
  const open: Token[] = [];
  for (const token of tokensOf(masked, "next quote")) {
    if (token.kind === "open") open.push(token);
    if (token.kind !== "close") continue;
    const opener = open.pop();
    if (!opener || CLOSERS[opener.text] !== token.text) return undefined;
    if (opener.text === "{" || opener.text === "[")
      pairs.push({ start: opener.start, end: token.end, inner: { start: opener.end, end: token.start } });
  }
  return open.length === 0 ? pairs : undefined;
}

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "${": "}", "(": ")", "[": "]", '"': '"', "''": "''" };

function isWithin(range: OffsetRange, { inner }: Pair): boolean {
  return inner.start <= range.start && range.end <= inner.end;
}

/** Sets and lists by their brackets, but for those in holes and in computed names and texts. */
function bracketedNodes(root: Expression): ReadonlyMap<string, AttributeSet | List> {
  const found = new Map<string, AttributeSet | List>();
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    // The word `rec` stands before the bracket.
    if (node.kind === "list" || (node.kind === "set" && !node.recursive)) found.set(keyOf(node), node);
    waiting.push(...partsOf(node));
  }
  return found;
}

/** The nodes below one that `opened` leads to. */
function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "string":
    case "path":
    case "hole":
      return [];
    case "lambda":
      return [node.body];
    case "select":
      return node.fallback ? [node.from, node.fallback] : [node.from];
    case "has":
      return [node.subject];
    case "bind":
      return [node.value];
    case "inherit":
      return node.from ? [node.from] : [];
    default:
      return childrenOf(node);
  }
}

function keyOf({ start, end }: OffsetRange): string {
  return `${start}:${end}`;
}

function isNode(node: Node | undefined): node is Node {
  return node !== undefined;
}

interface Damage {
  readonly damaged: ReadonlyMap<Node, readonly OffsetRange[]>;
  readonly duplicates: readonly OffsetRange[];
}

/** The expression with every damaged set and list in it opened. */
function opened(damage: Damage, expression: Expression): Expression {
  const go = <Kind extends Expression>(inner: Kind) => opened(damage, inner);
  const goInto = (bindings: readonly Binding[]) => bindings.map((binding) => openedBinding(damage, binding));
  switch (expression.kind) {
    case "list":
      return openedList({ ...expression, items: expression.items.map(go) }, damage.damaged.get(expression));
    case "set":
      return openedSet(
        damage,
        { ...expression, bindings: goInto(expression.bindings) },
        damage.damaged.get(expression),
      );
    case "let":
      return { ...expression, bindings: goInto(expression.bindings), body: go(expression.body) };
    case "with":
      return { ...expression, scope: go(expression.scope), body: go(expression.body) };
    case "lambda":
      return { ...expression, body: go(expression.body) };
    case "apply":
      return { ...expression, function: go(expression.function), argument: go(expression.argument) };
    case "select":
      return {
        ...expression,
        from: go(expression.from),
        fallback: expression.fallback && go(expression.fallback),
      };
    case "has":
      return { ...expression, subject: go(expression.subject) };
    case "if":
      return {
        ...expression,
        condition: go(expression.condition),
        consequence: go(expression.consequence),
        alternative: go(expression.alternative),
      };
    case "assert":
      return { ...expression, condition: go(expression.condition), body: go(expression.body) };
    case "unary":
      return { ...expression, operand: go(expression.operand) };
    case "binary":
      return { ...expression, left: go(expression.left), right: go(expression.right) };
    case "variable":
    case "integer":
    case "float":
    case "string":
    case "path":
    case "hole":
      return expression;
    default:
      return expression satisfies never;
  }
}

function openedBinding(damage: Damage, binding: Binding): Binding {
  if (binding.kind === "bind") return { ...binding, value: opened(damage, binding.value) };
  return { ...binding, from: binding.from && opened(damage, binding.from) };
}

function openedList(list: List, ranges: readonly OffsetRange[] | undefined): Expression {
  if (!ranges) return list;
  const items = list.items.map((item) => (isTouched(item, ranges) ? holeOf(item, [item]) : item));
  const { start, end } = list;
  return {
    kind: "binary",
    seen: false,
    operator: "++",
    left: { ...list, items },
    right: holeOf(placeOf(ranges, list)),
    start,
    end,
  };
}

/** What may stand there beside what can be read has a name that is not known. */
function openedSet({ duplicates }: Damage, set: AttributeSet, ranges: readonly OffsetRange[] | undefined): Expression {
  if (!ranges) return set;
  const twice = new Set(set.bindings.flatMap((binding) => (isTouched(binding, duplicates) ? firstName(binding) : [])));
  const isLost = (binding: Binding) => isTouched(binding, ranges) || firstName(binding).some((name) => twice.has(name));
  const bindings = set.bindings.map(
    (binding): Binding =>
      binding.kind === "bind" && isLost(binding)
        ? { ...binding, value: holeOf(binding.value, [binding.value]) }
        : binding,
  );
  const hole = holeOf(placeOf(ranges, set));
  const { start, end } = hole;
  const more: Binding = {
    kind: "bind",
    path: [{ kind: "dynamic", expression: hole, start, end }],
    value: hole,
    start,
    end,
  };
  return { ...set, bindings: [...bindings, more] };
}

function firstName(binding: Binding): readonly string[] {
  const first = binding.kind === "bind" ? binding.path[0] : undefined;
  return first?.kind === "static" ? [first.name] : [];
}

function isTouched({ start, end }: OffsetRange, ranges: readonly OffsetRange[]): boolean {
  return ranges.some((range) => start <= range.end && range.start <= end);
}

function placeOf([first]: readonly OffsetRange[], whole: OffsetRange): OffsetRange {
  return first ?? whole;
}

function holeOf({ start, end }: OffsetRange, salvage: Hole["salvage"] = []): Hole {
  return { kind: "hole", seen: false, salvage, start, end };
}
