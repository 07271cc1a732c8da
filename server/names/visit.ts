import type { Expression, Hole, Lambda } from "../syntax/tree.ts";
import { insideFunction, insideLet, insideModule } from "./binders.ts";
import { type Call, callOf, type Part, partsOf } from "./calls.ts";
import { follow } from "./follow.ts";
import { flakeScope, perSystemScope } from "./meaning.ts";
import { visitMember } from "./members.ts";
import { readPath, visitVariable } from "./reads.ts";
import { visitAs } from "./roles.ts";
import { record, stepsOf, targetBelow } from "./steps.ts";
import { type Place, push, pushValue, type Role, type Visit, type Walk } from "./walk.ts";

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
      follow(walk, visitVariable(walk, expression, place), role);
      return visitAs(walk, expression, role, place);
    case "hole":
      return visitHole(walk, expression, role, place);
    case "apply":
      return visitCall(walk, expression, role, place);
    case "binary":
      if (expression.operator === "|>" || expression.operator === "<|") return visitCall(walk, expression, role, place);
      if (!passesRole(expression.operator, role)) return visitAs(walk, expression, role, place);
      push(walk, expression.left, role, place);
      return push(walk, expression.right, role, place);
    default:
      return visitAs(walk, expression, role, place);
  }
}
