import { isOpaque, list, set } from "../../nix/make.ts";
import type { Attribute, Lazy, Machine, NativeFact, SetValue, Unknown, Value } from "../../nix/value.ts";

/** A set that several definitions were put together to. Whoever uses it as a module means each of them. */
export interface PartsFact extends NativeFact {
  readonly fact: "parts";
  readonly parts: readonly Lazy[];
}

export function partsOf(value: SetValue): readonly Lazy[] | undefined {
  return value.native?.fact === "parts" ? (value.native as PartsFact).parts : undefined;
}

/**
 * Values put together as far as they tell: sets name by name, lists one after the other, modules to one that imports them. What comes of
 * them is not known for sure, so it is open by `doubt`.
 */
export function together(machine: Machine, doubt: Unknown, parts: readonly Lazy[]): Value {
  const values = parts.map((part) => machine.force(part)).filter(({ type }) => type !== "failure");
  const [first] = values;
  if (!first) return doubt;
  if (values.every((value) => value.type === "list"))
    return list(
      values.flatMap(({ items }) => items),
      [...values.flatMap(({ open }) => open ?? []), doubt],
    );
  const sets = values.filter((value) => value.type === "set");
  if (sets.length === values.length && !sets.some(isWhole))
    return withParts(entriesOf(machine, doubt, sets), doubt, sets);
  if (values.every(mayBeModule)) return values.length === 1 ? first : withParts(new Map(), doubt, values);
  return values.every((value) => isOpaque(value) || machine.equal(first, value) === true) ? first : doubt;
}

/** A set that is not taken apart. */
function isWhole(value: SetValue): boolean {
  return value.collector !== undefined || value.native !== undefined || value.entries.has("__functor");
}

function mayBeModule({ type }: Value): boolean {
  return type === "set" || type === "lambda" || type === "primop" || type === "path" || type === "external";
}

function withParts(entries: ReadonlyMap<string, Attribute>, doubt: Unknown, parts: readonly Value[]): SetValue {
  const native: PartsFact = { fact: "parts", parts };
  return { ...set(entries, [doubt]), native };
}

function entriesOf(machine: Machine, doubt: Unknown, sets: readonly SetValue[]): ReadonlyMap<string, Attribute> {
  const groups = new Map<string, Attribute[]>();
  for (const { entries } of sets)
    for (const [name, attribute] of entries) groups.set(name, [...(groups.get(name) ?? []), attribute]);
  const merged = new Map<string, Attribute>();
  for (const [name, group] of groups) {
    const values = group.map(({ value }) => value);
    const at = group[0]?.at;
    merged.set(name, { value: machine.lazy(() => together(machine, doubt, values), at), at });
  }
  return merged;
}
