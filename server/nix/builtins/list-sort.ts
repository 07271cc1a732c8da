import type { Span } from "../../text.ts";
import { binary, forceFunction, forceList, type Trouble } from "../arguments.ts";
import { asDecision, withItems } from "../lib/lists-items.ts";
import type { Failure, Lazy, Machine, PrimopValue, Unknown } from "../value.ts";

/** `sort`: stable. Items whose order cannot be decided keep the order they have. */
export const sortBuiltin: PrimopValue = binary("sort", (machine, lessThan, items, at) => {
  const source = forceList(machine, items, at);
  if (source.type !== "list" || source.items.length === 0) return source;
  const order = forceFunction(machine, lessThan, at);
  if (order.type === "failure") return order;
  const sorted = mergeSort(machine, source.items, (a, b) => asDecision(machine.call(lessThan, [a, b], at), at), at);
  return "type" in sorted ? sorted : withItems(source, sorted);
});

type Less = (a: Lazy, b: Lazy) => boolean | Trouble;

/** Bottom-up, so that an error can end it. */
function mergeSort(
  machine: Machine,
  items: readonly Lazy[],
  less: Less,
  at: Span | undefined,
): readonly Lazy[] | Failure | Unknown {
  let current = items;
  for (let width = 1; width < items.length; width *= 2) {
    const next: Lazy[] = [];
    for (let start = 0; start < current.length; start += 2 * width) {
      const spent = machine.spend(at, width);
      if (spent) return spent;
      const left = current.slice(start, start + width);
      const right = current.slice(start + width, start + 2 * width);
      const problem = merge(left, right, less, next);
      if (problem) return problem;
    }
    current = next;
  }
  return current;
}

function merge(left: readonly Lazy[], right: readonly Lazy[], less: Less, into: Lazy[]): Failure | undefined {
  let taken = 0;
  for (const item of right) {
    for (let first = left[taken]; first !== undefined; first = left[taken]) {
      const before = less(item, first);
      if (typeof before !== "boolean" && before.type === "failure") return before;
      if (before === true) break;
      into.push(first);
      taken++;
    }
    into.push(item);
  }
  for (const rest of left.slice(taken)) into.push(rest);
  return undefined;
}
