import type { OffsetRange } from "../text.ts";
import { reportDuplicates } from "./duplicates.ts";
import { lowerPlainString } from "./lower-strings.ts";
import { endOf, identifierOf, type Lowering, report } from "./lowering.ts";
import type { GrammarNode } from "./nodes.ts";
import type { AttributeName, AttributePath, Binding, Expression, Inherit } from "./syntax-tree.ts";

/** Lowers the bindings among the children of a set or `let`, also those caught in a broken stretch. */
export function lowerBindings(lowering: Lowering, nodes: readonly GrammarNode[], of: "set" | "let"): Binding[] {
  const bindings: Binding[] = [];
  addBindings(lowering, nodes, bindings);
  if (of === "let") reportDynamicNames(lowering, bindings);
  reportDuplicates(lowering, bindings);
  return bindings;
}

function addBindings(lowering: Lowering, nodes: readonly GrammarNode[], bindings: Binding[]): void {
  for (const node of nodes) {
    const binding = lowerBinding(lowering, node);
    if (binding) bindings.push(binding);
    else if (node.type === "ERROR") addBindings(lowering, node.children, bindings);
  }
}

/** Lowers one binding; nothing when the node is none, or has no name. */
export function lowerBinding(lowering: Lowering, node: GrammarNode): Binding | undefined {
  const { start, end } = node;
  const children = node.soundChildren;
  switch (node.type) {
    case "binding": {
      const path = children[0] ? lowerAttributePath(lowering, children[0]) : [];
      const value = named(lowering.expression(children[1], endOf(node)), path.at(-1));
      return path.length > 0 ? { kind: "bind", path, value, start, end } : undefined;
    }
    case "inherit":
      return lowerInherit(lowering, node, undefined, children);
    case "inherit_from":
      return lowerInherit(lowering, node, lowering.expression(children[0], node), children.slice(1));
    default:
      return undefined;
  }
}

/** A function bears the name that it is given, and so does the function it returns. */
function named(value: Expression, name: AttributeName | undefined): Expression {
  if (value.kind !== "lambda" || name?.kind !== "static") return value;
  return { ...value, name: name.name, body: named(value.body, name) };
}

function lowerInherit(
  lowering: Lowering,
  range: OffsetRange,
  from: Expression | undefined,
  nodes: readonly GrammarNode[],
): Inherit {
  const names = lowerNames(lowering, nodes);
  for (const name of names) {
    if (name.kind === "dynamic") report(lowering, name, "a computed name cannot be inherited");
  }
  return { kind: "inherit", from, names, start: range.start, end: range.end };
}

/** Empty only where the name is missing. */
export function lowerAttributePath(lowering: Lowering, node: GrammarNode): AttributePath {
  return lowerNames(lowering, node.soundChildren);
}

/** Those that are not missing. */
function lowerNames(lowering: Lowering, nodes: readonly GrammarNode[]): AttributeName[] {
  const names: AttributeName[] = [];
  for (const node of nodes) {
    if (node.start < node.end) names.push(lowerName(lowering, node));
  }
  return names;
}

function lowerName(lowering: Lowering, node: GrammarNode): AttributeName {
  const { start, end } = node;
  if (node.type === "identifier") return { kind: "static", name: identifierOf(lowering, node).name, start, end };
  const isString = node.type === "string_expression";
  const expression = isString
    ? lowerPlainString(lowering, node)
    : lowering.expression(node.soundChildren[0], endOf(node));
  const name = literalText(expression);
  return name === undefined ? { kind: "dynamic", expression, start, end } : { kind: "static", name, start, end };
}

function literalText(expression: Expression): string | undefined {
  if (expression.kind !== "string") return undefined;
  const [first = "", ...others] = expression.parts;
  return typeof first === "string" && others.length === 0 ? first : undefined;
}

function reportDynamicNames(lowering: Lowering, bindings: readonly Binding[]): void {
  for (const binding of bindings) {
    const first = binding.kind === "bind" ? binding.path[0] : undefined;
    if (first?.kind === "dynamic") report(lowering, first, "a computed name cannot stand in `let`");
  }
}
