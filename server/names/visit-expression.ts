import type { BinaryOperator, Binding, Expression, Hole } from "../syntax/syntax-tree.ts";
import { insideLet } from "./binders.ts";
import { visitCall } from "./call-visits.ts";
import { callOf } from "./calls.ts";
import { follow, visitBindings } from "./members.ts";
import { type Place, push, pushValue, type Role, type Visit, type Walk } from "./name-walk.ts";
import { settle, visitAs } from "./roles.ts";
import { visitVariable } from "./visit-reads.ts";

/**
 * Looks at one expression. What only surrounds or passes on a value (`let`, `if`, `mkIf`, a variable …) hands its
 * role to what stands in it; anything else is looked at by its role.
 */
export function visitExpression(walk: Walk, { expression, role, place }: Visit): void {
  switch (expression.kind) {
    case "let":
      return push(walk, expression.body, role, insideLet(walk, expression.bindings, place));
    case "with":
      pushValue(walk, expression.scope, place);
      return push(walk, expression.body, role, insideWith(expression.scope, place));
    case "if":
      pushValue(walk, expression.condition, place);
      push(walk, expression.consequence, role, place);
      return push(walk, expression.alternative, role, place);
    case "assert":
      pushValue(walk, expression.condition, place);
      return push(walk, expression.body, role, place);
    case "variable":
      settle(walk, role);
      return follow(walk, visitVariable(walk, expression, place), role);
    case "hole":
      return visitHole(walk, expression, role, place);
    default:
      return visitOperation(walk, expression, role, place);
  }
}

function visitOperation(walk: Walk, expression: Expression, role: Role, place: Place): void {
  const call = callOf(expression);
  if (call) return visitCall(walk, call, role, place);
  if (expression.kind !== "binary" || !passesOn(expression.operator, role)) {
    return visitAs(walk, expression, role, place);
  }
  push(walk, expression.left, role, place);
  push(walk, expression.right, role, place);
}

function insideWith(scope: Expression, place: Place): Place {
  return { environment: { kind: "with", scope, outer: place.environment }, inner: place.inner };
}

/** Whether both sides play the role of the whole. */
function passesOn(operator: BinaryOperator, { kind }: Role): boolean {
  if (operator === "++") return kind === "definition" || kind === "item" || kind === "imports" || kind === "default";
  return operator === "//" && kind !== "type";
}

/** What is left of a broken stretch: bindings count as those of the set that was meant here. */
function visitHole(walk: Walk, hole: Hole, role: Role, place: Place): void {
  settle(walk, role);
  const uncertain = uncertainly(role);
  const bindings: Binding[] = [];
  for (const piece of hole.salvage) {
    if (piece.kind === "bind" || piece.kind === "inherit") bindings.push(piece);
    else if (holdsModule(piece, role)) push(walk, piece, uncertain, place);
    else pushValue(walk, piece, place);
  }
  visitBindings(walk, bindings, uncertain, place, place);
}

function holdsModule({ kind }: Expression, role: Role): boolean {
  return role.kind === "module" && (kind === "lambda" || kind === "let" || kind === "with" || kind === "set");
}

function uncertainly(role: Role): Role {
  if ("target" in role) return { ...role, target: { ...role.target, uncertain: true } };
  return "module" in role ? { ...role, module: { ...role.module, uncertain: true } } : role;
}
