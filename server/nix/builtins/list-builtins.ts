import type { Span } from "../../text.ts";
import { costOfParts } from "../budget.ts";
import { contains, decide, keepItems, mapItems, undecidedCondition, withItems } from "../lib/lists/lists-items.ts";
import { bool, failure, int, list, unknown } from "../make.ts";
import { binary, forceInt, forceList, isTrouble, notCallable, type Trouble, unary } from "../operands.ts";
import type { IntValue, Lazy, ListValue, Machine, PrimopValue, Value } from "../value.ts";
import { foreignCall, madeOf, uncertainLength, undecidedCall, withMade } from "./foreign-operands.ts";
import { foldLeftBuiltin } from "./list-fold.ts";
import { groupByBuiltin, partitionBuiltin } from "./list-groups.ts";
import { concatenateLists } from "./list-joining.ts";
import { sortBuiltin } from "./list-sort.ts";

/** Functions on lists. None forces an item that Nix would not force. */
export const listBuiltins: Readonly<Record<string, Value>> = {
  length: unary("length", (machine, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return foreignCall("length", source, at);
    return uncertainLength(source, at) ?? int(source.items.length);
  }),
  head: unary("head", (machine, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return foreignCall("head", source, at);
    return itemAt(machine, source, 0, "'builtins.head' called on an empty list", at);
  }),
  tail: unary("tail", (machine, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return foreignCall("tail", source, at);
    if (source.items.length === 0 && !source.open) return failure("'builtins.tail' called on an empty list", at);
    return uncertainLength(source, at, 1) ?? withItems(source, source.items.slice(1));
  }),
  elemAt: binary("elemAt", (machine, items, index, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return foreignCall("elemAt", source, at);
    const which = forceInt(machine, index, at);
    if (which.type !== "int") return undecidedCall("elemAt", which, at);
    const outside = `'builtins.elemAt' called with index ${which.value} on a list of size ${source.items.length}`;
    return itemAt(machine, source, Number(which.value), outside, at);
  }),
  map: binary("map", (machine, change, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return madeOf(machine, change, source);
    const problem = source.items.length > 0 ? notCallable(machine, change, at) : undefined;
    if (problem) return problem;
    const spent = machine.spend(at, costOfParts(2 * source.items.length));
    return (
      spent ??
      withMade(
        machine,
        change,
        mapItems(machine, source, (item) => machine.apply(change, item, at)),
      )
    );
  }),
  filter: binary("filter", (machine, predicate, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    const problem = source.items.length > 0 ? notCallable(machine, predicate, at) : undefined;
    if (problem) return problem;
    return keepItems(machine, source, (item) => decide(machine, predicate, [item], at), predicate, at);
  }),
  elem: binary("elem", (machine, wanted, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return undecidedCall("elem", source, at);
    const found = contains(machine, source, wanted, at);
    if (typeof found !== "boolean") return undecidedCall("elem", found, at);
    return found ? { type: "bool", value: true, word: foundWord(machine, source, wanted) } : bool(false);
  }),
  concatLists: unary("concatLists", (machine, lists, at) => {
    const source = forceList(machine, lists, at);
    return source.type === "list" ? concatenateLists(machine, source, at) : source;
  }),
  concatMap: binary("concatMap", (machine, change, items, at) => {
    const problem = notCallable(machine, change, at);
    if (problem) return problem;
    const source = forceList(machine, items, at);
    if (source.type !== "list") return madeOf(machine, change, source);
    const mapped = mapItems(machine, source, (item) => machine.apply(change, item, at));
    return concatenateLists(machine, withMade(machine, change, mapped), at);
  }),
  all: quantifier("all", false),
  any: quantifier("any", true),
  "foldl'": foldLeftBuiltin,
  genList: binary("genList", (machine, make, length, at) => {
    const count = forceInt(machine, length, at);
    return count.type === "int" ? generated(machine, make, count, at) : undecidedCall("genList", count, at);
  }),
  sort: sortBuiltin,
  partition: partitionBuiltin,
  groupBy: groupByBuiltin,
};

function itemAt(machine: Machine, source: ListValue, index: number, outside: string, at: Span | undefined): Value {
  const item = source.items[index];
  if (item === undefined && !source.open) return failure(outside, at);
  const uncertain = uncertainLength(source, at, index + 1);
  if (uncertain) return uncertain;
  return item === undefined ? failure(outside, at) : machine.force(item);
}

/** `decisive` is the verdict on a single item that settles the answer. */
function quantifier(name: string, decisive: boolean): PrimopValue {
  return binary(name, (machine, predicate, items, at) => {
    const problem = notCallable(machine, predicate, at);
    if (problem) return problem;
    const source = forceList(machine, items, at);
    if (source.type !== "list") return undecidedCall(name, source, at);
    const verdict = settle(machine, source, predicate, decisive, at);
    return typeof verdict === "boolean" ? bool(verdict) : undecidedCall(name, verdict, at);
  });
}

function settle(
  machine: Machine,
  source: ListValue,
  predicate: Lazy,
  decisive: boolean,
  at: Span | undefined,
): boolean | Trouble {
  let doubt: Trouble | undefined = source.open?.[0];
  for (const item of source.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, predicate, [item], at);
    if (verdict === !decisive) continue;
    const condition = undecidedCondition(item);
    if (verdict !== decisive && isTrouble(verdict) && verdict.type === "failure") {
      if (condition) continue;
      // An item before it may settle the answer.
      return doubt ?? verdict;
    }
    if (verdict === decisive && !condition) return decisive;
    doubt ??= isTrouble(verdict) ? verdict : unknown("an item depends on an undecided condition", condition?.at);
  }
  return doubt ?? !decisive;
}

function generated(machine: Machine, make: Lazy, count: IntValue, at: Span | undefined): Value {
  if (count.value < 0n) return failure(`cannot create list of size ${count.value}`, at);
  const problem = notCallable(machine, make, at);
  if (problem) return problem;
  // Paid for before the items are made: a huge count must not take the memory.
  const spent = machine.spend(at, 1 + 4 * Number(count.value));
  if (spent) return spent;
  const items = Array.from({ length: Number(count.value) }, (_, index) =>
    machine.lazy(() => machine.apply(make, int(index), at), at),
  );
  return list(items);
}

/** Where the string that was found in the list is written. */
function foundWord(machine: Machine, { items, at: listAt }: ListValue, wanted: Lazy): Span | undefined {
  const word = machine.force(wanted);
  if (word.type !== "string") return undefined;
  for (const item of items) {
    if (machine.spend(listAt)) return undefined;
    const value = machine.force(item);
    if (value.type === "string" && value.text === word.text) return value.listed ? undefined : value.at;
  }
  return undefined;
}
