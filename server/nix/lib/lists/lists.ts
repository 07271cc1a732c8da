import type { Span } from "../../../text.ts";
import { certainIndex, firstUndecided, madeOf, withMade } from "../../builtins/foreign-operands.ts";
import { int, list, primop, record, unknown } from "../../make.ts";
import { argument, binary, forceInt, forceList, ternary, unary } from "../../operands.ts";
import { placeOf } from "../../thunk.ts";
import type { Lazy, ListValue, Machine, Value } from "../../value.ts";
import { mapEntries } from "../attrsets/attrsets-entries.ts";
import { builtinsNamed, callBuiltin } from "../builtin.ts";
import { optional, optionals, toListOf } from "./lists-conditions.ts";
import { flatten } from "./lists-flatten.ts";
import { foldLeft, foldl, foldlStrict, foldr } from "./lists-folds.ts";
import { decide, keepItems, listOf, mapItems, undecidedCondition } from "./lists-items.ts";
import { orderingLists } from "./lists-order.ts";
import { slices } from "./lists-slices.ts";
import { comparingLists } from "./lists-unique.ts";

/** `lib.lists`. */
export const lists: Readonly<Record<string, Value>> = {
  ...builtinsNamed("head", "tail", "length", "isList", "elemAt", "concatLists", "filter", "elem", "genList", "map"),
  ...builtinsNamed("concatMap", "any", "all", "partition", "groupBy", "sort"),
  ...comparingLists,
  ...orderingLists,
  ...slices,
  optional,
  optionals,
  flatten,
  foldr,
  fold: foldr,
  foldl,
  "foldl'": foldlStrict,
  singleton: unary("singleton", (_machine, item) => list([item])),
  forEach: binary("forEach", (machine, items, change, at) => callBuiltin(machine, "map", [change, items], at)),
  toList: unary("toList", toListOf),
  imap0: indexedMap("imap0", 0),
  imap1: indexedMap("imap1", 1),
  ifilter0: binary("ifilter0", (machine, test, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    const holds = (item: Lazy, index: number) => decide(machine, test, [certainIndex(source, index, at), item], at);
    return keepItems(machine, source, holds, test, at);
  }),
  count: binary("count", (machine, test, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    const kept = keepItems(machine, source, (item) => decide(machine, test, [item], at), test, at);
    if (kept.type !== "list") return kept;
    const certain = !kept.open && !kept.items.some(undecidedCondition);
    return certain ? int(kept.items.length) : unknown("how many items there are cannot be decided", at);
  }),
  findFirst: ternary("findFirst", (machine, test, fallback, items, at) =>
    findFirst(machine, test, items, at, (item) => machine.force(item), fallback),
  ),
  findFirstIndex: ternary("findFirstIndex", (machine, test, fallback, items, at) =>
    findFirst(machine, test, items, at, (_item, index, source) => certainIndex(source, index, at), fallback),
  ),
  findSingle: primop("findSingle", 4, (machine, args, at) => findSingle(machine, args, at)),
  range: binary("range", range),
  replicate: binary("replicate", (machine, count, item, at) => {
    const times = forceInt(machine, count, at);
    if (times.type !== "int") return times;
    const length = lengthOf(times.value);
    return machine.spend(at, 1 + length) ?? list(new Array<Lazy>(length).fill(item));
  }),
  "groupBy'": primop("groupBy'", 4, (machine, args, at) => {
    const groups = callBuiltin(machine, "groupBy", [argument(args, 2), argument(args, 3)], at);
    if (groups.type !== "set") return groups;
    return mapEntries(groups, (_name, { value }) =>
      machine.call(foldl, [argument(args, 0), argument(args, 1), value], at),
    );
  }),
  zipListsWith: ternary("zipListsWith", zipListsWith),
  zipLists: binary("zipLists", (machine, first, second, at) => {
    const pair = binary("zipLists", (_machine, fst, snd) => record({ fst, snd }));
    return zipListsWith(machine, pair, first, second, at);
  }),
  crossLists: binary("crossLists", (machine, fn, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    const step = (before: Value, args: Lazy): Value => {
      const each = unary("crossLists", (_machine, partial) => callBuiltin(machine, "map", [partial, args], at));
      return callBuiltin(machine, "concatMap", [each, before], at);
    };
    return foldLeft(machine, source, list([fn]), step, at);
  }),
  concatAttrValues: unary("concatAttrValues", (machine, set, at) =>
    callBuiltin(machine, "concatLists", [callBuiltin(machine, "attrValues", [set], at)], at),
  ),
};

function indexedMap(name: string, first: number): Value {
  return binary(name, (machine, change, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return madeOf(machine, change, source);
    const mapped = mapItems(machine, source, (item, index) => {
      const place = certainIndex(source, index, at);
      return machine.call(change, [place.type === "int" ? int(index + first) : place, item], at);
    });
    return withMade(machine, change, mapped);
  });
}

/** The first item the test holds for; behind an undecided one the answer is either. */
function findFirst(
  machine: Machine,
  test: Lazy,
  items: Lazy,
  at: Span | undefined,
  found: (item: Lazy, index: number, source: ListValue) => Value,
  fallback: Lazy,
): Value {
  const source = forceList(machine, items, at);
  if (source.type !== "list") return source;
  const doubtful: [Lazy, number][] = [];
  const settle = (last: Value): Value =>
    doubtful.reduceRight((rest: Value, [item, index]) => {
      const condition = { value: "unknown" as const, at: placeOf(test) };
      return machine.join(
        condition,
        machine.lazy(() => found(item, index, source)),
        rest,
      );
    }, last);
  for (const [index, item] of source.items.entries()) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, test, [item], at);
    if (verdict === false) continue;
    if (verdict !== true && verdict.type === "failure") {
      if (undecidedCondition(item)) continue;
      return settle(verdict);
    }
    if (verdict === true && !undecidedCondition(item)) return settle(found(item, index, source));
    doubtful.push([item, index]);
  }
  return settle(source.open?.[0] ?? machine.force(fallback));
}

function findSingle(machine: Machine, args: readonly Lazy[], at: Span | undefined): Value {
  const found = callBuiltin(machine, "filter", [argument(args, 0), argument(args, 3)], at);
  if (found.type !== "list") return found;
  const [only] = found.items;
  if (found.open || found.items.some(undecidedCondition)) return unknown("a part of the list is not known", at);
  if (only === undefined) return machine.force(argument(args, 1));
  return machine.force(found.items.length === 1 ? only : argument(args, 2));
}

function range(machine: Machine, first: Lazy, last: Lazy, at: Span | undefined): Value {
  const from = forceInt(machine, first, at);
  if (from.type !== "int") return from;
  const to = forceInt(machine, last, at);
  if (to.type !== "int") return to;
  const length = lengthOf(to.value - from.value + 1n);
  // Paid for before the items are made: a huge range must not take the memory.
  return machine.spend(at, 1 + length) ?? list(Array.from({ length }, (_, index) => int(from.value + BigInt(index))));
}

/** The number of items; none for a negative one. */
function lengthOf(count: bigint): number {
  return count < 0n ? 0 : Number(count);
}

function zipListsWith(machine: Machine, combine: Lazy, first: Lazy, second: Lazy, at: Span | undefined): Value {
  const left = forceList(machine, first, at);
  if (left.type !== "list") return madeOf(machine, combine, left);
  const right = forceList(machine, second, at);
  if (right.type !== "list") return madeOf(machine, combine, right);
  // Behind an item that may be absent nobody knows what meets what.
  const sure = left.open || right.open ? 0 : Math.min(firstUndecided(left.items), firstUndecided(right.items));
  const length = Math.min(left.items.length, right.items.length);
  const items = left.items
    .slice(0, Math.min(length, sure))
    .map((item, index) =>
      machine.lazy(() => machine.call(combine, [item, right.items[index] ?? unknown("no such item")], at)),
    );
  const open = [...(left.open ?? []), ...(right.open ?? [])].map((part) => madeOf(machine, combine, part));
  return listOf(items, sure < length && open.length === 0 ? [unknown("what meets what is not known", at)] : open);
}
