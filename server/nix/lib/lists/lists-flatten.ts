import { isOpaque } from "../../make.ts";
import { behind, unary } from "../../operands.ts";
import { conditionOf } from "../../thunk.ts";
import type { Ghost, Lazy, Opaque, Value } from "../../value.ts";
import { isList } from "./lists-conditions.ts";
import { listOf, undecidedCondition } from "./lists-items.ts";

/** `lib.flatten`: forces the items, as it must know which of them are lists. What may or may not be a list is a part of unknown length. */
export const flatten: Value = unary("flatten", (machine, value, at) => {
  const items: Lazy[] = [];
  const open: Opaque[] = [];
  const ghosts: Ghost[] = [];
  const pending: Lazy[] = [value];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const forced = machine.force(part);
    if (forced.type === "failure" && undecidedCondition(part)) continue;
    if (forced.type === "failure") return forced;
    if (forced.type === "list") {
      const condition = conditionOf(part);
      const inner = condition ? forced.items.map((item) => behind(machine, condition, item)) : forced.items;
      for (let index = inner.length - 1; index >= 0; index--) pending.push(inner[index] ?? forced);
      open.push(...(forced.open ?? []));
      ghosts.push(...(forced.ghosts ?? []));
    } else if (isOpaque(forced) && isList(forced) !== false) open.push(forced);
    else items.push(part);
  }
  return listOf(items, open, ghosts);
});
