import type { OffsetRange } from "../text.ts";
import type { BinaryOperator, Expression } from "./syntax-tree.ts";

/** An operand with its parentheses. */
export interface Operand extends OffsetRange {
  readonly expression: Expression;
}

export interface InfixOperator extends OffsetRange {
  readonly operator: BinaryOperator;
}

type Report = (range: OffsetRange, message: string) => void;

/**
 * Groups `operand (operator operand)*` by Nix's precedence, without recursion. Chains that Nix rejects are reported
 * and grouped from the left. Nothing when there is no operand.
 */
export function regroup(
  operands: readonly Operand[],
  operators: readonly InfixOperator[],
  report: Report,
): Expression | undefined {
  const [first, ...others] = operands;
  const done = first ? [first] : [];
  const waiting: InfixOperator[] = [];
  for (const [index, operator] of operators.entries()) {
    for (let last = waiting.at(-1); last && yieldsTo(last, operator, report); last = waiting.at(-1)) {
      waiting.pop();
      combine(done, last);
    }
    waiting.push(operator);
    const operand = others[index];
    if (operand) done.push(operand);
  }
  for (let last = waiting.pop(); last; last = waiting.pop()) combine(done, last);
  return done[0]?.expression;
}

function combine(done: Operand[], { operator }: InfixOperator): void {
  const right = done.pop();
  const left = done.pop();
  if (!left || !right) return;
  const range = { start: left.start, end: right.end };
  const expression: Expression = {
    kind: "binary",
    seen: false,
    operator,
    left: left.expression,
    right: right.expression,
    ...range,
  };
  done.push({ expression, ...range });
}

/** Whether `earlier` takes the operand between the two. */
function yieldsTo(earlier: InfixOperator, later: InfixOperator, report: Report): boolean {
  const [rank, associativity] = precedence[earlier.operator];
  const [laterRank, laterAssociativity] = precedence[later.operator];
  if (rank !== laterRank) return rank > laterRank;
  if (associativity !== laterAssociativity) {
    report(later, `\`${earlier.operator}\` and \`${later.operator}\` cannot be mixed: parentheses are needed`);
  } else if (associativity === "none") {
    report(later, `comparisons cannot be chained: parentheses are needed`);
  }
  return associativity !== "right";
}

/** Nix's operators; the higher the rank, the tighter. `?`, application and prefixes bind as the grammar says. */
const precedence = {
  "|>": [0, "left"],
  "<|": [0, "right"],
  "->": [1, "right"],
  "||": [2, "left"],
  "&&": [3, "left"],
  "==": [4, "none"],
  "!=": [4, "none"],
  "<": [5, "none"],
  "<=": [5, "none"],
  ">": [5, "none"],
  ">=": [5, "none"],
  "//": [6, "right"],
  "+": [7, "left"],
  "-": [7, "left"],
  "*": [8, "left"],
  "/": [8, "left"],
  "++": [9, "right"],
} as const satisfies Record<BinaryOperator, readonly [number, "left" | "right" | "none"]>;
