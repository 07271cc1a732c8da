import type { Expression, Lambda, PathLiteral } from "../syntax/syntax-tree.ts";
import { insideFunction, insideModule } from "./binders.ts";
import { visitSet } from "./members.ts";
import type { OptionScope } from "./name-index.ts";
import { type Module, type Place, push, pushValue, type Walk } from "./name-walk.ts";
import { visitHas, visitSelect } from "./visit-reads.ts";
import { visitString } from "./visit-strings.ts";

/** Looks at an expression of which only the names and literals in it matter. */
export function visitValue(walk: Walk, expression: Expression, place: Place): void {
  switch (expression.kind) {
    case "select":
      return visitSelect(walk, expression, place);
    case "has":
      return visitHas(walk, expression, place);
    case "string":
      return visitString(walk, expression, undefined, place);
    case "path":
      return visitPathLiteral(walk, expression, undefined, place);
    case "set":
      return visitSet(walk, expression, { kind: "value" }, place);
    case "lambda":
      return visitFunction(walk, expression, place);
    case "list":
      return pushValues(walk, expression.items, place);
    case "unary":
      return pushValue(walk, expression.operand, place);
    case "binary":
      return pushValues(walk, [expression.left, expression.right], place);
    case "integer":
    case "float":
      return;
    case "variable":
    case "apply":
    case "let":
    case "with":
    case "if":
    case "assert":
    case "hole":
      return pushValue(walk, expression, place);
    default:
      return expression satisfies never;
  }
}

/** An open pattern is what modules have and other functions rarely need. */
function visitFunction(walk: Walk, lambda: Lambda, place: Place): void {
  if (!lambda.formals?.open) return pushValue(walk, lambda.body, insideFunction(walk, lambda, place));
  const { inner } = place;
  const nowhere = inner.kind === "module" && inner.collector.length === 0;
  const module: Module = { scope: inner, prefix: [], uncertain: nowhere };
  push(walk, lambda.body, { kind: "module", module }, insideModule(walk, lambda, module, place));
}

/** `module`: what the file joins, where the path stands for a module. */
export function visitPathLiteral(
  walk: Walk,
  { anchor, parts, start, end }: PathLiteral,
  module: OptionScope | undefined,
  place: Place,
): void {
  const texts = parts.filter((part) => typeof part === "string");
  if (anchor === "relative" && texts.length === parts.length) {
    walk.paths.push({ text: texts.join(""), range: { start, end }, module });
  }
  for (const part of parts) if (typeof part !== "string") pushValue(walk, part, place);
}

function pushValues(walk: Walk, expressions: readonly Expression[], place: Place): void {
  for (const expression of expressions) pushValue(walk, expression, place);
}
