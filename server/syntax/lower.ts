import { lowerAttributePath, lowerBindings } from "./lower-bindings.ts";
import { lowerFunction } from "./lower-functions.ts";
import { lowerItems, lowerOperators } from "./lower-operators.ts";
import { lowerIndentedString, lowerPath, lowerPlainString } from "./lower-strings.ts";
import { endOf, holeAt, identifierOf, type Lowering, report, sourceOf } from "./lowering.ts";
import type { GrammarNode, GrammarNodes } from "./nodes.ts";
import { salvageFrom } from "./salvage.ts";
import { mostProblems, reportGrammarProblems } from "./syntax-problems.ts";
import type { Expression, Select, SyntaxProblem, SyntaxTree } from "./syntax-tree.ts";

/** Turns one file's grammar nodes into our tree. `text` is the original; `mended` are mistakes already known. */
export function lowerFile(text: string, nodes: GrammarNodes, mended: readonly SyntaxProblem[]): SyntaxTree {
  const problems: SyntaxProblem[] = [...mended];
  let depth = 0;
  const lowering: Lowering = {
    text,
    problems,
    expression(node, place) {
      if (!node) return holeAt(place);
      if (depth >= deepest) return tooDeep(lowering, node);
      depth++;
      const expression = lowerExpression(lowering, node);
      depth--;
      return expression;
    },
    salvage: (broken) => salvageFrom(lowering, broken),
  };
  reportGrammarProblems(lowering, nodes);
  const root = lowerRoot(lowering, nodes.root);
  return { root, problems: inOrder(problems).slice(0, mostProblems) };
}

function inOrder(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const sorted = problems.toSorted((left, right) => left.start - right.start || left.end - right.end);
  return sorted.filter(({ start, message }, index) => {
    const previous = sorted[index - 1];
    return previous?.start !== start || previous.message !== message;
  });
}

/** Code nested deeper would exhaust the stack of whoever walks the tree; written by hand it never goes beyond 100. */
const deepest = 400;

function tooDeep(lowering: Lowering, node: GrammarNode): Expression {
  report(lowering, { start: node.start, end: node.start + 1 }, "this is nested too deeply to be understood");
  return holeAt(node);
}

function lowerRoot(lowering: Lowering, root: GrammarNode): Expression {
  const whole = { start: 0, end: lowering.text.length };
  const [expression, ...others] = root.soundChildren;
  if (expression && others.length === 0) return lowering.expression(expression, whole);
  if (root.children.length === 0) report(lowering, endOf(whole), "expected an expression");
  return holeAt(whole, lowering.salvage(root.children));
}

function lowerExpression(lowering: Lowering, node: GrammarNode): Expression {
  const { start, end } = node;
  const range = { start, end };
  const child = (index: number): Expression => lowering.expression(node.soundChildren[index], endOf(node));
  switch (node.type) {
    case "identifier":
    case "variable_expression":
      return lowerVariable(lowering, node);
    case "integer_expression":
      return lowerInteger(lowering, node);
    case "float_expression":
      return { kind: "float", seen: false, value: Number(sourceOf(lowering, node)), ...range };
    case "string_expression":
      return lowerPlainString(lowering, node);
    case "indented_string_expression":
      return lowerIndentedString(lowering, node);
    case "uri_expression":
      return { kind: "string", seen: false, style: "uri", parts: [sourceOf(lowering, node)], ...range };
    case "path_expression":
    case "hpath_expression":
    case "spath_expression":
      return lowerPath(lowering, node);
    case "list_expression":
      return { kind: "list", seen: false, items: lowerItems(lowering, node), ...range };
    case "attrset_expression":
    case "rec_attrset_expression":
      return lowerSet(lowering, node, node.type === "rec_attrset_expression");
    case "let_attrset_expression":
      return lowerAncientLet(lowering, node);
    case "let_expression":
      return lowerLet(lowering, node);
    case "with_expression":
      return { kind: "with", seen: false, scope: child(0), body: child(1), ...range };
    case "assert_expression":
      return { kind: "assert", seen: false, condition: child(0), body: child(1), ...range };
    case "if_expression":
      return { kind: "if", seen: false, condition: child(0), consequence: child(1), alternative: child(2), ...range };
    case "function_expression":
      return lowerFunction(lowering, node);
    case "apply_expression":
    case "binary_expression":
    case "unary_expression":
    case "has_attr_expression":
      return lowerOperators(lowering, node);
    case "select_expression":
      return lowerSelect(lowering, node);
    case "parenthesized_expression":
      return child(0);
    case "source_code":
    case "ERROR":
    case "ellipses":
    case "formals":
    case "formal":
    case "binding":
    case "inherit":
    case "inherit_from":
    case "attrpath":
    case "interpolation":
      return holeAt(node, lowering.salvage([node]));
    default:
      return node.type satisfies never;
  }
}

function lowerVariable(lowering: Lowering, node: GrammarNode): Expression {
  if (node.start === node.end) return holeAt(node);
  const { name, start, end } = identifierOf(lowering, node);
  if (name === "or") report(lowering, node, "`or` cannot be a variable here");
  return { kind: "variable", seen: false, name, start, end };
}

function lowerInteger(lowering: Lowering, node: GrammarNode): Expression {
  const value = BigInt(sourceOf(lowering, node));
  if (value > largestInteger) report(lowering, node, "this integer does not fit into 64 bits");
  return { kind: "integer", seen: false, value, start: node.start, end: node.end };
}

const largestInteger = 2n ** 63n - 1n;

function lowerSet(lowering: Lowering, node: GrammarNode, recursive: boolean): Expression {
  const bindings = lowerBindings(lowering, node.children, "set");
  return { kind: "set", seen: false, recursive, bindings, start: node.start, end: node.end };
}

/** `let { …; body = e; }` is `rec { …; body = e; }.body`. */
function lowerAncientLet(lowering: Lowering, node: GrammarNode): Expression {
  const keyword = { start: node.start, end: node.start + "let".length };
  return {
    kind: "select",
    seen: false,
    from: lowerSet(lowering, node, true),
    path: [{ kind: "static", name: "body", ...keyword }],
    fallback: undefined,
    start: node.start,
    end: node.end,
  };
}

function lowerLet(lowering: Lowering, node: GrammarNode): Expression {
  const body = node.soundChildren.at(-1);
  const bindings = lowerBindings(
    lowering,
    node.children.filter((child) => child !== body),
    "let",
  );
  return {
    kind: "let",
    seen: false,
    bindings,
    body: lowering.expression(body, endOf(node)),
    start: node.start,
    end: node.end,
  };
}

function lowerSelect(lowering: Lowering, node: GrammarNode): Expression {
  const { start, end } = node;
  const [subject, attributePath, default_] = node.soundChildren;
  const from = lowering.expression(subject, endOf(node));
  const path = attributePath ? lowerAttributePath(lowering, attributePath) : [];
  const fallback = default_ && lowering.expression(default_, endOf(node));
  const select: Select = { kind: "select", seen: false, from, path, fallback, start, end };
  if (attributePath && isWhole(attributePath)) return select;
  return holeAt(node, [path.length > 0 ? select : from]);
}

/** Whether no name is missing. */
function isWhole(attributePath: GrammarNode): boolean {
  return attributePath.soundChildren.every((name) => name.start < name.end);
}
