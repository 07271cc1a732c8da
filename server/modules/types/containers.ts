import { isOpaque, unknown } from "../../nix/make.ts";
import { behind } from "../../nix/operands.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Condition } from "../../nix/provenance.ts";
import { handedOn } from "../../nix/selection.ts";
import { conditionOf, placeOf } from "../../nix/thunk.ts";
import type { Attribute, Failure, Ghost, Lazy, Machine, Opaque, Unknown, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import { type Definition, type Discharged, isUndecided } from "../definitions.ts";
import { definitionsFrom, type OpenPart } from "../open-parts.ts";
import { mergedFunction } from "./function.ts";
import { markConditions, mergeDefined, mergeDefinitions, mergeEqual } from "./merge.ts";
import {
  checkKind,
  describeType,
  type MergeContext,
  type Merging,
  nestedDescription,
  type OptionType,
} from "./type.ts";

/** `types.listOf`: definitions are concatenated in order, each element merged on its own. */
export function listOf(element: () => OptionType): OptionType {
  return {
    name: "listOf",
    describe: (within) => `list of ${nestedDescription(within, element(), "noun", "composite")}`,
    phrase: "composite",
    check: checkKind("list"),
    merge: (machine, context, definitions) => mergeLists(machine, context, definitions, element()),
    empty: { type: "list", items: [] },
    shape: { kind: "list", element },
    mergeWith: (other, merging) => {
      const theirs = other.shape.kind === "list" ? other.shape.element : undefined;
      return theirs && mergeElements(element, theirs, merging, listOf);
    },
  };
}

/** `types.nonEmptyListOf`: a list without the empty one. */
export function nonEmptyListOf(element: () => OptionType): OptionType {
  const list = listOf(element);
  return {
    ...list,
    describe: (within) => `non-empty ${nestedDescription(within, list, "noun")}`,
    check: (machine, value) =>
      value.type === "list" && !value.open ? value.items.length > 0 : list.check(machine, value),
    empty: undefined,
  };
}

function mergeLists(
  machine: Machine,
  context: MergeContext,
  definitions: readonly Discharged[],
  element: OptionType,
): Value {
  const items: Lazy[] = [];
  const open: Opaque[] = [];
  const ghosts: Ghost[] = [];
  for (const [n, definition] of definitions.entries()) {
    const value = machine.force(definition.value);
    if (value.type === "failure") open.push(failedPart(value, definition));
    else if (isOpaque(value)) open.push(value);
    if (value.type !== "list") continue;
    open.push(...(value.open ?? []));
    ghosts.push(...mergedGhosts(machine, context, definition, value.ghosts ?? [], element));
    for (const [m, item] of value.items.entries()) {
      const spent = machine.spend(definition.at);
      if (spent) return spent;
      const path = [...context.path, `[definition ${n + 1}-entry ${m + 1}]`];
      const merged = mergeDefined(machine, { ...context, path }, element, [elementDefinition(definition, item)]);
      if (merged === undefined) continue;
      const value = merged.doubt ? behind(machine, merged.doubt, merged.value) : merged.value;
      items.push(markConditions(machine, value, withItemCondition(definition, item)));
    }
  }
  const collector =
    element.shape.kind === "module" ? { option: context.path, evaluation: context.evaluation } : undefined;
  return {
    type: "list",
    items,
    ...(open.length > 0 && { open }),
    ...(ghosts.length > 0 && { ghosts }),
    ...(collector && { collector }),
  };
}

function elementDefinition(definition: Discharged, item: Lazy): Definition {
  return { file: definition.file, at: definition.at ?? placeOf(item), value: item, wrappers: [] };
}

function withItemCondition(definition: Discharged, item: Lazy): Discharged {
  const condition = conditionOf(item);
  return condition ? { ...definition, conditions: [...definition.conditions, condition] } : definition;
}

/** What false conditions kept out goes through the element type too, when somebody asks. */
function mergedGhosts(
  machine: Machine,
  context: MergeContext,
  definition: Discharged,
  ghosts: readonly Ghost[],
  element: OptionType,
): Ghost[] {
  const merge = (item: Lazy): Value =>
    mergeDefinitions(machine, context, element, [elementDefinition(definition, item)]) ?? { type: "null" };
  return ghosts.map((ghost) => {
    if (ghost.of === "item") return { ...ghost, value: machine.lazy(() => merge(ghost.value), placeOf(ghost.value)) };
    const whole = machine.lazy(() => {
      const list = machine.force(ghost.value);
      return list.type === "list"
        ? { ...list, items: list.items.map((item) => machine.lazy(() => merge(item), placeOf(item))) }
        : list;
    });
    return { ...ghost, value: whole };
  });
}

/**
 * `types.attrsOf`, and `lazyAttrsOf`, whose names do not depend on conditions around their values. `placeholder` stands for the name
 * in the paths of the options inside.
 */
export function attrsOf(element: () => OptionType, lazy: boolean, placeholder = "name"): OptionType {
  return {
    name: lazy ? "lazyAttrsOf" : "attrsOf",
    describe: (within) =>
      `${lazy ? "lazy " : ""}attribute set of ${nestedDescription(within, element(), "noun", "composite")}`,
    phrase: "composite",
    check: checkKind("set"),
    merge: (machine, context, definitions) => mergeAttributes(machine, context, definitions, element, lazy),
    empty: { type: "set", entries: new Map() },
    shape: { kind: "attrs", element, lazy, placeholder },
    mergeWith: (other, merging) => {
      const theirs = other.shape.kind === "attrs" ? other.shape : undefined;
      if (!theirs || theirs.lazy !== lazy) return undefined;
      const names = new Set([placeholder, theirs.placeholder ?? "name"]);
      names.delete("name");
      const [name, another] = names;
      if (another !== undefined) return undefined;
      return mergeElements(element, theirs.element, merging, (merged) => attrsOf(merged, lazy, name));
    },
  };
}

/** `lazyAttrsOf` whose elements have types of their own by their names; undefined: the type of all. For native code. */
export function attrsByName(element: () => OptionType, named: (name: string) => OptionType | undefined): OptionType {
  const plain = attrsOf(element, true);
  const elementOf = (name?: string) => (name === undefined ? undefined : named(name)) ?? element();
  return {
    ...plain,
    merge: (machine, context, definitions) => mergeAttributes(machine, context, definitions, elementOf, true),
    shape: { kind: "attrs", element: elementOf, lazy: true },
    mergeWith: undefined,
  };
}

/** Merges sets name by name. */
function mergeAttributes(
  machine: Machine,
  context: MergeContext,
  definitions: readonly Discharged[],
  element: (name: string) => OptionType,
  lazy: boolean,
): Value {
  const { groups, open } = groupByName(machine, definitions);
  const entries = new Map<string, Attribute>();
  for (const [name, group] of groups) {
    const spent = machine.spend(group[0]?.at);
    if (spent) return spent;
    const inner: MergeContext = { ...context, path: [...context.path, name] };
    const at = group[0]?.at;
    const option = { path: inner.path, evaluation: inner.evaluation, holdsModule: () => isModule(element(name)) };
    if (lazy) {
      entries.set(name, {
        value: machine.lazy(() => mergeDefinitions(machine, inner, element(name), group) ?? missing(inner), at),
        at,
        maybe: doubtOfAll(group),
        option,
      });
      continue;
    }
    const merged = mergeDefined(machine, inner, element(name), group);
    if (merged !== undefined) entries.set(name, { value: merged.value, at, maybe: merged.doubt, option });
  }
  return open.length > 0 ? { type: "set", entries, open } : { type: "set", entries };
}

function isModule({ shape }: OptionType): boolean {
  return shape.kind === "module";
}

/** The condition of a name that only sets hold of which it is not decided whether they are there. */
function doubtOfAll(group: readonly Definition[]): Condition | undefined {
  let doubt: Condition | undefined;
  for (const { wrappers } of group) {
    const undecided = wrappers.find((wrapper) => wrapper.kind === "decided" && wrapper.condition.value === "unknown");
    if (undecided?.kind !== "decided") return undefined;
    doubt ??= undecided.condition;
  }
  return doubt;
}

export function missing(context: MergeContext): Value {
  return {
    type: "failure",
    message: `The option \`${showOption(context.path)}' was accessed but has no value defined. Try setting the option.`,
    catchable: true,
    at: undefined,
    trace: [],
  };
}

/** A definition that fails: Nix fails for the whole option, of which the rest is still known here. */
function failedPart(failure: Failure, { at }: Discharged): Unknown {
  return { ...unknown(failure.message, failure.at ?? at), failure };
}

export function groupByName(
  machine: Machine,
  definitions: readonly Discharged[],
): { groups: Map<string, Definition[]>; open: Opaque[] } {
  const groups = new Map<string, Definition[]>();
  const parts: OpenPart[] = [];
  const failed: Opaque[] = [];
  for (const definition of definitions) {
    const value = machine.force(definition.value);
    if (value.type === "failure")
      failed.push(isUndecided(definition) ? unknown(value.message, definition.at) : failedPart(value, definition));
    parts.push(...openPartsIn(value, definition));
    if (value.type !== "set") continue;
    for (const [name, attribute] of value.entries) {
      const group = groups.get(name) ?? [];
      group.push(namedDefinition(machine, definition, attribute));
      groups.set(name, group);
    }
  }
  for (const [name, group] of parts.length > 0 ? groups : []) group.push(...definitionsFrom(machine, parts, name));
  return { groups, open: [...parts.map(({ part }) => part), ...failed] };
}

/** What may hold further names, in a defined set or instead of one. */
export function openPartsIn(value: Value, { at, conditions }: Discharged): readonly OpenPart[] {
  const wrappers = conditions.map((condition) => ({ kind: "decided", condition }) as const);
  if (value.type === "set") return (value.open ?? []).map((part) => ({ part, wrappers, at, known: value.entries }));
  return isOpaque(value) ? [{ part: value, wrappers, at }] : [];
}

/** The definition of one attribute of a defined set; conditions around the set hold for it too. */
export function namedDefinition(machine: Machine, definition: Discharged, attribute: Attribute): Definition {
  const conditions = attribute.maybe ? [...definition.conditions, attribute.maybe] : definition.conditions;
  // As in `groupDefinitions`, unless a library hands the configuration on.
  const isWritten = definition.at !== undefined && !isNativePath(definition.at.file);
  return {
    file: definition.file,
    at: (isWritten && attribute.option ? undefined : attribute.at) ?? definition.at,
    value: handedOn(machine, attribute, definition.at),
    wrappers: conditions.map((condition) => ({ kind: "decided", condition })),
    ...(definition.isPart && { isPart: true }),
  };
}

/** `types.anything`: sets are merged in depth, functions by their results, everything else must be equal. */
export const anything: OptionType = {
  name: "anything",
  describe: () => "anything",
  phrase: "noun",
  check: () => true,
  merge: (machine, context, definitions) => {
    const values = definitions.map((definition) => machine.force(definition.value));
    const only = values.length === 1 ? values[0] : undefined;
    if (only && only.type !== "set") return only;
    const known = values.filter((value) => !isOpaque(value));
    if (known.length > 0 && known.every((value) => value.type === "set" && !isDerivation(value))) {
      return mergeAttributes(machine, context, definitions, () => anything, false);
    }
    if (values.every((value) => value.type === "lambda" || value.type === "primop")) {
      return mergedFunction(context, definitions, () => anything);
    }
    return values.find(isOpaque) ?? mergeEqual(machine, context, definitions);
  },
  shape: { kind: "leaf" },
};

function isDerivation(value: Value): boolean {
  return value.type === "set" && value.entries.has("drvPath");
}

function mergeElements(
  mine: () => OptionType,
  theirs: () => OptionType,
  merging: Merging,
  make: (element: () => OptionType) => OptionType,
): OptionType | undefined {
  const merged = mergeTypes(mine(), theirs(), merging);
  return merged && make(() => merged);
}

const MOST_MERGES = 500;

/** nixpkgs `typeMerge`: the type of an option that two modules declare. `merging` is that of the types around. */
export function mergeTypes(
  a: OptionType,
  b: OptionType,
  merging: Merging = { left: MOST_MERGES },
): OptionType | undefined {
  if (!a.mergeWith) return a.name === b.name && describeType(a) === describeType(b) ? a : undefined;
  if (merging.left <= 0) return a;
  merging.left -= 1;
  return a.mergeWith(b, merging);
}
