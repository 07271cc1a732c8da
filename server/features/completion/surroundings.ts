import type { AttributePath, Expression, Lambda } from "../../syntax/syntax-tree.ts";
import { PLACEHOLDER } from "./half-typed.ts";

/** What stands around the placeholder in the syntax tree. */
export interface Surroundings {
  /** The binding whose value, or part of a list that is its value, the placeholder is. */
  readonly boundTo: AttributePath | undefined;
  /** Where the last name begins of what the placeholder is compared with. */
  readonly comparedTo: number | undefined;
  /** The function among whose formals the placeholder is, and the binding that the function is (part of) the value of. */
  readonly formalOf:
    | { readonly lambda: Lambda; readonly path: AttributePath | undefined; readonly depth: number }
    | undefined;
  /** Whether it is a name in the path of a binding. */
  readonly isBindingName: boolean;
}

/** Looks for the placeholder that begins at the offset. */
export function surroundingsOf(root: Expression, at: number): Surroundings {
  let found: Surroundings = { boundTo: undefined, comparedTo: undefined, formalOf: undefined, isBindingName: false };
  const tasks: Task[] = [{ node: root, path: undefined, isValue: false, depth: 0 }];
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { node, path, isValue, depth } = task;
    if (node.start > at || node.end < at) continue;
    if (node.start === at && isValue && isPlaceholder(node)) found = { ...found, boundTo: path };
    if (node.kind === "binary" && (node.operator === "==" || node.operator === "!=")) {
      for (const [one, other] of [
        [node.left, node.right],
        [node.right, node.left],
      ] as const)
        if (one.start === at && isPlaceholder(one)) found = { ...found, comparedTo: lastNameOf(other) };
    }
    if (
      node.kind === "lambda" &&
      node.formals?.formals.some(({ name }) => name.name === PLACEHOLDER && name.start === at)
    ) {
      found = { ...found, formalOf: { lambda: node, path, depth } };
    }
    for (const binding of "bindings" in node ? node.bindings : []) {
      const name =
        binding.kind === "bind" ? binding.path.find((one) => one.kind === "static" && one.start === at) : undefined;
      if (name) found = { ...found, isBindingName: true };
    }
    tasks.push(...inside(task));
  }
  return found;
}

interface Task {
  readonly node: Expression;
  readonly path: AttributePath | undefined;
  readonly isValue: boolean;
  /** How many functions and bindings stand around. */
  readonly depth: number;
}

function lastNameOf(node: Expression): number | undefined {
  if (node.kind === "variable") return node.start;
  return node.kind === "select" ? node.path.at(-1)?.start : undefined;
}

function isPlaceholder(node: Expression): boolean {
  return (
    (node.kind === "variable" && node.name === PLACEHOLDER) ||
    (node.kind === "string" && node.parts.join("") === PLACEHOLDER)
  );
}

function inside({ node, path, isValue, depth }: Task): readonly Task[] {
  const plain = (...nodes: (Expression | undefined)[]): Task[] =>
    nodes.flatMap((one) => (one ? [{ node: one, path, isValue: false, depth }] : []));
  const passed = (...nodes: Expression[]): Task[] => nodes.map((one) => ({ node: one, path, isValue, depth }));
  switch (node.kind) {
    case "set":
      return node.bindings.flatMap((binding) =>
        binding.kind === "bind"
          ? [{ node: binding.value, path: binding.path, isValue: true, depth: depth + 1 }]
          : plain(binding.from),
      );
    case "let":
      return [
        ...node.bindings.flatMap((binding) =>
          binding.kind === "bind"
            ? [{ node: binding.value, path: undefined, isValue: false, depth: depth + 1 }]
            : plain(binding.from),
        ),
        ...passed(node.body),
      ];
    case "lambda":
      return [
        ...plain(...(node.formals?.formals.map(({ fallback }) => fallback) ?? [])),
        { node: node.body, path, isValue: false, depth: depth + 1 },
      ];
    case "list":
      return passed(...node.items);
    case "with":
      return [...plain(node.scope), ...passed(node.body)];
    case "if":
      return [...plain(node.condition), ...passed(node.consequence, node.alternative)];
    case "assert":
      return [...plain(node.condition), ...passed(node.body)];
    case "apply":
      return [...plain(node.function), ...passed(node.argument)];
    case "select":
      return plain(node.from, node.fallback);
    case "has":
      return plain(node.subject);
    case "unary":
      return plain(node.operand);
    case "binary":
      return node.operator === "++" ? passed(node.left, node.right) : plain(node.left, node.right);
    case "string":
      return plain(...node.parts.filter((part) => typeof part !== "string"));
    case "path":
      return plain(...node.parts.filter((part) => typeof part !== "string"));
    case "hole":
      return node.salvage.flatMap((piece): readonly Task[] => {
        if (piece.kind === "bind") return [{ node: piece.value, path: piece.path, isValue: true, depth: depth + 1 }];
        return piece.kind === "inherit" ? plain(piece.from) : passed(piece);
      });
    case "variable":
    case "integer":
    case "float":
      return [];
    default:
      return node satisfies never;
  }
}
