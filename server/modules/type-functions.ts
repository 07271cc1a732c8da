import {
  EMPTY_LIST,
  EMPTY_SET,
  FALSE,
  failure,
  isOpaque,
  NULL,
  primop,
  record,
  string,
  TRUE,
  thrown,
  unfit,
} from "../nix/make.ts";
import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { evaluateModules } from "./evaluate.ts";
import { once } from "./once.ts";
import { tagTest } from "./option-functions.ts";
import { isOption } from "./option-levels.ts";
import { attributeList } from "./types/attribute-list.ts";
import { attrTag } from "./types/attribute-tag.ts";
import { basicTypes, between, joined, matching, numbers, passwdEntry, pathType } from "./types/basic.ts";
import { addCheck, coercedTo, either, enumOf, functionTo, nullOr, unique } from "./types/choice.ts";
import { anything, attrsOf, listOf, mergeTypes, nonEmptyListOf } from "./types/containers.ts";
import { deferredModule } from "./types/deferred.ts";
import { filesetType } from "./types/fileset-type.ts";
import { optionType } from "./types/option-type.ts";
import { serializableType } from "./types/serializable.ts";
import { type SubmoduleOptions, submoduleType } from "./types/submodule.ts";
import type { OptionType, SubmoduleRequest } from "./types/type.ts";
import { typeOf, typeValue } from "./types/type-value.ts";

/** What the functions of `lib.types` are made with. */
interface TypeMaker {
  readonly machine: Machine;
  /** Evaluates a submodule that is merged by hand. */
  readonly submodules: (request: SubmoduleRequest) => Value;
  /** A type as a Nix value. */
  readonly make: (type: OptionType) => SetValue;
  /** The type that a value is, once it is asked for. */
  readonly inner: (value: Lazy | undefined) => () => OptionType;
  /** A function from the type of the elements. */
  readonly one: (name: string, build: (element: () => OptionType) => OptionType) => Lazy;
  readonly openSubmodule: (options: SubmoduleOptions) => OptionType;
}

/** `lib.types` as a Nix value. `lib` is what submodules that are merged by hand get as their `lib`. */
export function typeFunctions(machine: Machine, lib: Lazy): SetValue {
  const maker = typeMaker(machine, lib);
  return record({ ...plainTypes(maker), ...composedTypes(maker), ...moduleTypes(maker) });
}

function typeMaker(machine: Machine, lib: Lazy): TypeMaker {
  const submodules = (request: SubmoduleRequest): Value => {
    const given = request.definitions.map((definition) => definition.value);
    const modules = [...request.modules, ...given];
    const evaluation = evaluateModules(machine, {
      modules,
      specialArgs: new Map(),
      class: request.class,
      prefix: request.path,
      lib,
    });
    return machine.force(evaluation.result);
  };
  const make = (type: OptionType): SetValue => typeValue(type, submodules);
  // A type that contains itself is not described in full.
  const openSubmodule = (options: SubmoduleOptions): OptionType => {
    const { modules } = options;
    const evaluate = () =>
      evaluateModules(machine, { modules, specialArgs: new Map(), class: options.class, prefix: [], lib }).freeform();
    return submoduleType({ ...options, freeform: once(evaluate, () => undefined) });
  };
  const inner = (value: Lazy | undefined) => {
    let type: OptionType | undefined;
    return () => {
      type ??= typeOf(machine, value ?? NULL);
      return type;
    };
  };
  const one = (name: string, build: (element: () => OptionType) => OptionType) =>
    primop(name, 1, (_machine, [element]) => make(build(inner(element))));
  return { machine, submodules, make, inner, one, openSubmodule };
}

/** Types without elements. */
function plainTypes({ machine, make, one }: TypeMaker): Readonly<Record<string, Lazy>> {
  const named = Object.entries(basicTypes).filter(([name]) => !/^[us]\d+$/.test(name));
  return {
    ...Object.fromEntries(named.map(([name, type]) => [name, make(type)])),
    separatedString: primop("separatedString", 1, (_machine, [separator]) => {
      const text = machine.force(separator ?? string(""));
      const between = text.type === "string" ? text.text : "";
      return make(joined("separatedString", `strings concatenated with ${JSON.stringify(between)}`, between));
    }),
    strMatching: primop("strMatching", 1, (_machine, [pattern]) => make(stringMatching(machine, pattern))),
    anything: make(anything),
    fileset: make(filesetType),
    json: make(serializableType("JSON value", true)),
    toml: make(serializableType("TOML value", false)),
    serializableValueWith: primop("serializableValueWith", 1, (_machine, [given]) => {
      const name = machine.select(given ?? NULL, "typeName");
      const nullable = machine.force(optionalField(machine, given, "nullable") ?? TRUE);
      const text = name.type === "string" ? name.text : "…";
      return make(serializableType(`${text} value`, nullable.type !== "bool" || nullable.value));
    }),
    ints: record({
      ...Object.fromEntries(
        ["u8", "u16", "u32", "s8", "s16", "s32", "unsigned", "positive"].map((name) => [
          name,
          make(basicTypes[name] as OptionType),
        ]),
      ),
      between: primop("between", 2, (_machine, [low, high], at) => betweenValues(machine, low, high, make, at)),
    }),
    numbers: record({
      between: primop("between", 2, (_machine, [low, high], at) => numbersBetween(machine, low, high, make, at)),
      nonnegative: make(numbers("nonnegative", (value) => value >= 0)),
      positive: make(numbers("positive", (value) => value > 0)),
    }),
    passwdEntry: one("passwdEntry", passwdEntry),
    pathWith: primop("pathWith", 1, (_machine, [given], at) => pathWith(machine, given, make, at)),
  };
}

/** Types of types. */
function composedTypes({ machine, make, inner, one }: TypeMaker): Readonly<Record<string, Lazy>> {
  const attrs = one("attrsOf", (element) => attrsOf(element, false));
  return {
    listOf: one("listOf", listOf),
    nonEmptyListOf: one("nonEmptyListOf", nonEmptyListOf),
    attrListOf: one("attrListOf", (element) => attributeList({ element })),
    attrListWith: primop("attrListWith", 1, (_machine, [given]) => attrListWith(machine, given, make, inner)),
    attrsOf: attrs,
    loaOf: attrs,
    lazyAttrsOf: one("lazyAttrsOf", (element) => attrsOf(element, true)),
    attrsWith: primop("attrsWith", 1, (_machine, [given]) => attrsWith(machine, given, make, inner)),
    nullOr: one("nullOr", nullOr),
    uniq: one("uniq", unique),
    unique: primop("unique", 2, (_machine, [given, element]) => {
      const message = machine.select(given ?? NULL, "message");
      return make(unique(inner(element), message.type === "string" ? message.text : undefined));
    }),
    functionTo: one("functionTo", functionTo),
    either: primop("either", 2, (_machine, [left, right]) => make(either(inner(left), inner(right)))),
    oneOf: primop("oneOf", 1, (_machine, [types], at) => oneOf(machine, types, make, at)),
    enum: primop("enum", 1, (_machine, [values], at) => {
      const list = machine.force(values ?? EMPTY_LIST);
      return list.type === "list" && !list.open
        ? make(enumOf(list.items, (value) => machine.force(value)))
        : list.type === "list"
          ? make(anything)
          : unfit(list, "a list", at);
    }),
    coercedTo: primop("coercedTo", 3, (_machine, [from, coerce, to]) =>
      make(coercedTo(inner(from), coerce ?? NULL, inner(to))),
    ),
    addCheck: primop("addCheck", 2, (_machine, [type, check]) =>
      make(addCheck(typeOf(machine, type ?? NULL), check ?? NULL)),
    ),
    attrTag: primop("attrTag", 1, (_machine, [tags], at) => attrTagValue(machine, tags, make, at)),
  };
}

/** Types whose values are modules, and types as values. */
function moduleTypes({ machine, submodules, make, openSubmodule }: TypeMaker): Readonly<Record<string, Lazy>> {
  return {
    submodule: primop("submodule", 1, (_machine, [modules]) =>
      make(openSubmodule({ modules: moduleList(machine, modules), shorthandOnlyDefinesConfig: true })),
    ),
    submoduleWith: primop("submoduleWith", 1, (_machine, [given], at) =>
      submoduleWith(machine, given, (options) => make(openSubmodule(options)), at),
    ),
    deferredModuleWith: primop("deferredModuleWith", 1, (_machine, [given]) => {
      const set = machine.force(given ?? EMPTY_SET);
      const modules = set.type === "set" ? set.entries.get("staticModules")?.value : undefined;
      return make(deferredModule(modules === undefined ? [] : moduleList(machine, modules)));
    }),
    deferredModule: make(deferredModule()),
    mkOptionType: primop("mkOptionType", 1, (_machine, [given]) => {
      const set = machine.force(given ?? EMPTY_SET);
      if (set.type !== "set") return set;
      return { ...set, entries: new Map([...set.entries, ["_type", { value: string("option-type") }]]) };
    }),
    mergeTypes: primop("mergeTypes", 2, (_machine, [left, right]) => {
      const merged = mergeTypes(typeOf(machine, left ?? NULL), typeOf(machine, right ?? NULL));
      return merged ? make(merged) : record({ _type: string("merge-error"), error: string("Cannot merge types") });
    }),
    isOptionType: tagTest("isOptionType", "option-type"),
    optionType: make(optionType(submodules)),
    defaultFunctor: primop("defaultFunctor", 1, (_machine, [name]) => record({ name: name ?? NULL })),
  };
}

function moduleList(machine: Machine, modules: Lazy | undefined): readonly Lazy[] {
  const value = machine.force(modules ?? EMPTY_LIST);
  return value.type === "list" ? [...value.items, ...(value.open ?? [])] : [modules ?? value];
}

function attrsWith(
  machine: Machine,
  given: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  inner: (value: Lazy | undefined) => () => OptionType,
): Value {
  const set = machine.force(given ?? EMPTY_SET);
  if (set.type !== "set") return set;
  const lazy = machine.force(set.entries.get("lazy")?.value ?? NULL);
  const placeholder = machine.force(set.entries.get("placeholder")?.value ?? NULL);
  const name = placeholder.type === "string" ? placeholder.text : undefined;
  return make(attrsOf(inner(set.entries.get("elemType")?.value), lazy.type === "bool" && lazy.value, name));
}

function attrListWith(
  machine: Machine,
  given: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  inner: (value: Lazy | undefined) => () => OptionType,
): Value {
  const asSet = machine.force(optionalField(machine, given, "asAttrs") ?? FALSE);
  return make(
    attributeList({
      element: inner(optionalField(machine, given, "elemType")),
      asSet: asSet.type === "bool" && asSet.value,
      together: optionalField(machine, given, "mergeAttrValues"),
    }),
  );
}

function optionalField(machine: Machine, given: Lazy | undefined, name: string): Lazy | undefined {
  const set = machine.force(given ?? EMPTY_SET);
  return set.type === "set" ? set.entries.get(name)?.value : undefined;
}

function pathWith(
  machine: Machine,
  given: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  at: Span | undefined,
): Value {
  const set = machine.force(given ?? EMPTY_SET);
  if (set.type !== "set") return unfit(set, "a set", at);
  const flag = (name: string) => {
    const value = machine.force(set.entries.get(name)?.value ?? NULL);
    return value.type === "bool" ? value.value : undefined;
  };
  const [inStore, absolute] = [flag("inStore"), flag("absolute")];
  if (inStore && absolute === false) return failure("In pathWith, inStore means the path must be absolute", at);
  return make(pathType(inStore, absolute));
}

function attrTagValue(
  machine: Machine,
  given: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  at: Span | undefined,
): Value {
  const tags = machine.force(given ?? EMPTY_SET);
  if (tags.type !== "set") return unfit(tags, "a set", at);
  const types = new Map<string, () => OptionType>();
  for (const [name, { value }] of tags.entries) {
    types.set(name, () => {
      const option = machine.force(value);
      if (!isOpaque(option) && !isOption(machine, option))
        return typeOf(machine, tagProblem(machine, name, option, at));
      const type = option.type === "set" ? option.entries.get("type") : undefined;
      return type ? typeOf(machine, type.value) : (basicTypes.unspecified as OptionType);
    });
  }
  return make(attrTag(types));
}

function tagProblem(machine: Machine, name: string, value: Value, at: Span | undefined): Value {
  const tag = value.type === "set" ? value.entries.get("_type") : undefined;
  const type = tag && machine.force(tag.value);
  const isType = type?.type === "string" && type.text === "option-type";
  const what = isType ? "was a bare type, not wrapped in mkOption" : "was not";
  return thrown(`In attrTag, each tag value must be an option, but tag ${name} ${what}.`, at);
}

function oneOf(
  machine: Machine,
  types: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  at: Span | undefined,
): Value {
  const list = machine.force(types ?? EMPTY_LIST);
  if (list.type !== "list") return unfit(list, "a list", at);
  const all = list.items.map((item) => typeOf(machine, item));
  const first = all[0];
  if (!first) return failure("oneOf needs to get at least one type in its argument", at);
  return make(
    all.slice(1).reduce(
      (left, right) =>
        either(
          () => left,
          () => right,
        ),
      first,
    ),
  );
}

function submoduleWith(
  machine: Machine,
  given: Lazy | undefined,
  make: (options: SubmoduleOptions) => SetValue,
  at: Span | undefined,
): Value {
  const set = machine.force(given ?? EMPTY_SET);
  if (set.type !== "set") return unfit(set, "a set", at);
  const field = (name: string) => set.entries.get(name)?.value;
  const shorthand = machine.force(field("shorthandOnlyDefinesConfig") ?? NULL);
  const description = machine.force(field("description") ?? NULL);
  const text = machine.force(field("class") ?? NULL);
  return make({
    modules: moduleList(machine, field("modules")),
    shorthandOnlyDefinesConfig: shorthand.type === "bool" && shorthand.value,
    specialArgs: field("specialArgs"),
    class: text.type === "string" ? text.text : undefined,
    description: description.type === "string" ? description.text : undefined,
  });
}

function stringMatching(machine: Machine, pattern: Lazy | undefined): OptionType {
  const text = machine.force(pattern ?? NULL);
  return matching(text, text.type === "string" ? text.text : "…");
}

function betweenValues(
  machine: Machine,
  low: Lazy | undefined,
  high: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  at: Span | undefined,
): Value {
  const from = machine.force(low ?? NULL);
  const to = machine.force(high ?? NULL);
  if (from.type !== "int") return unfit(from, "an integer", at);
  if (to.type !== "int") return unfit(to, "an integer", at);
  return make(
    between("intBetween", from.value, to.value, `integer between ${from.value} and ${to.value} (both inclusive)`),
  );
}

function numbersBetween(
  machine: Machine,
  low: Lazy | undefined,
  high: Lazy | undefined,
  make: (type: OptionType) => SetValue,
  at: Span | undefined,
): Value {
  const [from, to] = [machine.force(low ?? NULL), machine.force(high ?? NULL)];
  if (from.type !== "int" && from.type !== "float") return unfit(from, "a number", at);
  if (to.type !== "int" && to.type !== "float") return unfit(to, "a number", at);
  const description = `integer or floating point number between ${from.value} and ${to.value} (both inclusive)`;
  const type = numbers("", (value) => value >= Number(from.value) && value <= Number(to.value));
  return make({ ...type, name: "numberBetween", describe: () => description, phrase: undefined });
}
