import { failure, isOpaque, list, record, set, string } from "../../nix/make.ts";
import { placeOf } from "../../nix/thunk.ts";
import type { Attribute, Failure, Lazy, Machine, Opaque, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { Discharged } from "../definitions.ts";
import { ORDERS, PRIORITIES, propertyOf } from "../properties.ts";
import { valueMeta } from "../value-meta.ts";
import { mergeDefined } from "./merge.ts";
import { shownDefinitions } from "./shown-definitions.ts";
import { checkKind, describeType, type MergeContext, nestedDescription, type OptionType } from "./type.ts";

export interface AttributeListOptions {
  readonly element: () => OptionType;
  /** The value is a set, in which the values of one name are put together. */
  readonly asSet?: boolean | undefined;
  /** How: a function of the name and the values; as a list when absent. */
  readonly together?: Lazy | undefined;
}

/** `types.attrListOf` and `attrListWith`: an ordered list of sets of one attribute, which may be given as a set too. */
export function attributeList(options: AttributeListOptions): OptionType {
  const { element, asSet } = options;
  const type: OptionType = {
    name: "attrListOf",
    describe: (within) => `attribute list of ${nestedDescription(within, element(), "noun", "composite")}`,
    phrase: "composite",
    check: checkKind("list", "set"),
    merge: (machine, context, definitions) => {
      const merged = mergedEntries(machine, context, type, definitions, element());
      if ("type" in merged) return merged;
      const pairs = merged.entries.map(({ name, value, at }) => oneAttribute(name, value, at));
      return asSet ? asOneSet(machine, merged, options.together) : list(pairs, merged.open);
    },
    empty: asSet ? record({}) : list([]),
    shape: { kind: "leaf" },
    mergeWith: () => undefined,
    meta: (machine, context, definitions) => {
      const merged = mergedEntries(machine, context, type, definitions, element());
      if ("type" in merged) return merged;
      const { entries } = merged;
      const pairs = entries.map(({ name, value, at }) => oneAttribute(name, value, at));
      return record({
        attrList: list(
          entries.map(({ name, value }) => {
            const inner = { ...context, path: [...context.path, name] };
            return machine.lazy(() => valueMeta(machine, inner, element(), [], value));
          }),
        ),
        attrListValue: list(pairs),
        definitions: list(entries.map((entry, index) => definitionOf(entry, pairs[index] ?? record({})))),
      });
    },
  };
  return type;
}

/** One attribute of one definition. */
interface Entry {
  readonly name: string;
  readonly file: string | undefined;
  readonly value: Lazy;
  readonly at: Attribute["at"];
  readonly order: number;
  readonly priority: number;
}

interface Entries {
  readonly entries: readonly Entry[];
  readonly open: readonly Opaque[];
}

/** What remains of all definitions, in order, each value merged by the element type. */
function mergedEntries(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
  element: OptionType,
): Entries | Failure {
  const all = entriesOf(machine, context, type, definitions);
  if ("type" in all) return all;
  const best = new Map<string, number>();
  for (const { name, priority } of all.entries) best.set(name, Math.min(priority, best.get(name) ?? PRIORITIES.plain));
  const kept = all.entries.filter(({ name, priority }) => priority === best.get(name));
  const entries = [...kept]
    .sort((a, b) => a.order - b.order)
    .flatMap((entry): Entry[] => {
      const path = [...context.path, entry.name];
      const definition = { file: entry.file, at: entry.at, value: entry.value, wrappers: [] };
      const part = mergeDefined(machine, { ...context, path }, element, [definition]);
      return part === undefined ? [] : [{ ...entry, value: part.value }];
    });
  return { entries, open: all.open };
}

function entriesOf(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
): Entries | Failure {
  const entries: Entry[] = [];
  const open: Opaque[] = [];
  for (const { file, value } of definitions) {
    const given = machine.force(value);
    if (isOpaque(given)) open.push(given);
    if (given.type === "set" || given.type === "list") open.push(...(given.open ?? []));
    if (given.type === "set")
      for (const [name, attribute] of given.entries) entries.push(entryOf(machine, file, name, attribute));
    for (const item of given.type === "list" ? given.items : []) {
      const spent = machine.spend(placeOf(item));
      if (spent) return { entries, open: [...open, spent] };
      const entry = itemEntry(machine, file, item);
      if (typeof entry !== "string") entries.push(entry);
      else {
        const problem = `A definition for option \`${showOption(context.path)}' is not of type \`${describeType(type)}'.`;
        return failure(`${problem} ${entry}.${shownDefinitions([{ file, value: item }])}`, placeOf(item));
      }
    }
  }
  return { entries, open };
}

/** An item is a set of one attribute, with an order around it or not. A text tells what is wrong with it. */
function itemEntry(machine: Machine, file: string | undefined, item: Lazy): Entry | string {
  const given = machine.force(item);
  const property = propertyOf(machine, given);
  const order = property?.kind === "order" ? numberOf(machine, property.priority, ORDERS.plain) : undefined;
  const inner = property?.kind === "order" ? machine.force(property.content) : given;
  if (inner.type !== "set") return `Each list element must be an attribute set, but got ${inner.type}`;
  const [only] = inner.entries;
  if (!only || inner.entries.size !== 1)
    return `Each list element must be a single-key attribute set, but got ${inner.entries.size} keys`;
  const entry = entryOf(machine, file, only[0], only[1]);
  return order === undefined ? entry : { ...entry, order };
}

function entryOf(machine: Machine, file: string | undefined, name: string, { value, at }: Attribute): Entry {
  return { name, file, at, ...peeled(machine, value) };
}

/** A value without its order; its priority stays around it, for merging. */
function peeled(machine: Machine, value: Lazy): Pick<Entry, "value" | "order" | "priority"> {
  const property = propertyOf(machine, machine.force(value));
  if (property?.kind === "order")
    return { ...peeled(machine, property.content), order: numberOf(machine, property.priority, ORDERS.plain) };
  if (property?.kind !== "override") return { value, order: ORDERS.plain, priority: PRIORITIES.plain };
  const inner = peeled(machine, property.content);
  const again = record({ _type: string("override"), priority: property.priority, content: inner.value });
  return { value: again, order: inner.order, priority: numberOf(machine, property.priority, PRIORITIES.plain) };
}

function numberOf(machine: Machine, value: Lazy, fallback: number): number {
  const forced = machine.force(value);
  return forced.type === "int" || forced.type === "float" ? Number(forced.value) : fallback;
}

function oneAttribute(name: string, value: Lazy, at: Attribute["at"]): Value {
  return { type: "set", entries: new Map([[name, { value, at }]]), at };
}

function definitionOf({ file, order }: Entry, pair: Value): Value {
  const value = record({ _type: string("order"), priority: { type: "int", value: BigInt(order) }, content: pair });
  return record({ _type: string("definition"), file: string(file ?? "<unknown-file>"), value });
}

function asOneSet(machine: Machine, { entries, open }: Entries, together: Lazy | undefined): Value {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.name, [...(groups.get(entry.name) ?? []), entry]);
  const whole = new Map<string, Attribute>();
  for (const [name, group] of groups) {
    const values = list(group.map(({ value }) => value));
    const at = group[0]?.at;
    const value = together ? machine.lazy(() => machine.call(together, [string(name), values], at), at) : values;
    whole.set(name, { value, at });
  }
  return set(whole, open);
}
