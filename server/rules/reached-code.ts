import { enclosing } from "../syntax/enclosing.ts";
import type { Expression, SyntaxTree } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";

/**
 * Whether code inside a module is not part of anything that a condition may leave out, that is only bound to a name, or that a further
 * function may never be called for. `module`: the module's own code, a function or a set.
 */
export function isCertainlyReached(tree: SyntaxTree, module: OffsetRange, code: OffsetRange): boolean {
  const around = enclosing(tree, code);
  const outermost = around.findIndex((each) => each.start === module.start && each.end === module.end);
  if (outermost < 0) return false;
  const inside = around.slice(outermost);
  return inside.every((each, index) => {
    const next = inside[index + 1];
    return next === undefined || isAlwaysTaken(each, next, index === 0);
  });
}

/** Functions that leave out what stands behind their first argument. */
const CONDITIONS = new Set("mkIf optional optionals optionalAttrs optionalString".split(" "));

function isAlwaysTaken(outer: Expression, inner: Expression, isModule: boolean): boolean {
  switch (outer.kind) {
    case "lambda":
      return isModule;
    case "let":
      return inner === outer.body;
    case "if":
      return inner === outer.condition;
    case "binary":
      return inner === outer.left || !["&&", "||", "->", "|>", "<|"].includes(outer.operator);
    case "select":
      return inner !== outer.fallback;
    case "apply":
      // The default of an option is read where nobody sets it, and only where somebody reads it.
      return inner === outer.function || !(isConditional(outer.function) || nameOf(outer.function) === "mkOption");
    default:
      return true;
  }
}

/** A call that has its condition already: `lib.mkIf x`, of which the next argument may be left out. */
function isConditional(called: Expression): boolean {
  if (called.kind !== "apply") return false;
  const name = nameOf(called.function);
  return name !== undefined && CONDITIONS.has(name);
}

function nameOf(expression: Expression): string | undefined {
  if (expression.kind === "variable") return expression.name;
  const last = expression.kind === "select" ? expression.path.at(-1) : undefined;
  return last?.kind === "static" ? last.name : undefined;
}
