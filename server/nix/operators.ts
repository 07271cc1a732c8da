import type { Binary, Expression, Unary } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import { costOfParts } from "./budget.ts";
import { coerceToString, LONGEST_TEXT, templateOf, tooLong } from "./coerce.ts";
import { orderValues } from "./compare.ts";
import { composed } from "./composed.ts";
import type { Environment } from "./environment.ts";
import {
  bool,
  describeKind,
  external,
  failure,
  fitsInteger,
  int,
  isOpaque,
  list,
  set,
  string,
  unfit,
  unknown,
} from "./make.ts";
import { isTrouble } from "./operands.ts";
import { resolvePath } from "./paths.ts";
import { lazyOf, spanOf } from "./suspend.ts";
import { conditional } from "./thunk.ts";
import type { Attribute, FloatValue, IntValue, Lazy, Machine, Opaque, SetValue, Value } from "./value.ts";

export function evaluateUnary(machine: Machine, expression: Unary, environment: Environment): Value {
  const value = machine.evaluate(expression.operand, environment);
  const at = spanOf(expression, environment);
  if (expression.operator === "!")
    return value.type === "bool"
      ? { type: "bool", value: !value.value, at }
      : undecided(unfit(value, "a Boolean", at), at);
  return arithmetic("-", int(0), value, at);
}

export function evaluateBinary(machine: Machine, expression: Binary, environment: Environment): Value {
  const at = spanOf(expression, environment);
  const { operator, left, right } = expression;
  switch (operator) {
    case "&&":
      return logical(machine, left, right, environment, false);
    case "||":
      return logical(machine, left, right, environment, true);
    case "->":
      return implication(machine, left, right, environment);
    case "|>":
      return machine.apply(machine.evaluate(right, environment), lazyOf(left, environment), at);
    case "<|":
      return machine.apply(machine.evaluate(left, environment), lazyOf(right, environment), at);
    default:
      return strict(machine, operator, machine.evaluate(left, environment), machine.evaluate(right, environment), at);
  }
}

type StrictOperator = Exclude<Binary["operator"], "&&" | "||" | "->" | "|>" | "<|">;

function strict(machine: Machine, operator: StrictOperator, left: Value, right: Value, at: Span): Value {
  switch (operator) {
    case "+":
      return add(machine, left, right, at);
    case "-":
    case "*":
    case "/":
      return arithmetic(operator, left, right, at);
    case "++":
      return concatenate(machine, left, right, at);
    case "//":
      return update(machine, left, right, at);
    case "==":
    case "!=":
      return equality(machine, operator, left, right, at);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparison(machine, operator, left, right, at);
    default:
      return operator satisfies never;
  }
}

/** `decisive` is the value of the left side that settles the answer. */
function logical(
  machine: Machine,
  left: Expression,
  right: Expression,
  environment: Environment,
  decisive: boolean,
): Value {
  const first = machine.evaluate(left, environment);
  if (first.type === "bool")
    return first.value === decisive ? first : asBool(machine.evaluate(right, environment), spanOf(right, environment));
  if (!isOpaque(first)) return unfit(first, "a Boolean", spanOf(left, environment));
  const second = machine.evaluate(right, environment);
  if (second.type === "bool" && second.value === decisive) return second;
  return undecided(first, spanOf(left, environment));
}

function implication(machine: Machine, left: Expression, right: Expression, environment: Environment): Value {
  const first = machine.evaluate(left, environment);
  if (first.type === "bool")
    return first.value ? asBool(machine.evaluate(right, environment), spanOf(right, environment)) : bool(true);
  return undecided(unfit(first, "a Boolean", spanOf(left, environment)), spanOf(left, environment));
}

function asBool(value: Value, at: Span): Value {
  return value.type === "bool" ? value : undecided(unfit(value, "a Boolean", at), at);
}

/** An External truth value is one we do not know. */
function undecided(value: Value, at: Span): Value {
  return value.type === "external" ? unknown(`depends on ${value.path}`, at) : value;
}

/** Arithmetic on integers and floats; 64-bit overflow is an error as in Nix. */
export function arithmetic(operator: "+" | "-" | "*" | "/", left: Value, right: Value, at: Span | undefined): Value {
  const wanted = left.type === "float" || right.type === "float" ? "a float" : "an integer";
  if (left.type !== "int" && left.type !== "float") return unfit(left, wanted, at);
  if (right.type !== "int" && right.type !== "float") return unfit(right, wanted, at);
  if (operator === "/" && Number(right.value) === 0) return failure("division by zero", at);
  if (left.type === "int" && right.type === "int") return integerArithmetic(operator, left, right, at);
  return {
    type: "float",
    value: floatArithmetic(operator, Number(left.value), Number(right.value)),
  } satisfies FloatValue;
}

function integerArithmetic(
  operator: "+" | "-" | "*" | "/",
  left: IntValue,
  right: IntValue,
  at: Span | undefined,
): Value {
  const a = left.value;
  const b = right.value;
  const result = operator === "+" ? a + b : operator === "-" ? a - b : operator === "*" ? a * b : a / b;
  return fitsInteger(result)
    ? int(result)
    : failure(`integer overflow in ${DOING[operator]} ${a} ${operator} ${b}`, at);
}

const DOING = { "+": "adding", "-": "subtracting", "*": "multiplying", "/": "dividing" };

function floatArithmetic(operator: "+" | "-" | "*" | "/", a: number, b: number): number {
  return operator === "+" ? a + b : operator === "-" ? a - b : operator === "*" ? a * b : a / b;
}

function add(machine: Machine, left: Value, right: Value, at: Span): Value {
  if (left.type === "int" || left.type === "float") return addNumber(left, right, at);
  if (left.type === "unknown" || left.type === "failure") return left;
  // What is outside may be a number as well as a text.
  if (left.type === "external" && (right.type === "int" || right.type === "float"))
    return arithmetic("+", left, right, at);
  const first = left.type === "path" ? string(left.path) : coerceToString(machine, left, { mode: "interpolation" }, at);
  if (first.type === "unknown" || first.type === "failure") return first;
  const second = right.type === "string" ? right : coerceToString(machine, right, { mode: "interpolation" }, at);
  if (second.type === "unknown" || second.type === "failure") return second;
  if (first.type === "external" || second.type === "external")
    return external(`${symbol(first)}${symbol(second)}`, at, "string");
  const length = first.text.length + second.text.length;
  const spent = machine.spend(at, 1 + (length >> 8));
  if (spent) return spent;
  if (length > LONGEST_TEXT) return tooLong(at);
  if (left.type === "path") return { type: "path", path: resolvePath("/", first.text + second.text), at };
  return composed(first.text + second.text, [first, second], at);
}

function addNumber(left: IntValue | FloatValue, right: Value, at: Span): Value {
  if (right.type === "int" || right.type === "float" || isTrouble(right)) return arithmetic("+", left, right, at);
  return failure(`cannot add ${describeKind(right)} to ${describeKind(left)}`, at);
}

function symbol(value: { type: "string"; text: string } | Opaque): string {
  return value.type === "string" ? value.text : value.type === "external" ? templateOf(value) : "";
}

/** `++`; parts that are outside stay as open parts. */
export function concatenate(machine: Machine, left: Value, right: Value, at: Span | undefined): Value {
  const first = asListPart(left, at);
  if (first.type !== "list") return first;
  const second = asListPart(right, at);
  if (second.type !== "list") return second;
  const spent = machine.spend(at, costOfParts(first.items.length + second.items.length));
  if (spent) return spent;
  const open = [...(first.open ?? []), ...(second.open ?? [])];
  const ghosts = [...(first.ghosts ?? []), ...(second.ghosts ?? [])];
  const joined = { ...list([...first.items, ...second.items], open), at };
  return ghosts.length > 0 ? { ...joined, ghosts } : joined;
}

function asListPart(value: Value, at: Span | undefined): Value {
  if (value.type === "list") return value;
  if (isOpaque(value)) return { type: "list", items: [], open: [value] };
  return unfit(value, "a list", at);
}

function update(machine: Machine, left: Value, right: Value, at: Span): Value {
  if (left.type === "external" && right.type === "external") return external(`${left.path} // ${right.path}`, at);
  const first = asSetPart(left, at);
  if (first.type !== "set") return first;
  const second = asSetPart(right, at);
  if (second.type !== "set") return second;
  const spent = machine.spend(at, costOfParts(2 * (first.entries.size + second.entries.size)));
  if (spent) return spent;
  if (second.entries.size === 0 && !second.open && left.type === "set") return left;
  const entries = new Map<string, Attribute>(
    second.open ? overridable(machine, first, second.open, at) : first.entries,
  );
  for (const [name, attribute] of second.entries)
    entries.set(name, overriding(machine, first.entries.get(name), attribute));
  const parts = [...(first.open ?? []), ...(second.open ?? [])];
  const updated = { ...set(entries, parts), at, ...(partMark(first) ?? partMark(second)) };
  const native = first.native?.survivesUpdate ? first.native : first.entries.size === 0 ? second.native : undefined;
  return native?.survivesUpdate ? { ...updated, native } : updated;
}

/** A module that was taken out of a collector is still one of the collector's with other attributes beside its own. */
function partMark({ contribution, selection }: SetValue): Pick<SetValue, "contribution" | "selection"> | undefined {
  return contribution?.isPart ? { contribution, selection } : undefined;
}

function asSetPart(value: Value, at: Span): Value {
  if (value.type === "set") return value;
  if (isOpaque(value)) return { type: "set", entries: new Map(), open: [value] };
  return unfit(value, "a set", at);
}

/** An attribute on the right that may be absent lets the left one through. */
function overriding(machine: Machine, left: Attribute | undefined, right: Attribute): Attribute {
  const maybe = right.maybe;
  if (!maybe || !left) return right;
  const value = machine.lazy(() => machine.join(maybe, right.value, left.value), right.at);
  return { value, at: right.at, maybe: left.maybe };
}

/**
 * What an open right side may override: an outside set rarely does, so attributes stay, marked; what is unknown may be anything.
 */
function overridable(machine: Machine, left: SetValue, open: readonly Opaque[], at: Span): Map<string, Attribute> {
  const entries = new Map<string, Attribute>();
  const blind = open.find((part) => part.type === "unknown");
  const force = (value: Lazy) => machine.force(value);
  for (const [name, attribute] of left.entries) {
    const value = blind ?? conditional(attribute.value, { value: "unknown", at }, force);
    entries.set(name, { ...attribute, value });
  }
  return entries;
}

function equality(machine: Machine, operator: "==" | "!=", left: Value, right: Value, at: Span): Value {
  const equal = machine.equal(left, right);
  if (typeof equal !== "boolean") return undecided(equal, at);
  return { type: "bool", value: operator === "==" ? equal : !equal, at };
}

function comparison(machine: Machine, operator: "<" | "<=" | ">" | ">=", left: Value, right: Value, at: Span): Value {
  const order = orderValues(machine, left, right);
  if (typeof order !== "number") return undecided(order, at);
  const holds =
    operator === "<" ? order < 0 : operator === "<=" ? order <= 0 : operator === ">" ? order > 0 : order >= 0;
  return { type: "bool", value: holds, at };
}
