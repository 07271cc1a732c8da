import type { Span } from "../../../text.ts";
import { bool, list, unfit, unknown } from "../../make.ts";
import { behind, isTrouble, type Trouble, undecided } from "../../operands.ts";
import type { Condition } from "../../provenance.ts";
import { conditionOf, placeOf, Thunk } from "../../thunk.ts";
import type { Ghost, Lazy, ListValue, Machine, Opaque, Value } from "../../value.ts";

/** A list of these parts; empty ones count as none. */
export function listOf(
  items: readonly Lazy[],
  open?: readonly Opaque[] | undefined,
  ghosts?: readonly Ghost[] | undefined,
): ListValue {
  return {
    ...list(items, open),
    ...(ghosts && ghosts.length > 0 && { ghosts }),
  };
}

/** The same list with other items. */
export function withItems(list: ListValue, items: readonly Lazy[]): ListValue {
  return listOf(items, list.open, list.ghosts);
}

/** Every part mapped lazily; conditions, open parts and ghosts stay what they are. */
export function mapItems(machine: Machine, list: ListValue, change: (item: Lazy, index: number) => Value): ListValue {
  const items = list.items.map((item, index) =>
    Thunk.ofNative(() => change(item, index), placeOf(item), conditionOf(item)),
  );
  const mapGhost = (ghost: Ghost): Ghost => ({ ...ghost, value: machine.lazy(() => ghostValue(ghost)) });
  const ghostValue = (ghost: Ghost): Value => {
    if (ghost.of === "item") return change(ghost.value, 0);
    const whole = machine.force(ghost.value);
    return whole.type === "list" ? mapItems(machine, whole, change) : whole;
  };
  return listOf(items, list.open, list.ghosts?.map(mapGhost));
}

/**
 * The items that `test` keeps; one that cannot be decided stays, marked. `decider` is what the decision is written in. An item that
 * may be absent is, where it would be an error.
 */
export function keepItems(
  machine: Machine,
  list: ListValue,
  test: (item: Lazy, index: number) => boolean | Trouble,
  decider: Lazy,
  at: Span | undefined,
): ListValue | Trouble {
  const kept: Lazy[] = [];
  for (const [index, item] of list.items.entries()) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = test(item, index);
    if (verdict === true) kept.push(item);
    else if (verdict === false) continue;
    else if (verdict.type !== "failure") kept.push(behind(machine, undecided(decider), item));
    else if (!undecidedCondition(item)) return verdict;
  }
  return withItems(list, kept);
}

/** What a predicate says of these arguments. */
export function decide(
  machine: Machine,
  predicate: Lazy,
  args: readonly Lazy[],
  at: Span | undefined,
): boolean | Trouble {
  return asDecision(machine.call(predicate, args, at), at);
}

/** A truth value as such, or why it is none. */
export function asDecision(value: Value, at: Span | undefined): boolean | Trouble {
  if (value.type === "bool") return value.value;
  return isTrouble(value) ? value : unfit(value, "a Boolean", at);
}

/** An answer as a value: what depends on something outside is not known. */
export function answered(answer: boolean | Trouble, at: Span | undefined): Value {
  if (typeof answer === "boolean") return bool(answer);
  return answer.type === "external" ? unknown(`depends on ${answer.path}`, at) : answer;
}

/** Whether `wanted` is among the items; undecided when only an undecidable one could be it. */
export function contains(machine: Machine, list: ListValue, wanted: Lazy, at: Span | undefined): boolean | Trouble {
  let doubt: Trouble | undefined = list.open?.[0];
  for (const item of list.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const equal = machine.equal(wanted, item);
    if (equal === false) continue;
    const condition = undecidedCondition(item);
    if (equal !== true && equal.type === "failure") {
      if (condition) continue;
      return doubt ?? equal;
    }
    if (equal === true && !condition) return true;
    doubt ??= equal === true ? { type: "unknown", reason: "depends on an undecided condition", at } : equal;
  }
  return doubt ?? false;
}

/** The condition of a part that may be absent. */
export function undecidedCondition(item: Lazy): Condition | undefined {
  const condition = conditionOf(item);
  return condition?.value === "unknown" ? condition : undefined;
}

/** The list where nobody knows which item stands where. */
export function inSomeOrder(machine: Machine, list: ListValue, at: Span | undefined): ListValue {
  const { items, ghosts, open } = allUndecided(machine, list, at);
  return listOf(items, [...(open ?? []), unknown("the order of the items is not known", at)], ghosts);
}

/** The list with every item marked as possibly absent: which of them are there depends on parts of unknown length. */
export function allUndecided(machine: Machine, list: ListValue, at: Span | undefined): ListValue {
  const condition: Condition = { value: "unknown", at };
  return withItems(
    list,
    list.items.map((item) => behind(machine, condition, item)),
  );
}
