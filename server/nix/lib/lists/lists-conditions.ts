import type { Span } from "../../../text.ts";
import { EMPTY_SET, isOpaque, undecidedBy, unfit } from "../../make.ts";
import { behind, binary } from "../../operands.ts";
import type { Condition } from "../../provenance.ts";
import { placeOf } from "../../thunk.ts";
import type { Lazy, Machine, Opaque, Value } from "../../value.ts";
import { behindCondition } from "../attrsets/attrsets-entries.ts";
import { listOf, withItems } from "./lists-items.ts";

/** `lib.optional`, `lib.optionals`, `lib.optionalAttrs`: parts that stand behind a condition, and remember it. */
export const optional: Value = binary("optional", (machine, cond, item, at) => {
  const condition = conditionFrom(machine, cond, at);
  if ("type" in condition) return condition;
  if (condition.value === "false") return listOf([], [], [{ of: "item", value: item, condition }]);
  return listOf([behind(machine, condition, item)]);
});

export const optionals: Value = binary("optionals", (machine, cond, items, at) => {
  const condition = conditionFrom(machine, cond, at);
  if ("type" in condition) return condition;
  if (condition.value === "false") return listOf([], [], [{ of: "list", value: items, condition }]);
  const list = machine.force(items);
  // An error if it were there: so it is not.
  if (list.type === "failure" && condition.value === "unknown") return listOf([]);
  if (isOpaque(list)) return listOf([], [list]);
  if (list.type !== "list") return condition.value === "true" ? list : unfit(list, "a list", at);
  return withItems(
    list,
    list.items.map((item) => behind(machine, condition, item)),
  );
});

export const optionalAttrs: Value = binary("optionalAttrs", (machine, cond, attributes, at) => {
  const condition = conditionFrom(machine, cond, at);
  if ("type" in condition) return condition;
  if (condition.value === "false") return EMPTY_SET;
  const set = machine.force(attributes);
  if (set.type === "failure" && condition.value === "unknown") return EMPTY_SET;
  if (set.type === "set") return behindCondition(machine, set, condition);
  return condition.value === "true" || isOpaque(set) ? set : unfit(set, "a set", at);
});

/** The condition that parts given this truth value stand behind; otherwise the error to return. */
export function conditionFrom(machine: Machine, cond: Lazy, at: Span | undefined): Condition | Value {
  const decided = machine.force(cond);
  const place = placeOf(cond) ?? (decided.type === "bool" ? decided.at : undefined);
  if (decided.type === "bool") return { value: decided.value ? "true" : "false", at: place, word: decided.word };
  return isOpaque(decided) ? undecidedBy(decided, place) : unfit(decided, "a Boolean", at);
}

/** Undefined where it is not known. */
export function isList(value: Value): boolean | undefined {
  if (value.type === "unknown" || (value.type === "external" && !value.shape)) return undefined;
  return value.type === "list" || (value.type === "external" && value.shape === "list");
}

/** `lib.toList`. */
export function toListOf(machine: Machine, value: Lazy): Value {
  const forced = machine.force(value);
  if (forced.type === "list" || forced.type === "failure") return forced;
  return isList(forced) === undefined ? listOf([], [forced as Opaque]) : listOf([value]);
}
