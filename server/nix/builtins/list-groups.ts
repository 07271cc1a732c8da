import type { Span } from "../../text.ts";
import { decide, listOf, undecidedCondition } from "../lib/lists/lists-items.ts";
import { record, set } from "../make.ts";
import { behind, binary, forceList, forceString, notCallable, undecided } from "../operands.ts";
import type { Attribute, Lazy, Opaque, PrimopValue } from "../value.ts";

/** `partition`: an item whose side cannot be decided stands on both, marked. */
export const partitionBuiltin: PrimopValue = binary("partition", (machine, predicate, items, at) => {
  const problem = notCallable(machine, predicate, at);
  if (problem) return problem;
  const source = forceList(machine, items, at);
  if (source.type !== "list") return source;
  const right: Lazy[] = [];
  const wrong: Lazy[] = [];
  for (const item of source.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, predicate, [item], at);
    if (verdict === true) right.push(item);
    else if (verdict === false) wrong.push(item);
    else if (verdict.type !== "failure") {
      const marked = behind(machine, undecided(predicate), item);
      right.push(marked);
      wrong.push(marked);
    } else if (!undecidedCondition(item)) return verdict;
  }
  return record({
    right: listOf(right, source.open, source.ghosts),
    wrong: listOf(wrong, source.open, source.ghosts),
  });
});

/** `groupBy`: items whose group cannot be decided leave every group and the set open. */
export const groupByBuiltin: PrimopValue = binary("groupBy", (machine, groupOf, items, at) => {
  const problem = notCallable(machine, groupOf, at);
  if (problem) return problem;
  const source = forceList(machine, items, at);
  if (source.type !== "list") return source;
  const groups = new Map<string, Group>();
  const open: Opaque[] = [...(source.open ?? [])];
  for (const item of source.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const name = forceString(machine, machine.call(groupOf, [item], at), at);
    if (name.type === "failure" && undecidedCondition(item)) continue;
    if (name.type === "failure") return name;
    if (name.type !== "string") {
      open.push(name);
      continue;
    }
    const group = groups.get(name.text);
    if (group) group.items.push(item);
    else groups.set(name.text, { items: [item], at: name.at });
  }
  const entries = new Map<string, Attribute>();
  for (const [name, group] of groups) {
    const [first] = group.items;
    const maybe = first && group.items.every(undecidedCondition) ? undecidedCondition(first) : undefined;
    entries.set(name, { value: listOf(group.items, open), at: group.at, maybe });
  }
  return set(entries, open);
});

interface Group {
  readonly items: Lazy[];
  readonly at: Span | undefined;
}
