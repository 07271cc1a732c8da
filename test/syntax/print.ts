import type {
  AttributePath,
  Binding,
  Expression,
  Lambda,
  StringPart,
  SyntaxTree,
} from "../../server/syntax/syntax-tree.ts";

/** The tree as one S-expression, problems behind it: `line:column message`, both from 1. */
export function printTree(text: string, { root, problems }: SyntaxTree): string {
  const lines = problems.map(({ start, message }) => `${placeOf(text, start)} ${message}`);
  return [printExpression(root), ...lines].join("\n");
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}

export function printExpression(expression: Expression): string {
  const print = printExpression;
  switch (expression.kind) {
    case "variable":
      return expression.name;
    case "integer":
      return `${expression.value}`;
    case "float":
      return `${expression.value}f`;
    case "string":
      return printString(expression.parts);
    case "path":
      return form(
        expression.anchor,
        ...expression.parts.map((part) => (typeof part === "string" ? part : print(part))),
      );
    case "list":
      return `[${expression.items.map(print).join(" ")}]`;
    case "set":
      return form(expression.recursive ? "rec" : "set", ...expression.bindings.map(printBinding));
    case "let":
      return form("let", ...expression.bindings.map(printBinding), print(expression.body));
    case "with":
      return form("with", print(expression.scope), print(expression.body));
    case "lambda":
      return form("lambda", printHead(expression), print(expression.body));
    case "apply":
      return form("apply", print(expression.function), print(expression.argument));
    case "select":
      return form("select", print(expression.from), printPath(expression.path), ...orNothing(expression.fallback));
    case "has":
      return form("has", print(expression.subject), printPath(expression.path));
    case "if":
      return form("if", print(expression.condition), print(expression.consequence), print(expression.alternative));
    case "assert":
      return form("assert", print(expression.condition), print(expression.body));
    case "unary":
      return form(expression.operator, print(expression.operand));
    case "binary":
      return form(expression.operator, print(expression.left), print(expression.right));
    case "hole":
      return form("hole", ...expression.salvage.map(printPiece));
    default:
      return expression satisfies never;
  }
}

function form(...words: string[]): string {
  return `(${words.join(" ")})`;
}

function orNothing(expression: Expression | undefined): string[] {
  return expression ? [printExpression(expression)] : [];
}

function printString(parts: readonly StringPart[]): string {
  const texts = parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : printExpression(part)));
  return texts.length === 1 && typeof parts[0] === "string" ? `${texts[0]}` : form("string", ...texts);
}

function printHead({ parameter, formals }: Lambda): string {
  const names = formals?.formals.map(({ name, fallback }) => [name.name, ...orNothing(fallback)].join("?")) ?? [];
  const set = formals ? [`{${[...names, ...(formals.open ? ["..."] : [])].join(" ")}}`] : [];
  return [...(parameter ? [parameter.name] : []), ...set].join("@");
}

function printPath(path: AttributePath): string {
  return path
    .map((name) => (name.kind === "dynamic" ? `\${${printExpression(name.expression)}}` : printName(name.name)))
    .join(".");
}

function printName(name: string): string {
  return /^[\w'-]+$/.test(name) ? name : JSON.stringify(name);
}

function printBinding(binding: Binding): string {
  if (binding.kind === "bind") return form("=", printPath(binding.path), printExpression(binding.value));
  const names = binding.names.map((name) => printPath([name]));
  return binding.from ? form("inherit-from", printExpression(binding.from), ...names) : form("inherit", ...names);
}

function printPiece(piece: Expression | Binding): string {
  return piece.kind === "bind" || piece.kind === "inherit" ? printBinding(piece) : printExpression(piece);
}
