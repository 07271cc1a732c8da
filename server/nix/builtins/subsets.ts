import { undecidedCondition } from "../lib/lists/lists-items.ts";
import { set } from "../make.ts";
import { binary, forceList, forceSet, forceString } from "../operands.ts";
import type { Condition } from "../provenance.ts";
import { placeOf } from "../thunk.ts";
import type { Attribute, Opaque, PrimopValue, SetValue } from "../value.ts";

/** `removeAttrs`. A name that may or may not be in the list leaves its attribute marked. */
export const removeAttrsBuiltin: PrimopValue = binary("removeAttrs", (machine, subject, names, at) => {
  const source = forceSet(machine, subject, at);
  if (source.type !== "set") return source;
  const removed = forceList(machine, names, at);
  if (removed.type === "failure") return removed;
  const entries = new Map(source.entries);
  let blind: Opaque | undefined = removed.type === "list" ? removed.open?.[0] : removed;
  for (const item of removed.type === "list" ? removed.items : []) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const name = forceString(machine, item, at);
    if (name.type === "failure") return name;
    if (name.type !== "string") {
      blind ??= name;
      continue;
    }
    const condition = undecidedCondition(item);
    const attribute = entries.get(name.text);
    if (!condition) entries.delete(name.text);
    else if (attribute) entries.set(name.text, { ...attribute, maybe: attribute.maybe ?? condition });
  }
  if (blind) markAll(entries, { value: "unknown", at: placeOf(names) ?? at });
  const native = source.native?.survivesUpdate ? source.native : undefined;
  return { ...source, entries, native, collector: undefined };
});

/** `intersectAttrs`: the right set's attributes whose names the left set has. */
export const intersectAttrsBuiltin: PrimopValue = binary("intersectAttrs", (machine, left, right, at) => {
  const names = forceSet(machine, left, at);
  if (names.type !== "set") return names;
  const source = forceSet(machine, right, at);
  if (source.type !== "set") return source;
  const spent = machine.spend(at, 1 + ((names.entries.size + source.entries.size) >> 3));
  if (spent) return spent;
  const entries = new Map<string, Attribute>();
  for (const [name, attribute] of source.entries) {
    const wanted = names.entries.get(name);
    const condition: Condition | undefined = wanted
      ? wanted.maybe
      : names.open && { value: "unknown", at: placeOf(left) };
    if (wanted || condition) entries.set(name, { ...attribute, maybe: attribute.maybe ?? condition });
  }
  return set(entries, mayHaveMore(names, source) ? source.open : undefined);
});

function markAll(entries: Map<string, Attribute>, condition: Condition): void {
  for (const [name, attribute] of entries) entries.set(name, { ...attribute, maybe: attribute.maybe ?? condition });
}

function mayHaveMore(names: SetValue, source: SetValue): boolean {
  if (!source.open) return false;
  return names.open !== undefined || [...names.entries.keys()].some((name) => !source.entries.has(name));
}
