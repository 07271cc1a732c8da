import type { Span } from "../../text.ts";
import { asDecision, inSomeOrder, undecidedCondition, withItems } from "../lib/lists/lists-items.ts";
import { binary, forceFunction, forceList, type Trouble } from "../operands.ts";
import type { Lazy, Machine, PrimopValue } from "../value.ts";

/** `sort`: stable. Where the order of two items cannot be decided, that of all is not known. */
export const sortBuiltin: PrimopValue = binary("sort", (machine, lessThan, items, at) => {
  const source = forceList(machine, items, at);
  if (source.type !== "list" || source.items.length === 0) return source;
  const order = forceFunction(machine, lessThan, at);
  if (order.type === "failure") return order;
  const sorted = mergeSort(machine, source.items, (a, b) => asDecision(machine.call(lessThan, [a, b], at), at), at);
  if (!("type" in sorted)) return withItems(source, sorted);
  const isError = sorted.type === "failure" && !source.items.some(undecidedCondition);
  return isError ? sorted : inSomeOrder(machine, source, at);
});

type Less = (a: Lazy, b: Lazy) => boolean | Trouble;

/** Bottom-up, so that an error, or a doubt, can end it. */
function mergeSort(
  machine: Machine,
  items: readonly Lazy[],
  less: Less,
  at: Span | undefined,
): readonly Lazy[] | Trouble {
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

function merge(left: readonly Lazy[], right: readonly Lazy[], less: Less, into: Lazy[]): Trouble | undefined {
  let taken = 0;
  for (const item of right) {
    for (let first = left[taken]; first !== undefined; first = left[taken]) {
      const before = less(item, first);
      if (typeof before !== "boolean") return before;
      if (before) break;
      into.push(first);
      taken++;
    }
    into.push(item);
  }
  for (const rest of left.slice(taken)) into.push(rest);
  return undefined;
}
