import type { Lambda } from "../../syntax/syntax-tree.ts";
import type { Span } from "../../text.ts";
import { undecidedCondition } from "../lib/lists/lists-items.ts";
import { external, unknown } from "../make.ts";
import type { Trouble } from "../operands.ts";
import { isNativePath } from "../paths.ts";
import type { External, IntValue, Lazy, ListValue, Machine, StringValue, Unknown, Value } from "../value.ts";

/** What builtin `name` gives when its operand is not at hand: of an External the call as a new External, the rest as it is. */
export function foreignCall(name: string, operand: Trouble, at: Span | undefined, shape?: External["shape"]): Trouble {
  return operand.type === "external" ? external(`${name}(${operand.path})`, at, shape) : operand;
}

/** As `foreignCall`, where a result that depends on something outside is of no use: External becomes Unknown. */
export function undecidedCall(name: string, operand: Trouble, at: Span | undefined): Trouble {
  return operand.type === "external" ? unknown(`${name} depends on ${operand.path}`, at) : operand;
}

/** A text made of this one: it still comes from the same literal. */
export function derivedText(source: StringValue, text: string): StringValue {
  return source.text === text ? source : { ...source, text, also: undefined };
}

/** Why the number of items, or which item is the n-th, is not known; undefined when the first `count` are certain. */
export function uncertainLength(list: ListValue, at: Span | undefined, count = list.items.length): Unknown | undefined {
  if (list.open) return unknown("the list has a part of unknown length", at);
  const first = firstUndecided(list.items);
  const item = first < count ? list.items[first] : undefined;
  return item && unknown("an item of the list depends on an undecided condition", undecidedCondition(item)?.at);
}

const firstUndecidedOf = new WeakMap<readonly Lazy[], number>();

/** The index of an item, where it is certain what stands before it. */
export function certainIndex(list: ListValue, index: number, at: Span | undefined): IntValue | Unknown {
  return uncertainLength(list, at, index) ?? { type: "int", value: BigInt(index) };
}

/** The index of the first item that may be absent, infinite where there is none. Remembered, so that asking for every item in turn does not take the square of their number. */
export function firstUndecided(items: readonly Lazy[]): number {
  let first = firstUndecidedOf.get(items);
  if (first === undefined) {
    const index = items.findIndex(undecidedCondition);
    first = index < 0 ? Number.POSITIVE_INFINITY : index;
    firstUndecidedOf.set(items, first);
  }
  return first;
}

/** Every item as a string, or why not. */
export function forceStrings(
  machine: Machine,
  list: ListValue,
  coerce: (item: Lazy) => StringValue | Trouble,
  at: Span | undefined,
): StringValue[] | Trouble {
  const uncertain = uncertainLength(list, at);
  if (uncertain) return uncertain;
  const strings: StringValue[] = [];
  for (const item of list.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const value = coerce(item);
    if (value.type !== "string") return value;
    strings.push(value);
  }
  return strings;
}

/**
 * What a function makes of each item of a list that is not known. Items from outside stay outside where the function only looks into
 * them; what else a function of the flake makes of them may be anything that the flake has.
 */
export function madeOf<Part extends Value>(machine: Machine, change: Lazy, items: Part): Part | Unknown {
  if (items.type !== "external") return items;
  const made = machine.force(change);
  if (made.type !== "lambda" || isNativePath(made.at.file) || looksInto(made.lambda)) return items;
  return unknown(`what is made of each item of ${items.path}`, made.at);
}

/** What a function makes of the parts of a list that are not known. */
export function withMade(machine: Machine, change: Lazy, mapped: ListValue): ListValue {
  return mapped.open ? { ...mapped, open: mapped.open.map((part) => madeOf(machine, change, part)) } : mapped;
}

/** `x: x` and `x: x.a.b`. */
function looksInto({ parameter, body }: Lambda): boolean {
  const of = body.kind === "select" && !body.fallback ? body.from : body;
  body.seen = true;
  of.seen = true;
  return parameter !== undefined && of.kind === "variable" && of.name === parameter.name;
}
