import type { Span } from "../../../text.ts";
import { bool, isOpaque, unknown } from "../../make.ts";
import { behind, binary, forceList, type Trouble, unary } from "../../operands.ts";
import { conditional, conditionOf } from "../../thunk.ts";
import type { Lazy, ListValue, Machine, StringValue, Value } from "../../value.ts";
import { contains, inSomeOrder, keepItems, listOf, undecidedCondition, withItems } from "./lists-items.ts";

/**
 * `lib.unique`: the first of equal items stays; of equal strings it remembers where the others were written. An item that may be equal
 * to an earlier one, or to one that may be absent, stays as one that may be absent.
 */
function uniqueItems(machine: Machine, list: ListValue, at: Span | undefined): ListValue | Trouble {
  // Nix compares an item with those before it, so a single one is not looked at.
  if (list.items.length < 2) return list;
  const kept: Kept = { items: [], strings: new Map(), others: [] };
  for (const item of list.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const value = machine.force(item);
    if (value.type === "failure") {
      if (undecidedCondition(item)) continue;
      return value;
    }
    const problem = addUnlessThere(machine, kept, item, value, at);
    if (problem) return problem;
  }
  return withItems(list, kept.items);
}

interface Kept {
  readonly items: Lazy[];
  /** Where the string of this text stands. */
  readonly strings: Map<string, number>;
  /** Where everything else stands. */
  readonly others: number[];
}

function addUnlessThere(
  machine: Machine,
  kept: Kept,
  item: Lazy,
  value: Value,
  at: Span | undefined,
): Trouble | undefined {
  const found = earlierEqual(machine, kept, value, at);
  if (typeof found === "object") return found;
  const { items } = kept;
  const earlier = typeof found === "number" ? items[found] : undefined;
  if (typeof found === "number" && earlier !== undefined) {
    const isLast = found === items.length - 1;
    if (isLast || !undecidedCondition(earlier)) {
      items[found] = repeated(machine, earlier, item, value);
      return undefined;
    }
  }
  if (value.type === "string") kept.strings.set(value.text, items.length);
  else kept.others.push(items.length);
  items.push(found === undefined ? item : behind(machine, { value: "unknown", at }, item));
  return undefined;
}

/** Where an item stands that is the same, "perhaps" when there may be one. */
function earlierEqual(
  machine: Machine,
  kept: Kept,
  value: Value,
  at: Span | undefined,
): number | "perhaps" | undefined | Trouble {
  const known = value.type === "string" ? kept.strings.get(value.text) : undefined;
  if (known !== undefined) return known;
  let doubt: "perhaps" | undefined;
  const candidates = isOpaque(value) ? kept.items.keys() : kept.others;
  for (const index of candidates) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const equal = machine.equal(kept.items[index] ?? value, value);
    if (equal === true) return index;
    if (equal === false) continue;
    if (equal.type === "failure") return equal;
    doubt = "perhaps";
  }
  return doubt;
}

/** The kept item once it is met again: surely there if either is, with the places of both if it is a string. */
function repeated(machine: Machine, earlier: Lazy, again: Lazy, value: Value): Lazy {
  const first = machine.force(earlier);
  const merged = first.type === "string" && value.type === "string" ? withPlacesOf(first, value) : first;
  if (merged === first && !undecidedCondition(earlier)) return earlier;
  const condition = undecidedCondition(earlier) ? conditionOf(again) : conditionOf(earlier);
  return condition ? conditional(merged, condition, (lazy) => machine.force(lazy)) : merged;
}

function withPlacesOf(first: StringValue, again: StringValue): StringValue {
  const known = [first.at, ...(first.also ?? [])];
  const places = [...(again.at ? [again.at] : []), ...(again.also ?? [])];
  const fresh = places.filter(
    (place) => !known.some((one) => one?.file === place.file && one.start === place.start && one.end === place.end),
  );
  return fresh.length > 0 ? { ...first, also: [...(first.also ?? []), ...fresh] } : first;
}

/** The parts of `lists` that compare items with one another. */
export const comparingLists: Readonly<Record<string, Value>> = {
  unique: unary("unique", (machine, items, at) => {
    const list = forceList(machine, items, at);
    return list.type === "list" ? uniqueItems(machine, list, at) : list;
  }),
  uniqueStrings: unary("uniqueStrings", (machine, items, at) => {
    const list = forceList(machine, items, at);
    const single = list.type === "list" ? uniqueItems(machine, list, at) : list;
    if (single.type !== "list") return single;
    if (single.items.some((item) => isOpaque(machine.force(item)))) return inSomeOrder(machine, single, at);
    const textOf = (item: Lazy) => {
      const value = machine.force(item);
      return value.type === "string" ? value.text : "";
    };
    return withItems(
      single,
      [...single.items].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0)),
    );
  }),
  allUnique: unary("allUnique", (machine, items, at) => {
    const list = forceList(machine, items, at);
    if (list.type !== "list") return list;
    const single = uniqueItems(machine, list, at);
    if (single.type !== "list") return single;
    if (list.open || single.items.some(undecidedCondition)) return unknown("a part of the list is not known", at);
    return bool(single.items.length === list.items.length);
  }),
  remove: binary("remove", (machine, unwanted, items, at) => {
    const list = forceList(machine, items, at);
    if (list.type !== "list") return list;
    return keepItems(machine, list, (item) => not(machine.equal(item, unwanted)), unwanted, at);
  }),
  intersectLists: binary("intersectLists", (machine, wanted, items, at) =>
    listedAmong(machine, wanted, items, true, at),
  ),
  subtractLists: binary("subtractLists", (machine, unwanted, items, at) =>
    listedAmong(machine, unwanted, items, false, at),
  ),
  mutuallyExclusive: binary("mutuallyExclusive", (machine, first, second, at) => {
    const common = listedAmong(machine, second, first, true, at);
    if (common.type !== "list") return common;
    if (common.items.some((item) => !undecidedCondition(item))) return bool(false);
    return common.items.length > 0 || common.open ? unknown("a part of the lists is not known", at) : bool(true);
  }),
};

/** The items that are, or are not, among the others. */
export function listedAmong(machine: Machine, others: Lazy, items: Lazy, wanted: boolean, at: Span | undefined): Value {
  const list = forceList(machine, items, at);
  if (list.type !== "list") return list;
  if (list.items.length === 0) return list;
  const forced = forceList(machine, others, at);
  if (forced.type === "failure") return forced;
  const other = forced.type === "list" ? forced : listOf([], [forced]);
  const test = (item: Lazy) => {
    const found = contains(machine, other, item, at);
    return wanted ? found : not(found);
  };
  return keepItems(machine, list, test, others, at);
}

/** The opposite, where it is decided. */
export function not(decision: boolean | Trouble): boolean | Trouble {
  return typeof decision === "boolean" ? !decision : decision;
}
