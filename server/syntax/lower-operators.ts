import { lowerAttributePath } from "./lower-bindings.ts";
import { endOf, holeAt, type Lowering, report, sourceOf } from "./lowering.ts";
import type { GrammarNode } from "./nodes.ts";
import { type InfixOperator, type Operand, regroup } from "./regroup.ts";
import type { BinaryOperator, Expression } from "./syntax-tree.ts";

/** Application, prefix and infix operators, `?`. Chains are lowered in a loop, however long. */
export function lowerOperators(lowering: Lowering, node: GrammarNode): Expression {
  switch (node.type) {
    case "apply_expression":
      return lowerApplication(lowering, node);
    case "unary_expression":
      return lowerPrefix(lowering, node);
    case "has_attr_expression":
      return lowerHasAttribute(lowering, node);
    default:
      return lowerInfix(lowering, node);
  }
}

function lowerPrefix(lowering: Lowering, node: GrammarNode): Expression {
  const operator = lowering.text[node.start] === "-" ? "-" : "!";
  const operand = lowering.expression(node.soundChildren[0], endOf(node));
  return { kind: "unary", seen: false, operator, operand, start: node.start, end: node.end };
}

function lowerHasAttribute(lowering: Lowering, node: GrammarNode): Expression {
  const { start, end } = node;
  const [left, attributePath] = node.soundChildren;
  if (left?.type === "has_attr_expression") {
    report(lowering, node, "`?` cannot be chained: parentheses are needed");
  }
  const subject = lowering.expression(left, endOf(node));
  const path = attributePath ? lowerAttributePath(lowering, attributePath) : [];
  return path.length > 0 ? { kind: "has", seen: false, subject, path, start, end } : holeAt(node, [subject]);
}

function lowerApplication(lowering: Lowering, node: GrammarNode): Expression {
  const nodes: GrammarNode[] = [];
  let called: GrammarNode | undefined = node;
  while (called?.type === "apply_expression") {
    const [next, argument]: readonly GrammarNode[] = called.soundChildren;
    if (argument) nodes.push(argument);
    called = next;
  }
  if (called) nodes.push(called);
  if (nodes.length > longestChain) return tooLong(lowering, node);
  const [first, ...others] = joinOr(lowering, nodes.reverse());
  return first ? others.reduce(apply, first).expression : holeAt(node);
}

/** A chain is a tree as deep as it is long; a longer one would exhaust the stack of whoever walks it. */
const longestChain = 20_000;

function tooLong(lowering: Lowering, node: GrammarNode): Expression {
  report(lowering, { start: node.start, end: node.start + 1 }, "this is too long to be understood");
  return holeAt(node);
}

/** The items of a list. */
export function lowerItems(lowering: Lowering, node: GrammarNode): Expression[] {
  return joinOr(lowering, node.soundChildren).map((item) => item.expression);
}

/** Nix reads `x or`, where no default can be meant, as `x` applied to a variable `or`: `[ x or ]` has one item. */
function joinOr(lowering: Lowering, nodes: readonly GrammarNode[]): Operand[] {
  const joined: Operand[] = [];
  for (const node of nodes) {
    const previous = joined.at(-1);
    if (previous && isOr(lowering, node)) {
      const { start, end } = node;
      joined.pop();
      joined.push(
        apply(previous, { expression: { kind: "variable", seen: false, name: "or", start, end }, start, end }),
      );
    } else joined.push(operandOf(lowering, node));
  }
  return joined;
}

function isOr(lowering: Lowering, node: GrammarNode): boolean {
  const isVariable = node.type === "identifier" || node.type === "variable_expression";
  return isVariable && sourceOf(lowering, node) === "or";
}

function apply(called: Operand, argument: Operand): Operand {
  const range = { start: called.start, end: argument.end };
  return {
    expression: { kind: "apply", seen: false, function: called.expression, argument: argument.expression, ...range },
    ...range,
  };
}

/** The operand's range has its parentheses, which its expression has not. */
function operandOf(lowering: Lowering, node: GrammarNode): Operand {
  return { expression: lowering.expression(node, node), start: node.start, end: node.end };
}

function lowerInfix(lowering: Lowering, node: GrammarNode): Expression {
  const nodes = infixOperands(node);
  if (nodes.length > longestChain) return tooLong(lowering, node);
  const operands = nodes.map((operand) => operandOf(lowering, operand));
  const operators: InfixOperator[] = [];
  for (const [index, { end }] of operands.slice(0, -1).entries()) {
    const operator = operatorBetween(lowering, end, operands[index + 1]?.start ?? end);
    if (operator) operators.push(operator);
  }
  const isWhole = operators.length === operands.length - 1;
  const whole = isWhole
    ? regroup(operands, operators, (range, message) => report(lowering, range, message))
    : undefined;
  return (
    whole ??
    holeAt(
      node,
      operands.map((operand) => operand.expression),
    )
  );
}

/** From left to right, however the grammar has grouped them; parentheses stay closed. */
function infixOperands(node: GrammarNode): GrammarNode[] {
  const operands: GrammarNode[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.type === "binary_expression") waiting.push(...next.soundChildren.toReversed());
    else operands.push(next);
  }
  return operands;
}

function operatorBetween({ text }: Lowering, start: number, end: number): InfixOperator | undefined {
  infixOperator.lastIndex = start;
  const [found = "", operator] = infixOperator.exec(text) ?? [];
  const at = start + found.length;
  if (operator === undefined || at > end) return undefined;
  return { operator: operator as BinaryOperator, start: at - operator.length, end: at };
}

/** Blanks and comments, then the operator. */
const infixOperator =
  /(?:\s|#[^\r\n]*[\r\n]|\/\*(?:(?!\*\/)[\s\S])*\*\/)*(->|\+\+|\/\/|==|!=|<=|<\||>=|&&|\|\||\|>|\+|-|\*|\/|<|>)/y;
