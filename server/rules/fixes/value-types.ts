import { enclosing } from "../../syntax/enclosing.ts";
import type { Apply, Expression, SyntaxTree } from "../../syntax/syntax-tree.ts";
import type { OffsetRange } from "../../text.ts";

/** The type of an option as nixpkgs' `lib.types` has it, as far as code tells it; `nothing` is what an empty list holds. */
export type OptionType =
  | { readonly kind: "nothing" }
  | {
      readonly kind:
        | "bool"
        | "int"
        | "float"
        | "str"
        | "lines"
        | "path"
        | "package"
        | "deferredModule"
        | "raw"
        | "anything";
    }
  | { readonly kind: "listOf" | "attrsOf" | "nullOr"; readonly of: OptionType };

const ANYTHING: OptionType = { kind: "anything" };
const NOTHING: OptionType = { kind: "nothing" };

/** The type that a value shows; `anything` where it shows none. */
export function typeOfValue(value: Expression, packages = false): OptionType {
  switch (value.kind) {
    case "integer":
    case "float":
      return { kind: value.kind === "float" ? "float" : "int" };
    case "string":
      return { kind: value.style === "indented" && /\n./.test(textOf(value)) ? "lines" : "str" };
    case "path":
      return { kind: "path" };
    case "list":
      return { kind: "listOf", of: common(value.items.map((item) => typeOfValue(item, packages))) ?? ANYTHING };
    case "set":
      return { kind: "attrsOf", of: valuesType(value, packages) };
    case "lambda":
      return value.formals?.open ? { kind: "deferredModule" } : ANYTHING;
    case "variable":
      return typeOfName(value.name, packages);
    case "select":
      return isPackages(value.from) ? { kind: "package" } : ANYTHING;
    case "with":
      return typeOfValue(value.body, packages || isPackages(value.scope));
    case "let":
    case "assert":
      return typeOfValue(value.body, packages);
    case "if":
      return common([value.consequence, value.alternative].map((arm) => typeOfValue(arm, packages))) ?? ANYTHING;
    case "has":
      return { kind: "bool" };
    case "unary":
      return value.operator === "!" ? { kind: "bool" } : typeOfValue(value.operand, packages);
    case "binary":
      return typeOfOperation(value, packages);
    case "apply":
      return typeOfCall(value, packages);
    case "hole":
      return ANYTHING;
    default:
      return value satisfies never;
  }
}

function textOf(value: Extract<Expression, { kind: "string" }>): string {
  return value.parts.map((part) => (typeof part === "string" ? part : "x")).join("");
}

function typeOfName(name: string, packages: boolean): OptionType {
  if (name === "true" || name === "false") return { kind: "bool" };
  if (name === "null") return { kind: "nullOr", of: NOTHING };
  return packages ? { kind: "package" } : ANYTHING;
}

function isPackages(expression: Expression): boolean {
  return (
    (expression.kind === "variable" && expression.name === "pkgs") ||
    (expression.kind === "select" && isPackages(expression.from))
  );
}

function typeOfOperation(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  packages: boolean,
): OptionType {
  switch (operator) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "&&":
    case "||":
    case "->":
      return { kind: "bool" };
    case "+":
    case "-":
    case "*":
    case "/":
      return common([left, right].map((side) => typeOfValue(side, packages))) ?? ANYTHING;
    case "++":
      return common([left, right].map((side) => typeOfValue(side, packages))) ?? { kind: "listOf", of: ANYTHING };
    case "//":
      return { kind: "attrsOf", of: ANYTHING };
    case "|>":
    case "<|":
      return ANYTHING;
    default:
      return operator satisfies never;
  }
}

/** Functions whose last argument is what is set. */
const WRAPPERS: ReadonlySet<string> = new Set(
  "mkDefault mkForce mkIf mkBefore mkAfter mkOverride mkOrder mkVMOverride optionals optionalAttrs".split(" "),
);

function typeOfCall(call: Apply, packages: boolean): OptionType {
  const name = calledName(call);
  if (name === "mkMerge" && call.argument.kind === "list")
    return common(call.argument.items.map((item) => typeOfValue(item, packages))) ?? ANYTHING;
  if (name !== undefined && WRAPPERS.has(name)) return typeOfValue(call.argument, packages);
  if (name === "toString" || name === "optionalString" || name === "readFile") return { kind: "str" };
  if (name === "optional") return { kind: "listOf", of: typeOfValue(call.argument, packages) };
  return ANYTHING;
}

/** The function's own name, whatever arguments it has had before: `mkIf` of `lib.mkIf a b`. */
export function calledName(call: Apply): string | undefined {
  let called = call.function;
  while (called.kind === "apply") called = called.function;
  if (called.kind === "variable") return called.name;
  const last = called.kind === "select" ? called.path.at(-1) : undefined;
  return last?.kind === "static" ? last.name : undefined;
}

/** The value inside of what conditions and priorities put around it. */
export function unwrapped(value: Expression): Expression {
  const isWrapped = value.kind === "apply" && WRAPPERS.has(calledName(value) ?? "");
  return isWrapped ? unwrapped(value.argument) : value;
}

function valuesType({ bindings }: Extract<Expression, { kind: "set" }>, packages: boolean): OptionType {
  const isPlain = bindings.every((binding) => binding.kind === "bind" && binding.path.length === 1);
  const types = bindings.flatMap((binding) => (binding.kind === "bind" ? [typeOfValue(binding.value, packages)] : []));
  return (isPlain ? common(types) : undefined) ?? ANYTHING;
}

/** The type that takes values of all of them; undefined when there is none but `anything`. */
export function common(types: readonly OptionType[]): OptionType | undefined {
  const [first = NOTHING, ...others] = types;
  return others.reduce<OptionType | undefined>((sum, type) => sum && both(sum, type), first);
}

function both(a: OptionType, b: OptionType): OptionType | undefined {
  if (a.kind === "nothing") return b;
  if (b.kind === "nothing") return a;
  if (a.kind === "nullOr" || b.kind === "nullOr") {
    const [left, right] = [a, b].map((type) => (type.kind === "nullOr" ? type.of : type));
    const inner = left && right && both(left, right);
    return inner && { kind: "nullOr", of: inner };
  }
  if ((a.kind === "listOf" || a.kind === "attrsOf") && a.kind === b.kind)
    return { kind: a.kind, of: both(a.of, b.of) ?? ANYTHING };
  if (a.kind === b.kind) return a;
  const isText = (type: OptionType) => type.kind === "str" || type.kind === "lines";
  return isText(a) && isText(b) ? { kind: "lines" } : undefined;
}

/** The type that the place shows where an option is read, and what a default of that type is. Undefined when it shows none. */
export function typeOfRead(tree: SyntaxTree, read: OffsetRange): OptionType | undefined {
  const around = enclosing(tree, read);
  const at = around.findLastIndex(({ kind }) => kind === "select");
  const [whole, parent, above] = [around[at], around[at - 1], around[at - 2]];
  if (!whole || !parent) return undefined;
  switch (parent.kind) {
    case "string":
      return { kind: "str" };
    case "if":
      return parent.condition === whole ? { kind: "bool" } : undefined;
    case "assert":
      return parent.condition === whole ? { kind: "bool" } : undefined;
    case "unary":
      return parent.operator === "!" ? { kind: "bool" } : undefined;
    case "binary":
      return typeOfOperand(parent.operator, parent.left === whole ? parent.right : parent.left);
    case "apply": {
      const isFirst = parent.argument === whole && above?.kind === "apply" && above.function === parent;
      return isFirst && CONDITIONS.has(calledName(parent) ?? "") ? { kind: "bool" } : undefined;
    }
    default:
      return undefined;
  }
}

const CONDITIONS: ReadonlySet<string> = new Set("mkIf optional optionals optionalAttrs optionalString".split(" "));

function typeOfOperand(
  operator: Extract<Expression, { kind: "binary" }>["operator"],
  other: Expression,
): OptionType | undefined {
  if (operator === "&&" || operator === "||" || operator === "->") return { kind: "bool" };
  if (operator === "++") return { kind: "listOf", of: ANYTHING };
  if (operator === "//") return { kind: "attrsOf", of: ANYTHING };
  const type = typeOfValue(other);
  return type.kind === "anything" || type.kind === "nullOr" ? undefined : type;
}

/** `prefix` as in `lib.types.`. */
export function typeText(type: OptionType, prefix: string): string {
  if (!("of" in type)) return prefix + (type.kind === "nothing" ? "anything" : type.kind);
  const inner = typeText(type.of, prefix);
  return `${prefix}${type.kind} ${"of" in type.of ? `(${inner})` : inner}`;
}

/** A value that says nothing. */
export function emptyValue(type: OptionType): string {
  switch (type.kind) {
    case "bool":
      return "false";
    case "int":
    case "float":
      return "0";
    case "str":
    case "lines":
      return '""';
    case "listOf":
      return "[ ]";
    case "attrsOf":
    case "deferredModule":
      return "{ }";
    case "path":
    case "package":
    case "raw":
    case "anything":
    case "nothing":
    case "nullOr":
      return "null";
    default:
      return type satisfies never;
  }
}
