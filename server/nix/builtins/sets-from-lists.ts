import type { Span } from "../../text.ts";
import { listOf, undecidedCondition } from "../lib/lists/lists-items.ts";
import { failure, isOpaque, set, string } from "../make.ts";
import { binary, forceList, forceSet, forceString, notCallable, type Trouble, unary } from "../operands.ts";
import { noteKey } from "../select.ts";
import { conditional, conditionOf } from "../thunk.ts";
import type { Attribute, Lazy, ListValue, Machine, Opaque, PrimopValue, SetValue, Unknown, Value } from "../value.ts";

/** `listToAttrs`: of equal names the first counts. The attribute stands where its name was written. */
export const listToAttrsBuiltin: PrimopValue = unary("listToAttrs", (machine, items, at) => {
  const source = forceList(machine, items, at);
  if (source.type !== "list") return source;
  const entries = new Map<string, Attribute>();
  const open: Opaque[] = [...(source.open ?? [])];
  let blind = open.find(isUnknown);
  for (const item of source.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const pair = forceSet(machine, item, at);
    const name = pair.type === "set" ? nameOfPair(machine, pair, at) : pair;
    if (name.type === "failure" && undecidedCondition(item)) continue;
    if (name.type === "failure") return name;
    if (pair.type !== "set" || name.type !== "string") {
      if (isOpaque(name)) open.push(name);
      blind ??= isUnknown(name) ? name : undefined;
      continue;
    }
    const earlier = entries.get(name.text);
    if (earlier && !earlier.maybe) continue;
    // What has no known name, and comes first, may have this one.
    const value = blind ?? valueOfPair(machine, pair, at);
    if (value.type === "failure") return value;
    const later: Attribute = { value, at: name.at, maybe: undecidedCondition(item) };
    entries.set(name.text, earlier ? eitherOf(machine, earlier, later) : later);
  }
  return set(entries, open);
});

function isUnknown(value: Value): value is Unknown {
  return value.type === "unknown";
}

function nameOfPair(machine: Machine, pair: SetValue, at: Span | undefined) {
  return forceString(machine, machine.select(pair, "name", at), at);
}

function valueOfPair(machine: Machine, pair: SetValue, at: Span | undefined): Lazy {
  const attribute = pair.entries.get("value");
  if (attribute) return attribute.value;
  if (!pair.open) return failure("attribute 'value' missing", at);
  return machine.lazy(() => machine.select(pair, "value", at), at);
}

function eitherOf(machine: Machine, first: Attribute, second: Attribute): Attribute {
  const condition = first.maybe;
  if (!condition) return first;
  const value = machine.lazy(() => machine.join(condition, first.value, second.value), first.at);
  return { value, at: first.at, maybe: second.maybe };
}

/** `catAttrs`: that attribute of every set that has it. */
export const catAttrsBuiltin: PrimopValue = binary("catAttrs", (machine, name, sets, at) => {
  const key = forceString(machine, name, at);
  if (key.type !== "string") return key;
  const source = forceList(machine, sets, at);
  if (source.type !== "list") return source;
  const parts: Lazy[] = [];
  const open: Opaque[] = [...(source.open ?? [])];
  for (const item of source.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const one = forceSet(machine, item, at);
    if (one.type === "failure" && undecidedCondition(item)) continue;
    if (one.type === "failure") return one;
    const attribute = one.type === "set" ? one.entries.get(key.text) : undefined;
    noteKey(machine, one, key);
    const condition = attribute?.maybe ?? conditionOf(item);
    if (attribute)
      parts.push(condition ? conditional(attribute.value, condition, (lazy) => machine.force(lazy)) : attribute.value);
    else open.push(...(one.type === "set" ? (one.open ?? []) : [one]));
  }
  return listOf(parts, open);
});

/** `zipAttrsWith`: the function is called for a name only when its value is asked for. */
export const zipAttrsWithBuiltin: PrimopValue = binary("zipAttrsWith", (machine, combine, sets, at) => {
  const problem = notCallable(machine, combine, at);
  if (problem) return problem;
  const source = forceList(machine, sets, at);
  if (source.type !== "list") return source;
  const zipped = collectByName(machine, source, at);
  if (zipped.type !== "zipped") return zipped;
  const entries = new Map<string, Attribute>();
  for (const [name, found] of zipped.byName) {
    const listed = at && ({ kind: "wildcard", at } as const);
    const label = { ...string(name, found.at), listed };
    const value = machine.lazy(() => machine.call(combine, [label, listOf(found.values, zipped.open)], at), found.at);
    const [first] = found.values;
    const maybe = first && found.values.every(undecidedCondition) ? undecidedCondition(first) : undefined;
    entries.set(name, { value, at: found.at, maybe, placeless: true });
  }
  return set(entries, zipped.open);
});

interface Zipped {
  readonly type: "zipped";
  readonly byName: ReadonlyMap<string, { readonly values: readonly Lazy[]; readonly at: Span | undefined }>;
  readonly open: readonly Opaque[];
}

function collectByName(machine: Machine, source: ListValue, at: Span | undefined): Zipped | Trouble {
  const byName = new Map<string, { values: Lazy[]; at: Span | undefined }>();
  const open: Opaque[] = [...(source.open ?? [])];
  for (const item of source.items) {
    const one = forceSet(machine, item, at);
    if (one.type === "failure" && undecidedCondition(item)) continue;
    if (one.type === "failure") return one;
    if (one.type !== "set") {
      open.push(one);
      continue;
    }
    const spent = machine.spend(at, 1 + (one.entries.size >> 3));
    if (spent) return spent;
    open.push(...(one.open ?? []));
    for (const [name, attribute] of one.entries) {
      const condition = attribute.maybe ?? undecidedCondition(item);
      const value = condition
        ? conditional(attribute.value, condition, (lazy) => machine.force(lazy))
        : attribute.value;
      const found = byName.get(name);
      if (found) found.values.push(value);
      else byName.set(name, { values: [value], at: attribute.at });
    }
  }
  return { type: "zipped", byName, open };
}
