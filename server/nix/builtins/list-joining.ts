import type { Span } from "../../text.ts";
import { costOfParts } from "../budget.ts";
import { listOf, undecidedCondition } from "../lib/lists/lists-items.ts";
import { isOpaque, unfit } from "../make.ts";
import { behind, type Trouble } from "../operands.ts";
import { conditionOf } from "../thunk.ts";
import type { Ghost, Lazy, ListValue, Machine, Opaque } from "../value.ts";

/** The lists one after the other; an opaque one is a part of unknown length, and what stood behind a condition still does. */
export function concatenateLists(machine: Machine, lists: ListValue, at: Span | undefined): ListValue | Trouble {
  const items: Lazy[] = [];
  const open: Opaque[] = [...(lists.open ?? [])];
  const ghosts: Ghost[] = (lists.ghosts ?? []).map((ghost) => ghostOfJoined(machine, ghost, at));
  for (const lazy of lists.items) {
    const inner = machine.force(lazy);
    const spent = machine.spend(at, inner.type === "list" ? costOfParts(2 * inner.items.length) : 1);
    if (spent) return spent;
    if (inner.type === "list") {
      const condition = conditionOf(lazy);
      for (const item of inner.items) items.push(condition ? behind(machine, condition, item) : item);
      open.push(...(inner.open ?? []));
      ghosts.push(...(inner.ghosts ?? []));
    } else if (isOpaque(inner)) open.push(inner);
    else if (!undecidedCondition(lazy)) return unfit(inner, "a list", at);
  }
  return listOf(items, open, ghosts);
}

/** A list that was kept out is, once joined, a run of items that was kept out. */
function ghostOfJoined(machine: Machine, ghost: Ghost, at: Span | undefined): Ghost {
  if (ghost.of === "item") return { ...ghost, of: "list" };
  const joined = machine.lazy(() => {
    const lists = machine.force(ghost.value);
    return lists.type === "list" ? concatenateLists(machine, lists, at) : lists;
  });
  return { ...ghost, value: joined };
}
