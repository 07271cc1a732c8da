import type { OffsetRange } from "../text.ts";
import type { AttributeName, Binding, Expression, SyntaxTree } from "./tree.ts";

/** The expressions that cover a range, the outermost first; what is left of broken code counts, too. */
export function enclosing(tree: SyntaxTree, range: OffsetRange): readonly Expression[] {
  const found: Expression[] = [];
  let next: Expression | undefined = covers(tree.root, range) ? tree.root : undefined;
  while (next) {
    found.push(next);
    next = childrenOf(next).find((child) => covers(child, range));
  }
  return found;
}

function covers(outer: OffsetRange, inner: OffsetRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The expressions directly below one, in source order but for those of `inherit` and of names. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "variable":
    case "integer":
    case "float":
      return [];
    case "string":
    case "path":
      return expression.parts.filter((part) => typeof part !== "string");
    case "list":
      return expression.items;
    case "set":
      return expression.bindings.flatMap(inBinding);
    case "let":
      return [...expression.bindings.flatMap(inBinding), expression.body];
    case "with":
      return [expression.scope, expression.body];
    case "lambda":
      return [...(expression.formals?.formals ?? []).flatMap(({ fallback }) => fallback ?? []), expression.body];
    case "apply":
      return [expression.function, expression.argument];
    case "select":
      return [expression.from, ...inNames(expression.path), ...(expression.fallback ? [expression.fallback] : [])];
    case "has":
      return [expression.subject, ...inNames(expression.path)];
    case "if":
      return [expression.condition, expression.consequence, expression.alternative];
    case "assert":
      return [expression.condition, expression.body];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "hole":
      return expression.salvage.flatMap((piece) =>
        piece.kind === "bind" || piece.kind === "inherit" ? inBinding(piece) : [piece],
      );
    default:
      return expression satisfies never;
  }
}

function inBinding(binding: Binding): readonly Expression[] {
  return binding.kind === "bind"
    ? [...inNames(binding.path), binding.value]
    : [...(binding.from ? [binding.from] : []), ...inNames(binding.names)];
}

function inNames(names: readonly AttributeName[]): readonly Expression[] {
  return names.flatMap((name) => (name.kind === "dynamic" ? [name.expression] : []));
}
