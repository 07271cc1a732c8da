import type { Span } from "../../../text.ts";
import { forceList, ternary } from "../../operands.ts";
import type { Lazy, ListValue, Machine, Opaque, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { undecidedCondition } from "./lists-items.ts";

/** `lib.foldr`: lazy in the rest. */
export const foldr: Value = ternary("foldr", (machine, op, start, items, at) => {
  const list = forceList(machine, items, at);
  return list.type === "list"
    ? foldRight(machine, list, start, (item, rest) => machine.call(op, [item, rest], at))
    : list;
});

/** `lib.foldl`: lazy in what came before. */
export const foldl: Value = ternary("foldl", (machine, op, start, items, at) => {
  const list = forceList(machine, items, at);
  if (list.type !== "list") return list;
  const step = (item: Lazy, before: Lazy) => machine.call(op, [before, item], at);
  return foldRight(machine, { ...list, items: [...list.items].reverse() }, start, step);
});

/** `lib.foldl'`: unlike the builtin, it needs the start even where nothing looks at it. */
export const foldlStrict: Value = ternary("foldl'", (machine, combine, start, items, at) => {
  const first = machine.force(start);
  return first.type === "failure" ? first : callBuiltin(machine, "foldl'", [combine, first, items], at);
});

/** Folds from the last item on; `combine` gets the rest unforced. An item that may be absent leaves both results joined. */
export function foldRight(
  machine: Machine,
  list: ListValue,
  start: Lazy,
  combine: (item: Lazy, rest: Lazy) => Value,
): Value {
  const from = (index: number): Value => {
    const item = list.items[index];
    if (item === undefined) return withOpenParts(machine.force(start), list.open);
    const rest = machine.lazy(() => from(index + 1));
    const condition = undecidedCondition(item);
    if (!condition) return combine(item, rest);
    return machine.join(
      condition,
      machine.lazy(() => combine(item, rest)),
      rest,
    );
  };
  return from(0);
}

/** What a fold makes of parts of unknown length: the result may have more than is known, or is not known at all. */
function withOpenParts(result: Value, open: readonly Opaque[] | undefined): Value {
  const [first] = open ?? [];
  if (!open || !first) return result;
  if (result.type === "list" || result.type === "set") return { ...result, open: [...(result.open ?? []), ...open] };
  return first;
}

/** The items one after the other into `start`, each result forced before the next item. */
export function foldLeft(
  machine: Machine,
  list: ListValue,
  start: Value,
  step: (before: Value, item: Lazy) => Value,
  at: Span | undefined,
): Value {
  let result = start;
  for (const item of list.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    if (result.type === "failure") return result;
    const before = result;
    const condition = undecidedCondition(item);
    result = condition
      ? machine.join(
          condition,
          machine.lazy(() => step(before, item)),
          before,
        )
      : step(before, item);
  }
  return withOpenParts(result, list.open);
}
