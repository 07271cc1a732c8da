import type { Expression } from "../syntax/syntax-tree.ts";
import type { OffsetRange, Span } from "../text.ts";
import type { Environment } from "./environment.ts";
import { string } from "./make.ts";
import { Thunk } from "./thunk.ts";
import type { Lazy } from "./value.ts";

/** The expression's value when it is asked for. What needs no evaluation is given at once. */
export function lazyOf(expression: Expression, environment: Environment): Lazy {
  if (expression.kind === "string" && expression.parts.length <= 1 && typeof (expression.parts[0] ?? "") === "string") {
    expression.seen = true;
    return string((expression.parts[0] as string | undefined) ?? "", spanOf(expression, environment));
  }
  if (expression.kind === "lambda") {
    expression.seen = true;
    return { type: "lambda", lambda: expression, environment, at: spanOf(expression, environment) };
  }
  return Thunk.ofExpression(expression, environment);
}

export function spanOf(range: OffsetRange, environment: Environment): Span {
  return { file: environment.file, start: range.start, end: range.end };
}
