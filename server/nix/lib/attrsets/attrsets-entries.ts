import type { Span } from "../../../text.ts";
import { external, isOpaque, unfit, unknown } from "../../make.ts";
import { behind, isTrouble, type Trouble } from "../../operands.ts";
import type { Condition, Selection } from "../../provenance.ts";
import { withSelection } from "../../selection.ts";
import { conditionOf, placeOf, Thunk } from "../../thunk.ts";
import type { Attribute, Lazy, ListValue, Machine, Opaque, SetValue, StringValue, Value } from "../../value.ts";
import { listOf } from "../lists/lists-items.ts";

/** The attributes in Nix's order. */
export function sortedEntries(set: SetValue): [string, Attribute][] {
  return [...set.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Why it is not known which attributes there are; undefined when it is. */
export function uncertainNames(set: SetValue, at: Span | undefined): Opaque | undefined {
  if (set.open?.[0]) return set.open[0];
  for (const [name, { maybe }] of set.entries)
    if (maybe) return unknown(`whether there is an attribute '${name}' cannot be decided`, maybe.at ?? at);
  return undefined;
}

/** The name of an attribute as something that was listed, not written. */
export function listedName(name: string, attribute: Attribute, at: Span | undefined): StringValue {
  const listed: Selection | undefined = at && { kind: "wildcard", at, of: attribute.option };
  return { type: "string", text: name, at: attribute.at, listed };
}

/** The value of an attribute that was taken along with all the others. */
export function wholesale(machine: Machine, attribute: Attribute, at: Span | undefined): Lazy {
  return at ? withSelection(attribute.value, { kind: "wildcard", at, of: attribute.option }, machine) : attribute.value;
}

/** The same names with other values, made on demand. */
export function mapEntries(set: SetValue, change: (name: string, attribute: Attribute) => Value): SetValue {
  const entries = new Map<string, Attribute>();
  for (const [name, attribute] of set.entries) {
    const { value } = attribute;
    const changed = Thunk.ofNative(() => change(name, attribute), placeOf(value), conditionOf(value));
    entries.set(name, { ...attribute, value: changed, placeless: true });
  }
  return setOf(entries, set);
}

/** A set of these attributes that may have more where one of `like` may. */
export function setOf(entries: ReadonlyMap<string, Attribute>, ...like: readonly SetValue[]): SetValue {
  const open = like.flatMap((set) => set.open ?? []);
  return open.length > 0 ? { type: "set", entries, open } : { type: "set", entries };
}

/** One item for every attribute, in order and made on demand; what may be absent is marked. */
export function itemPerEntry(
  machine: Machine,
  set: SetValue,
  item: (name: string, attribute: Attribute) => Value,
): ListValue {
  const items = sortedEntries(set).map(([name, attribute]) => {
    const made = Thunk.ofNative(() => item(name, attribute), placeOf(attribute.value), certainCondition(attribute));
    return attribute.maybe ? behind(machine, attribute.maybe, made) : made;
  });
  return listOf(items, set.open);
}

/** The condition an attribute stands behind, if that is known to hold; an undecided one is about its value, or is `maybe`. */
function certainCondition({ value }: Attribute): Condition | undefined {
  const condition = conditionOf(value);
  return condition?.value === "unknown" ? undefined : condition;
}

/** `left // right`, as the operator does it. An opaque side leaves the result open. */
export function updateSets(machine: Machine, left: Value, right: Value, at: Span | undefined): SetValue | Trouble {
  if (left.type === "external" && right.type === "external") return external(`${left.path} // ${right.path}`, at);
  const first = asPart(left, at);
  if (first.type !== "set") return first;
  const second = asPart(right, at);
  if (second.type !== "set") return second;
  const spent = machine.spend(at);
  if (spent) return spent;
  if (second.entries.size === 0 && !second.open && left.type === "set") return left;
  const entries = second.open ? overridable(machine, first, second.open, at) : new Map(first.entries);
  for (const [name, attribute] of second.entries) {
    entries.set(name, overriding(machine, first.entries.get(name), attribute));
  }
  return withNativeOf(first, { ...setOf(entries, first, second), at });
}

/** The facts that native code attached to the left side, where they outlive an update. */
export function withNativeOf(left: SetValue, updated: SetValue): SetValue {
  return left.native?.survivesUpdate ? { ...updated, native: left.native } : updated;
}

/** What an open right side may override: an outside set rarely does; what is unknown may be anything. */
export function overridable(
  machine: Machine,
  left: SetValue,
  open: readonly Opaque[],
  at: Span | undefined,
): Map<string, Attribute> {
  const blind = open.find((part) => part.type === "unknown");
  const entries = new Map<string, Attribute>();
  for (const [name, attribute] of left.entries) {
    const value = blind ?? behind(machine, { value: "unknown", at }, attribute.value);
    entries.set(name, { ...attribute, value });
  }
  return entries;
}

/** An attribute on the right that may be absent lets the left one through. */
function overriding(machine: Machine, left: Attribute | undefined, right: Attribute): Attribute {
  const maybe = right.maybe;
  if (!maybe || !left) return right;
  const value = machine.lazy(() => machine.join(maybe, right.value, left.value), right.at);
  return { value, at: right.at, maybe: left.maybe };
}

/** The set, an opaque value as a set that is all open, or the error. */
export function asPart(value: Value, at: Span | undefined): SetValue | Trouble {
  if (value.type === "set") return value;
  if (isOpaque(value)) return { type: "set", entries: new Map(), open: [value] };
  return unfit(value, "a set", at);
}

/** All the sets merged with `//`, from left to right; those that may be absent leave their attributes marked. */
export function mergeSets(machine: Machine, sets: ListValue, at: Span | undefined): SetValue | Trouble {
  let merged: SetValue = { type: "set", entries: new Map() };
  for (const item of sets.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const part = asPart(machine.force(item), at);
    if (isTrouble(part)) return part;
    const condition = conditionOf(item);
    const next = updateSets(machine, merged, condition ? behindCondition(machine, part, condition) : part, at);
    if (next.type !== "set") return next;
    merged = next;
  }
  return sets.open ? { ...merged, open: [...(merged.open ?? []), ...sets.open] } : merged;
}

/** Every attribute marked with the condition the set stands behind. */
export function behindCondition(machine: Machine, set: SetValue, condition: Condition): SetValue {
  const entries = new Map<string, Attribute>();
  for (const [name, attribute] of set.entries) {
    const value = behind(machine, condition, attribute.value);
    const maybe = condition.value === "unknown" ? condition : attribute.maybe;
    entries.set(name, { ...attribute, value, maybe });
  }
  return { ...set, entries };
}
