import type { Binding, Expression } from "./syntax-tree.ts";

/** What stands in the tree: an expression, or a binding of a set or `let`. */
export type Node = Expression | Binding;

/** The nodes right below one, in no particular order; those of a hole are what could be saved of it. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "variable":
    case "integer":
    case "float":
      return [];
    case "string":
    case "path":
      return node.parts.filter((part) => typeof part !== "string");
    case "list":
      return node.items;
    case "set":
      return node.bindings;
    case "let":
      return [...node.bindings, node.body];
    case "with":
      return [node.scope, node.body];
    case "lambda":
      return [...(node.formals?.formals ?? []).flatMap(({ fallback }) => fallback ?? []), node.body];
    case "apply":
      return [node.function, node.argument];
    case "select":
      return [node.from, ...computedNames(node.path), ...(node.fallback ? [node.fallback] : [])];
    case "has":
      return [node.subject, ...computedNames(node.path)];
    case "if":
      return [node.condition, node.consequence, node.alternative];
    case "assert":
      return [node.condition, node.body];
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "hole":
      return node.salvage;
    case "bind":
      return [...computedNames(node.path), node.value];
    case "inherit":
      return [...(node.from ? [node.from] : []), ...computedNames(node.names)];
    default:
      return node satisfies never;
  }
}

/** Calls `visit` for the node and everything below it. No nesting is too deep for it. */
export function forEachNode(top: Node, visit: (node: Node) => void): void {
  const waiting: Node[] = [top];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    visit(node);
    waiting.push(...childrenOf(node));
  }
}

function computedNames(names: Extract<Node, { kind: "inherit" }>["names"]): readonly Expression[] {
  return names.flatMap((name) => (name.kind === "dynamic" ? [name.expression] : []));
}
