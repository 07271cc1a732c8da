import { lowerBinding } from "./lower-bindings.ts";
import type { Lowering } from "./lowering.ts";
import type { GrammarNode } from "./nodes.ts";
import type { Binding, Expression } from "./syntax-tree.ts";

/** The outermost well-formed expressions and bindings inside broken nodes, in document order. */
export function salvageFrom(lowering: Lowering, nodes: readonly GrammarNode[]): (Expression | Binding)[] {
  const found: (Expression | Binding)[] = [];
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const binding = lowerBinding(lowering, node);
    if (binding) found.push(binding);
    else if (node.type.endsWith("_expression")) found.push(lowering.expression(node, node));
    else waiting.push(...node.children.toReversed());
  }
  return found;
}
