import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { failure, thrown } from "../../make.ts";
import { binary, forceInt, forceList, type Trouble, ternary, unary } from "../../operands.ts";
import type { Lazy, ListValue, Machine, Value } from "../../value.ts";
import { allUndecided, answered, listOf } from "./lists-items.ts";

type Bounds = (length: number, count: number) => readonly [start: number, end: number];

/** The functions of `lib.lists` that take a stretch out of a list. A list with open parts has no known stretches. */
export const slices: Readonly<Record<string, Value>> = {
  take: counted("take", (_length, count) => [0, count]),
  drop: counted("drop", (length, count) => [count, length]),
  takeEnd: counted("takeEnd", (length, count) => [Math.max(0, length - count), length]),
  dropEnd: counted("dropEnd", (length, count) => [0, Math.max(0, length - count)]),
  sublist: ternary("sublist", (machine, start, count, items, at) => {
    const from = forceInt(machine, start, at);
    if (from.type !== "int") return from;
    const first = Number(from.value);
    return slice(machine, count, items, (_length, wanted) => [first, first + wanted], at);
  }),
  last: unary("last", (machine, items, at) => {
    const list = nonEmpty(machine, items, "last", at);
    return list.type === "list" ? machine.force(list.items.at(-1) ?? list) : list;
  }),
  init: unary("init", (machine, items, at) => {
    const list = nonEmpty(machine, items, "init", at);
    return list.type === "list" ? listOf(list.items.slice(0, -1)) : list;
  }),
  hasPrefix: binary("hasPrefix", (machine, prefix, items, at) => {
    return answered(startsWith(machine, prefix, items, at), at);
  }),
  removePrefix: binary("removePrefix", (machine, prefix, items, at) => {
    const starts = startsWith(machine, prefix, items, at);
    if (typeof starts !== "boolean") return starts;
    const first = forceList(machine, prefix, at);
    const whole = forceList(machine, items, at);
    if (starts && first.type === "list" && whole.type === "list") return listOf(whole.items.slice(first.items.length));
    return thrown("lib.lists.removePrefix: First argument is not a list prefix of the second argument", at);
  }),
  commonPrefix: binary("commonPrefix", (machine, first, second, at) => {
    const left = closedList(machine, first, at);
    if (left.type !== "list" || left.items.length === 0) return left;
    const right = closedList(machine, second, at);
    if (right.type !== "list") return right;
    const end = commonLength(machine, left, right);
    return typeof end === "number" ? listOf(left.items.slice(0, end)) : end;
  }),
  replaceElemAt: ternary("replaceElemAt", (machine, items, index, item, at) => {
    const list = closedList(machine, items, at);
    if (list.type !== "list") return list;
    const where = forceInt(machine, index, at);
    if (where.type !== "int") return where;
    if (where.value >= 0n && where.value < list.items.length) return listOf(list.items.with(Number(where.value), item));
    return thrown(`'lists.replaceElemAt' called with index ${where.value} on a list of size ${list.items.length}`, at);
  }),
};

function counted(name: string, bounds: Bounds): Value {
  return binary(name, (machine, count, items, at) => slice(machine, count, items, bounds, at));
}

function slice(machine: Machine, count: Lazy, items: Lazy, bounds: Bounds, at: Span | undefined): Value {
  const list = forceList(machine, items, at);
  // Of nothing Nix takes nothing, whatever the number is.
  if (list.type !== "list" || (list.items.length === 0 && !list.open)) return list;
  const wanted = forceInt(machine, count, at);
  if (wanted.type !== "int") return wanted;
  if (list.open) return allUndecided(machine, list, at);
  const [start, end] = bounds(list.items.length, Number(wanted.value));
  const isWhole = start <= 0 && end >= list.items.length;
  if (!isWhole && uncertainLength(list, at)) return allUndecided(machine, list, at);
  if (start >= list.items.length) return listOf([]);
  if (start < 0) return failure(`list index ${start} is out of bounds`, at);
  if (end < start) return failure(`cannot create list of size ${end - start}`, at);
  return isWhole ? list : listOf(list.items.slice(start, end));
}

/** The list if its length is known. */
function closedList(machine: Machine, items: Lazy, at: Span | undefined): ListValue | Trouble {
  const list = forceList(machine, items, at);
  return list.type === "list" ? (uncertainLength(list, at) ?? list) : list;
}

function nonEmpty(machine: Machine, items: Lazy, name: string, at: Span | undefined): ListValue | Trouble {
  const list = closedList(machine, items, at);
  if (list.type !== "list" || list.items.length > 0) return list;
  return thrown(`lists.${name}: list must not be empty!`, at);
}

function startsWith(machine: Machine, prefix: Lazy, items: Lazy, at: Span | undefined): boolean | Trouble {
  const first = closedList(machine, prefix, at);
  if (first.type !== "list") return first;
  const whole = closedList(machine, items, at);
  if (whole.type !== "list") return whole;
  return machine.equal(listOf(whole.items.slice(0, first.items.length)), first);
}

function commonLength(machine: Machine, left: ListValue, right: ListValue): number | Trouble {
  for (const [index, item] of left.items.entries()) {
    const other = right.items[index];
    if (other === undefined) return index;
    const equal = machine.equal(item, other);
    if (equal === false) return index;
    if (equal !== true) return equal;
  }
  return left.items.length;
}
