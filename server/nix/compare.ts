import { brief } from "./brief.ts";
import { describeKind, failure, unknown } from "./make.ts";
import type { Trouble } from "./operands.ts";
import { conditionOf } from "./thunk.ts";
import type { External, Failure, Lazy, ListValue, Machine, Opaque, SetValue, Unknown, Value } from "./value.ts";

type Pair = readonly [Lazy, Lazy];

/**
 * Nix's `==`. A known difference decides whatever else is unknown; without one, an Unknown or External part makes the answer that
 * part. Functions are never equal, unless they are the same part of the compared structures.
 */
export function equalValues(machine: Machine, left: Lazy, right: Lazy): boolean | Opaque | Failure {
  let undecided: Opaque | undefined;
  const pending: Pair[] = [];
  let isPart = false;
  for (let pair: Pair | undefined = [left, right]; pair; pair = pending.pop()) {
    const spent = machine.spend();
    if (spent) return spent;
    const answer = compareOne(machine, machine.force(pair[0]), machine.force(pair[1]), isPart);
    isPart = true;
    if (answer === false) return false;
    if (answer === true) continue;
    if ("pairs" in answer) {
      undecided ??= answer.undecided;
      for (const inner of answer.pairs.toReversed()) if (inner[0] !== inner[1]) pending.push(inner);
    } else if (answer.type === "failure") return undecided ?? answer;
    else undecided ??= answer;
  }
  return undecided ?? true;
}

/** The order of `<`: numbers, strings (by code point), paths, and lists item by item. Other kinds fail as in Nix. */
export function orderValues(machine: Machine, left: Lazy, right: Lazy): -1 | 0 | 1 | Opaque | Failure {
  let [a, b] = [machine.force(left), machine.force(right)];
  for (;;) {
    const trouble = firstTrouble(a, b);
    if (trouble) return trouble;
    if (a.type !== "list" || b.type !== "list") return orderPlain(a, b);
    const difference = firstDifference(machine, a, b);
    if (typeof difference === "number") return difference;
    if ("type" in difference) return difference;
    [a, b] = [machine.force(difference[0]), machine.force(difference[1])];
  }
}

/** The order of attribute names and strings in Nix: that of the UTF-8 bytes, hence of the code points. */
function orderText(left: string, right: string): -1 | 0 | 1 {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    // Surrogates stand for code points above every other UTF-16 unit.
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? sign(a - b) : isSurrogate(a) ? 1 : -1;
  }
  return sign(left.length - right.length);
}

type Comparison =
  | boolean
  | Opaque
  | Failure
  | { readonly pairs: readonly Pair[]; readonly undecided: Opaque | undefined };

function compareOne(machine: Machine, a: Value, b: Value, isPart: boolean): Comparison {
  if (isPart && a === b && a.type !== "failure") return true;
  if (a.type === "failure" || a.type === "unknown") return a;
  if (b.type === "failure" || b.type === "unknown") return b;
  if (a.type === "external") return shapeExcludes(a, b) ? false : a;
  if (b.type === "external") return shapeExcludes(b, a) ? false : b;
  if (isNumber(a) && isNumber(b)) return orderNumbers(a.value, b.value) === 0;
  if (a.type === "null" || b.type === "null") return a.type === b.type;
  if (a.type === "bool" && b.type === "bool") return a.value === b.value;
  if (a.type === "string" && b.type === "string") return a.text === b.text;
  if (a.type === "path" && b.type === "path") return a.path === b.path;
  if (a.type === "list" && b.type === "list") return compareLists(a, b);
  if (a.type === "set" && b.type === "set") return compareSets(machine, a, b);
  return false;
}

/** Whether the two are surely of different kinds. */
function shapeExcludes(outside: External, other: Value): boolean {
  const [first, second] = [kindsOf(outside), kindsOf(other)];
  return first !== undefined && second !== undefined && !first.some((kind) => second.includes(kind));
}

/** The kinds that a value may be of, as far as values of them can be equal: no function equals anything. */
function kindsOf(value: Value): readonly string[] | undefined {
  if (value.type === "lambda" || value.type === "primop") return [];
  if (value.type !== "external") return [value.type];
  switch (value.shape) {
    case undefined:
      return undefined;
    case "function":
      return [];
    case "module":
      return ["set", "path"];
    case "string":
    case "set":
    case "list":
      return [value.shape];
    default:
      return value.shape satisfies never;
  }
}

function compareLists(a: ListValue, b: ListValue): Comparison {
  const open = a.open?.[0] ?? b.open?.[0] ?? undecidedItem(a) ?? undecidedItem(b);
  if (open && !a.open && !b.open) return open;
  if (!open) {
    if (a.items.length !== b.items.length) return false;
    return { pairs: pairsOf(a.items, b.items), undecided: undefined };
  }
  if (!a.open && a.items.length < certainItems(b)) return false;
  if (!b.open && b.items.length < certainItems(a)) return false;
  return open;
}

function certainItems(list: ListValue): number {
  return list.items.filter((item) => conditionOf(item)?.value !== "unknown").length;
}

/** An item that may be absent leaves open whether two lists are equal. */
function undecidedItem(list: ListValue): Unknown | undefined {
  const item = list.items.find((each) => conditionOf(each)?.value === "unknown");
  return item && unknown("an item depends on an undecided condition", conditionOf(item)?.at);
}

function pairsOf(left: readonly Lazy[], right: readonly Lazy[]): Pair[] {
  return left.flatMap((item, index): Pair[] => {
    const other = right[index];
    return other === undefined ? [] : [[item, other]];
  });
}

function compareSets(machine: Machine, a: SetValue, b: SetValue): Comparison {
  if (isDerivation(machine, a) && isDerivation(machine, b)) {
    const [left, right] = [a.entries.get("outPath"), b.entries.get("outPath")];
    if (left && right) return { pairs: [[left.value, right.value]], undecided: undefined };
  }
  let undecided = a.open?.[0] ?? b.open?.[0];
  const pairs: Pair[] = [];
  for (const name of [...new Set([...a.entries.keys(), ...b.entries.keys()])].sort(orderText)) {
    const [left, right] = [a.entries.get(name), b.entries.get(name)];
    const condition = left?.maybe ?? right?.maybe;
    if (condition) undecided ??= unknown(`whether there is an attribute '${name}' cannot be decided`, condition.at);
    else if (left && right) pairs.push([left.value, right.value]);
    else if (!(left ? b : a).open) return false;
  }
  return { pairs, undecided };
}

function isDerivation(machine: Machine, value: SetValue): boolean {
  const type = value.entries.get("type");
  if (!type || type.maybe) return false;
  const forced = machine.force(type.value);
  return forced.type === "string" && forced.text === "derivation";
}

function firstTrouble(a: Value, b: Value): Trouble | undefined {
  for (const value of [a, b]) {
    if (value.type === "failure" || value.type === "unknown" || value.type === "external") return value;
  }
  return undefined;
}

/** The order where the lists' lengths decide, or the first two items that differ. */
function firstDifference(machine: Machine, a: ListValue, b: ListValue): -1 | 0 | 1 | Opaque | Failure | Pair {
  const open = a.open?.[0] ?? b.open?.[0];
  if (open) return open;
  for (const [index, left] of a.items.entries()) {
    const right = b.items[index];
    if (right === undefined) return 1;
    const equal = left === right ? true : equalValues(machine, left, right);
    if (equal === false) return [left, right];
    if (equal !== true) return equal;
  }
  return a.items.length < b.items.length ? -1 : 0;
}

function orderPlain(a: Value, b: Value): -1 | 0 | 1 | Failure {
  if (isNumber(a) && isNumber(b)) return orderNumbers(a.value, b.value);
  if (a.type === "string" && b.type === "string") return orderText(a.text, b.text);
  if (a.type === "path" && b.type === "path") return orderText(a.path, b.path);
  const values =
    a.type === b.type
      ? `values of that type are incomparable (values are ${brief(a)} and ${brief(b)})`
      : `values are ${brief(a)} and ${brief(b)}`;
  return failure(`cannot compare ${describeKind(a)} with ${describeKind(b)}; ${values}`);
}

function isNumber(value: Value): value is Extract<Value, { type: "int" | "float" }> {
  return value.type === "int" || value.type === "float";
}

function orderNumbers(a: bigint | number, b: bigint | number): -1 | 0 | 1 {
  if (typeof a === typeof b) return a < b ? -1 : a === b ? 0 : 1;
  const [left, right] = [Number(a), Number(b)];
  return left < right ? -1 : left === right ? 0 : 1;
}

function sign(difference: number): -1 | 0 | 1 {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
