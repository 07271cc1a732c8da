import type { Span } from "../../../text.ts";
import { costOfParts } from "../../budget.ts";
import { EMPTY_SET, isOpaque, list, thrown } from "../../make.ts";
import { behind, binary, forceList, forceSet, forceString, type Trouble, ternary, unary } from "../../operands.ts";
import type { Attribute, Failure, Lazy, ListValue, Machine, SetValue, StringValue, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { foldRight } from "../lists/lists-folds.ts";
import { decide, listOf, undecidedCondition } from "../lists/lists-items.ts";
import {
  asPart,
  itemPerEntry,
  listedName,
  mergeSets,
  overridable,
  setOf,
  sortedEntries,
  updateSets,
  wholesale,
  withNativeOf,
} from "./attrsets-entries.ts";

/** The functions of `lib.attrsets` that make one set of several. */
export const mergingSets: Readonly<Record<string, Value>> = {
  concatMapAttrs: binary("concatMapAttrs", (machine, change, from, at) => {
    const source = forceSet(machine, from, at);
    if (source.type !== "set") return source;
    const parts = itemPerEntry(machine, source, (name, attribute) =>
      machine.call(change, [listedName(name, attribute, at), wholesale(machine, attribute, at)], at),
    );
    return mergeSets(machine, parts, at);
  }),
  mergeAttrsList: unary("mergeAttrsList", (machine, sets, at) => {
    const parts = forceList(machine, sets, at);
    return parts.type === "list" ? mergeSets(machine, parts, at) : parts;
  }),
  foldAttrs: ternary("foldAttrs", foldAttrs),
  zipAttrs: unary("zipAttrs", (machine, sets, at) => {
    const values = binary("zipAttrs", (_machine, _name, all) => machine.force(all));
    return callBuiltin(machine, "zipAttrsWith", [values, sets], at);
  }),
  zipAttrsWithNames: ternary("zipAttrsWithNames", (machine, names, combine, sets, at) => {
    const wanted = forceList(machine, names, at);
    if (wanted.type !== "list") return wanted;
    const entries = new Map<string, Attribute>();
    for (const item of wanted.items) {
      const name = forceString(machine, item, at);
      if (name.type !== "string") return name;
      const all = machine.lazy(() => callBuiltin(machine, "catAttrs", [name, sets], at));
      const value = machine.lazy(() => machine.call(combine, [name, all], at));
      if (!entries.has(name.text)) entries.set(name.text, { value, at: name.at, maybe: undecidedCondition(item) });
    }
    return { ...setOf(entries), ...(wanted.open && { open: wanted.open }) };
  }),
  recursiveUpdate: binary("recursiveUpdate", recursiveUpdate),
  recursiveUpdateUntil: ternary("recursiveUpdateUntil", (machine, stop, left, right, at) =>
    updateUntil(machine, left, right, [], at, (path, lhs, rhs) => decide(machine, stop, [list(path), lhs, rhs], at)),
  ),
  unionOfDisjoint: binary("unionOfDisjoint", (machine, left, right, at) => {
    const first = forceSet(machine, left, at);
    const second = forceSet(machine, right, at);
    const union = updateSets(machine, first, second, at);
    if (union.type !== "set" || first.type !== "set" || second.type !== "set") return union;
    const both = sortedEntries(first).filter(([name]) => second.entries.has(name));
    const all = both.map(([name]) => name).join(" ");
    const masked = both.map(([name, attribute]): [string, Attribute] => {
      const message = `unionOfDisjoint: collision on ${name}; complete list: ${all}`;
      return [name, { ...attribute, value: thrown(message, at) }];
    });
    return setOf(new Map([...union.entries, ...masked]), union);
  }),
  cartesianProduct: unary("cartesianProduct", cartesianProduct),
  cartesianProductOfSets: unary("cartesianProductOfSets", cartesianProduct),
  mapCartesianProduct: binary("mapCartesianProduct", (machine, change, from, at) => {
    const product = cartesianProduct(machine, from, at);
    return product.type === "list" ? callBuiltin(machine, "map", [change, product], at) : product;
  }),
};

/** `lib.recursiveUpdate`: sets are merged into one another as deep as both sides have them. */
export function recursiveUpdate(machine: Machine, left: Lazy, right: Lazy, at: Span | undefined): Value {
  return updateUntil(machine, left, right, [], at, (_path, lhs, rhs) => isEndOfMerging(machine, lhs, rhs));
}

/** Two sets are merged further; what may be a set counts as one where the other is. */
function isEndOfMerging(machine: Machine, left: Lazy, right: Lazy): boolean | Failure {
  const kinds = [machine.force(left), machine.force(right)];
  const [first] = kinds;
  if (first?.type === "failure") return first;
  return !(
    kinds.some((value) => value.type === "set") && kinds.every((value) => value.type === "set" || isOpaque(value))
  );
}

function updateUntil(
  machine: Machine,
  left: Lazy,
  right: Lazy,
  path: readonly StringValue[],
  at: Span | undefined,
  stop: (path: readonly StringValue[], left: Lazy, right: Lazy) => boolean | Trouble,
): Value {
  const lhs = machine.force(left);
  const rhs = machine.force(right);
  const first = asPart(lhs, at);
  if (first.type !== "set") return first;
  const second = asPart(rhs, at);
  if (second.type !== "set") return second;
  // The path to every set is kept, too: what contains itself is ever dearer the deeper it is merged.
  const spent = machine.spend(at, 1 + first.entries.size + second.entries.size * (1 + path.length));
  if (spent) return spent;
  const entries = new Map<string, Attribute>(
    second.open ? overridable(machine, first, second.open, at) : first.entries,
  );
  for (const [name, attribute] of second.entries) {
    const old = first.entries.get(name);
    if (!old) {
      entries.set(name, attribute);
      continue;
    }
    const here = [...path, listedName(name, attribute, at)];
    const merged = machine.lazy(() => {
      const verdict = stop(here, old.value, attribute.value);
      if (verdict === true) return machine.force(attribute.value);
      return verdict === false ? updateUntil(machine, old.value, attribute.value, here, at, stop) : verdict;
    }, attribute.at);
    const maybe = attribute.maybe;
    const value = maybe ? machine.lazy(() => machine.join(maybe, merged, old.value)) : merged;
    entries.set(name, { value, at: attribute.at, maybe: maybe && old.maybe });
  }
  return withNativeOf(first, { ...setOf(entries, first, second), at: second.at });
}

function foldAttrs(machine: Machine, op: Lazy, start: Lazy, sets: Lazy, at: Span | undefined): Value {
  const parts = forceList(machine, sets, at);
  if (parts.type !== "list") return parts;
  const columns = new Map<string, { attribute: Attribute; values: Lazy[] }>();
  const sources: SetValue[] = [];
  for (const item of parts.items) {
    const source = forceSet(machine, item, at);
    if (source.type === "failure" && undecidedCondition(item)) continue;
    if (source.type !== "set") return source;
    const spent = machine.spend(at, costOfParts(2 * source.entries.size));
    if (spent) return spent;
    sources.push(source);
    for (const [name, attribute] of source.entries) {
      const column = columns.get(name) ?? { attribute, values: [] };
      const doubt = undecidedCondition(item) ?? attribute.maybe;
      column.values.push(doubt ? behind(machine, doubt, attribute.value) : attribute.value);
      columns.set(name, column);
    }
  }
  const entries = new Map<string, Attribute>();
  for (const [name, { attribute, values }] of columns) {
    const combine = (item: Lazy, rest: Lazy) => machine.call(op, [item, rest], at);
    const value = machine.lazy(() => foldRight(machine, listOf(values), start, combine), attribute.at);
    const maybe = values.every(undecidedCondition) ? undecidedCondition(values[0] ?? start) : undefined;
    entries.set(name, { ...attribute, value, maybe });
  }
  const folded = setOf(entries, ...sources);
  return parts.open ? { ...folded, open: [...(folded.open ?? []), ...parts.open] } : folded;
}

/** All the ways to take one item out of each list; the last name varies fastest. */
function cartesianProduct(machine: Machine, from: Lazy, at: Span | undefined): ListValue | Trouble {
  const source = forceSet(machine, from, at);
  if (source.type !== "set") return source;
  let product = listOf([EMPTY_SET]);
  for (const [name, attribute] of sortedEntries(source)) {
    if (product.items.length === 0 && !product.open) return product;
    const column = forceList(machine, attribute.value, at);
    if (column.type === "failure") return column;
    if (column.type !== "list") return listOf([], [column]);
    const rows: Lazy[] = [];
    for (const row of product.items) {
      const before = machine.force(row);
      if (before.type !== "set") continue;
      const spent = machine.spend(at, 1 + column.items.length * (8 + 2 * before.entries.size));
      if (spent) return spent;
      for (const item of column.items) {
        const cell = withCell(before, name, { ...attribute, value: item });
        const condition = undecidedCondition(row) ?? undecidedCondition(item);
        rows.push(condition ? behind(machine, condition, cell) : cell);
      }
    }
    product = listOf(rows, [...(product.open ?? []), ...(column.open ?? [])]);
  }
  return product;
}

function withCell(row: SetValue, name: string, attribute: Attribute): SetValue {
  return setOf(new Map(row.entries).set(name, attribute), row);
}
