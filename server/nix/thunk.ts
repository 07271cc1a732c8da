import type { Expression } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import type { Environment } from "./environment.ts";
import type { Condition } from "./provenance.ts";
import type { Lazy, Value } from "./value.ts";

/** A suspended computation: an expression in its environment, or native code. Forced at most once, by the evaluator only. */
export class Thunk {
  readonly type = "thunk";
  /** Cleared once forced, so that what it captured can be freed. */
  body: Expression | (() => Value) | undefined;
  environment: Environment | undefined;
  value: Value | undefined;
  /** Being forced right now: asking again means infinite recursion. */
  forcing = false;
  readonly at: Span | undefined;
  /** The condition that this part stands behind; set on list items and attributes only. */
  readonly condition: Condition | undefined;

  private constructor(
    body: Expression | (() => Value),
    environment: Environment | undefined,
    at: Span | undefined,
    condition: Condition | undefined,
  ) {
    this.body = body;
    this.environment = environment;
    this.at = at;
    this.condition = condition;
  }

  static ofExpression(body: Expression, environment: Environment): Thunk {
    return new Thunk(body, environment, { file: environment.file, start: body.start, end: body.end }, undefined);
  }

  static ofNative(compute: () => Value, at?: Span, condition?: Condition): Thunk {
    return new Thunk(compute, undefined, at, condition);
  }
}

/** The same value, marked as standing behind a condition. `force` is the evaluator's. */
export function conditional(value: Lazy, condition: Condition, force: (value: Lazy) => Value): Thunk {
  const at = placeOf(value);
  return Thunk.ofNative(() => force(value), at, condition);
}

/** Where a lazy value was written, as far as that is known without evaluating it. */
export function placeOf(value: Lazy): Span | undefined {
  return "at" in value ? value.at : undefined;
}

/** The condition that a list item or attribute stands behind, if any. */
export function conditionOf(value: Lazy): Condition | undefined {
  return value.type === "thunk" ? value.condition : undefined;
}
