import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { coerceToString } from "../../coerce.ts";
import { orderValues } from "../../compare.ts";
import { int, list, record } from "../../make.ts";
import { binary, forceList, isTrouble, type Trouble, ternary, unary } from "../../operands.ts";
import type { Lazy, ListValue, Machine, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { decide, inSomeOrder, undecidedCondition, withItems } from "./lists-items.ts";

/** The functions of `lib.lists` that order items. */
export const orderingLists: Readonly<Record<string, Value>> = {
  reverseList: unary("reverseList", (machine, items, at) => {
    const source = forceList(machine, items, at);
    return source.type === "list" ? withItems(source, [...source.items].reverse()) : source;
  }),
  sortOn: binary("sortOn", (machine, key, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    const keys = source.items.map((item) => machine.lazy(() => machine.call(key, [item], at)));
    return sortByKeys(machine, source, keys, (a, b) => orderValues(machine, a, b), at);
  }),
  naturalSort: unary("naturalSort", (machine, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list" || source.items.length < 2) return source;
    const keys: NaturalKey[] = [];
    for (const item of source.items) {
      const text = coerceToString(machine, item, { mode: "interpolation" }, at);
      if (text.type === "failure" && !undecidedCondition(item)) return text;
      if (text.type !== "string") return inSomeOrder(machine, source, at);
      keys.push(naturalKey(text.text));
    }
    return sortByKeys(machine, source, keys, compareNaturally, at);
  }),
  compareLists: ternary("compareLists", (machine, compare, first, second, at) => {
    const left = forceList(machine, first, at);
    if (left.type !== "list") return left;
    const right = forceList(machine, second, at);
    if (right.type !== "list") return right;
    for (const [index, item] of left.items.entries()) {
      const doubt = uncertainLength(left, at, index + 1) ?? uncertainLength(right, at, index + 1);
      if (doubt) return doubt;
      const other = right.items[index];
      if (other === undefined) return int(1);
      const order = machine.call(compare, [item, other], at);
      if (order.type !== "int" || order.value !== 0n) return order;
    }
    const doubt = uncertainLength(left, at) ?? uncertainLength(right, at);
    return doubt ?? int(left.items.length < right.items.length ? -1 : 0);
  }),
  listDfs: ternary("listDfs", (machine, stopOnCycles, before, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    const stop = machine.force(stopOnCycles);
    if (isTrouble(stop)) return stop;
    const walk = depthFirst(machine, stop.type === "bool" && stop.value, before, source.items, at);
    if ("type" in walk) return walk;
    const rest = { visited: list(walk.visited), rest: list(walk.rest) };
    return walk.loops
      ? record({ cycle: walk.item, loops: list(walk.loops), ...rest })
      : record({ minimal: walk.item, ...rest });
  }),
  toposort: binary("toposort", (machine, before, items, at) => {
    const source = forceList(machine, items, at);
    return source.type === "list" ? toposort(machine, before, source, at) : source;
  }),
};

function sortByKeys<Key>(
  machine: Machine,
  source: ListValue,
  keys: readonly Key[],
  order: (a: Key, b: Key) => number | Trouble,
  at: Span | undefined,
): Value {
  const spent = machine.spend(at);
  if (spent) return spent;
  let trouble: Trouble | undefined;
  const pairs = source.items.map((item, index) => [item, keys[index]] as const);
  pairs.sort(([, a], [, b]) => {
    if (trouble || a === undefined || b === undefined) return 0;
    const result = order(a, b);
    if (typeof result === "number") return result;
    trouble = result;
    return 0;
  });
  if (trouble?.type === "failure" && !source.items.some(undecidedCondition)) return trouble;
  return trouble
    ? inSomeOrder(machine, source, at)
    : withItems(
        source,
        pairs.map(([item]) => item),
      );
}

type NaturalKey = readonly (string | bigint)[];

/** Texts and the numbers between them, in turn. */
function naturalKey(text: string): NaturalKey {
  return text.split(/(0|[1-9][0-9]*)/).map((piece, index) => (index % 2 === 1 ? BigInt(piece) : piece));
}

function compareNaturally(a: NaturalKey, b: NaturalKey): number {
  for (const [index, piece] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (piece !== other) return piece < other ? -1 : 1;
  }
  return a.length - b.length;
}

interface Walk {
  /** The item nothing comes before, or the one the cycle was found at. */
  readonly item: Lazy;
  readonly loops: readonly Lazy[] | undefined;
  readonly visited: readonly Lazy[];
  readonly rest: readonly Lazy[];
}

/** Goes from the first item to one before it, and so on. */
function depthFirst(
  machine: Machine,
  stopOnCycles: boolean,
  before: Lazy,
  items: readonly Lazy[],
  at: Span | undefined,
): Walk | Value {
  let [current, ...rest] = items;
  let visited: Lazy[] = [];
  for (;;) {
    const spent = machine.spend(at);
    if (spent) return spent;
    if (current === undefined) return callBuiltin(machine, "head", [list([])], at);
    const here = current;
    const isBefore = (item: Lazy) => decide(machine, before, [item, here], at);
    const loops = stopOnCycles ? split(visited, isBefore) : { right: [], wrong: [] };
    if ("type" in loops) return loops;
    if (loops.right.length > 0) return { item: here, loops: loops.right, visited, rest };
    const earlier = split(rest, isBefore);
    if ("type" in earlier) return earlier;
    if (earlier.right.length === 0) return { item: here, loops: undefined, visited, rest };
    visited = [here, ...visited];
    current = earlier.right[0];
    rest = [...earlier.right.slice(1), ...earlier.wrong];
  }
}

function split(
  items: readonly Lazy[],
  test: (item: Lazy) => boolean | Trouble,
): { right: Lazy[]; wrong: Lazy[] } | Trouble {
  const right: Lazy[] = [];
  const wrong: Lazy[] = [];
  for (const item of items) {
    const verdict = test(item);
    if (typeof verdict !== "boolean") return verdict;
    (verdict ? right : wrong).push(item);
  }
  return { right, wrong };
}

function toposort(machine: Machine, before: Lazy, source: ListValue, at: Span | undefined): Value {
  const sorted: Lazy[] = [];
  let rest = source.items;
  while (rest.length > 1) {
    const walk = depthFirst(machine, true, before, rest, at);
    if ("type" in walk) return walk;
    if (walk.loops) {
      const cycle = [walk.item, ...walk.visited].reverse();
      return record({ cycle: list(cycle), loops: list(walk.loops) });
    }
    sorted.push(walk.item);
    rest = [...walk.visited, ...walk.rest];
  }
  return record({ result: withItems(source, [...sorted, ...rest]) });
}
