import type { Expression } from "../syntax/syntax-tree.ts";

/** A function with everything it is applied to, pipes included: `x |> f a` is `f a x`. */
export interface Call {
  readonly head: Expression;
  readonly arguments: readonly Expression[];
  /** The last piece of the function's name: `mkIf` for `lib.mkIf`. */
  readonly name: string | undefined;
}

/** Undefined when the expression applies nothing. */
export function callOf(expression: Expression): Call | undefined {
  const reversed: Expression[] = [];
  let head = expression;
  for (let step = applied(head); step; step = applied(head)) {
    reversed.push(step.argument);
    head = step.function;
  }
  return reversed.length > 0 ? { head, arguments: reversed.reverse(), name: nameOf(head) } : undefined;
}

function applied(expression: Expression): { function: Expression; argument: Expression } | undefined {
  if (expression.kind === "apply") return expression;
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  if (operator === "|>") return { function: right, argument: left };
  return operator === "<|" ? { function: left, argument: right } : undefined;
}

function nameOf(head: Expression): string | undefined {
  if (head.kind === "variable") return head.name;
  const last = head.kind === "select" ? head.path.at(-1) : undefined;
  return last?.kind === "static" ? last.name : undefined;
}

/** How an argument of a known function takes part in the function's result. */
export type Part =
  /** It is the result, or one of what the result is merged from. */
  | "same"
  /** A list of such. */
  | "merged"
  /** An item of the list that results. */
  | "item"
  /** A function that gives the value of each attribute of the result. */
  | "each"
  /** A function whose result is the result, called with the arguments of a `perSystem` module. */
  | "perSystem"
  /** Nothing of the result. */
  | "other";

/** The parts of a call that passes its arguments on; undefined for any other call, or one with too few arguments. */
export function partsOf({
  name,
  arguments: given,
}: Call): readonly { part: Part; expression: Expression }[] | undefined {
  const parts = name === undefined ? undefined : passing.get(name);
  if (!parts || given.length < parts.length) return undefined;
  return given.map((expression, at) => ({ part: parts[at] ?? "other", expression }));
}

const passing: ReadonlyMap<string, readonly Part[]> = new Map<string, readonly Part[]>([
  ["mkIf", ["other", "same"]],
  ["mkMerge", ["merged"]],
  ["mkForce", ["same"]],
  ["mkDefault", ["same"]],
  ["mkOptionDefault", ["same"]],
  ["mkImageMediaOverride", ["same"]],
  ["mkVMOverride", ["same"]],
  ["mkOverride", ["other", "same"]],
  ["mkBefore", ["same"]],
  ["mkAfter", ["same"]],
  ["mkOrder", ["other", "same"]],
  ["optionalAttrs", ["other", "same"]],
  ["recursiveUpdate", ["same", "same"]],
  ["mergeAttrs", ["same", "same"]],
  ["mergeAttrsList", ["merged"]],
  ["setDefaultModuleLocation", ["other", "same"]],
  ["optionals", ["other", "same"]],
  ["optional", ["other", "item"]],
  ["singleton", ["item"]],
  ["flatten", ["same"]],
  ["concatLists", ["same"]],
  ["unique", ["same"]],
  ["toList", ["same"]],
  ["genAttrs", ["other", "each"]],
  ["mapAttrs", ["each", "other"]],
  ["withSystem", ["other", "perSystem"]],
  ["moduleWithSystem", ["perSystem"]],
]);
