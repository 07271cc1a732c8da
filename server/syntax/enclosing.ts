import { covers, type OffsetRange } from "../text.ts";
import type { Expression, SyntaxTree } from "./syntax-tree.ts";
import { childrenOf, type Node } from "./tree-walk.ts";

/** The expressions that cover a range, the outermost first; what is left of broken code counts, too. */
export function enclosing(tree: SyntaxTree, range: OffsetRange): readonly Expression[] {
  const found: Expression[] = [];
  let next: Expression | undefined = covers(tree.root, range) ? tree.root : undefined;
  while (next) {
    found.push(next);
    next = expressionsBelow(next).find((child) => covers(child, range));
  }
  return found;
}

/** The expressions right below a node, where bindings count as nothing of their own. */
export function expressionsBelow(node: Node): readonly Expression[] {
  return childrenOf(node).flatMap((child) =>
    child.kind === "bind" || child.kind === "inherit" ? expressionsBelow(child) : [child],
  );
}
