import type { Span } from "../../text.ts";
import { undecidedCondition } from "../lib/lists/lists-items.ts";
import { forceList, notCallable, ternary } from "../operands.ts";
import type { Lazy, ListValue, Machine, PrimopValue, Value } from "../value.ts";

/** `foldl'`. An item that may be absent leaves both results joined; parts of unknown length leave the result open. */
export const foldLeftBuiltin: PrimopValue = ternary("foldl'", (machine, combine, start, items, at) => {
  const problem = notCallable(machine, combine, at);
  if (problem) return problem;
  const source = forceList(machine, items, at);
  return source.type === "list" ? foldLeft(machine, source, combine, start, at) : source;
});

function foldLeft(machine: Machine, source: ListValue, combine: Lazy, start: Lazy, at: Span | undefined): Value {
  let result = start;
  for (const item of source.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const before = result;
    const condition = undecidedCondition(item);
    const step = () => machine.call(combine, [before, item], at);
    const next = condition ? machine.join(condition, machine.lazy(step), before) : step();
    if (next.type === "failure") return next;
    result = next;
  }
  return withOpenPart(machine.force(result), source);
}

function withOpenPart(result: Value, source: ListValue): Value {
  const [first] = source.open ?? [];
  if (!source.open || !first) return result;
  if (result.type !== "list" && result.type !== "set") return result.type === "failure" ? result : first;
  return { ...result, open: [...(result.open ?? []), ...source.open] };
}
