import type { Span } from "../../text.ts";
import type { Failure, Lazy, Machine, Unknown, Value } from "../value.ts";

/** Forces everything inside a value; the first error on the way, or Unknown when the budget is spent. */
export function forceDeeply(machine: Machine, value: Lazy, at: Span | undefined): Failure | Unknown | undefined {
  const visited = new Set<Value>();
  const pending: Lazy[] = [value];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const forced = machine.force(part);
    if (forced.type === "failure") return forced;
    if (visited.has(forced)) continue;
    const spent = machine.spend(at);
    if (spent) return spent;
    if (forced.type === "list") {
      visited.add(forced);
      for (const item of forced.items.toReversed()) pending.push(item);
    } else if (forced.type === "set") {
      visited.add(forced);
      for (const attribute of [...forced.entries.values()].reverse()) pending.push(attribute.value);
    }
  }
  return undefined;
}
