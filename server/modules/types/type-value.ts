import { external, isOpaque, NULL, primop, record, string, unknown } from "../../nix/make.ts";
import { Thunk } from "../../nix/thunk.ts";
import type { Failure, Lazy, Machine, NativeFact, SetValue, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { Discharged } from "../definitions.ts";
import { basicTypes, mergeDefault, simple } from "./basic.ts";
import { mergeDischarged } from "./merge.ts";
import { subOptions } from "./sub-options.ts";
import { describeType, type MergeContext, type OptionType, type SubmoduleRequest, type TypeShape } from "./type.ts";

/** The type that a value of Nix code stands for. */
export interface TypeFact extends NativeFact {
  readonly fact: "type";
  readonly type: OptionType;
}

/** The option type that a Nix value is: one of ours, or one that Nix code made (`mkOptionType`, `types.x // { … }`). */
export function typeOf(machine: Machine, value: Lazy): OptionType {
  const forced = machine.force(value);
  if (forced.type === "set") return isTypeFact(forced.native) ? forced.native.type : userType(machine, forced);
  if (forced.type === "failure") return brokenType(forced);
  const reason = forced.type === "external" ? `of the type ${forced.path}` : "of an unknown type";
  return simple(
    "unspecified",
    reason,
    () => undefined,
    (_machine, context, definitions) => {
      const single = definitions.length === 1 ? definitions[0] : undefined;
      if (single && !isOpaque(forced)) return _machine.force(single.value);
      return unknown(`${showOption(context.path)} is ${reason}`, single?.at);
    },
  );
}

/** Nix stops where a value of the type is needed. */
function brokenType(problem: Failure): OptionType {
  return simple(
    "unspecified",
    "a type that is an error",
    () => undefined,
    () => problem,
  );
}

function isTypeFact(fact: NativeFact | undefined): fact is TypeFact {
  return fact?.fact === "type";
}

/** The type as a Nix value: what `lib.types.x` is. `evaluateSubmodule` serves code that calls `merge` by hand. */
export function typeValue(type: OptionType, evaluateSubmodule: (request: SubmoduleRequest) => Value): SetValue {
  if (type.origin) return type.origin;
  const native: TypeFact = { fact: "type", type };
  let entries: SetValue["entries"] | undefined;
  // Most types are only declared with: what Nix code could select from them is made when it does.
  return {
    type: "set",
    get entries() {
      entries ??= entriesOf(type, evaluateSubmodule);
      return entries;
    },
    native,
  };
}

function entriesOf(type: OptionType, evaluateSubmodule: (request: SubmoduleRequest) => Value): SetValue["entries"] {
  const base = record({
    _type: string("option-type"),
    name: string(type.name),
    check: primop("check", 1, (machine, [value]) => {
      const forced = machine.force(value ?? string(""));
      const fits = type.check(machine, forced);
      if (fits !== true && forced.type === "failure") return forced;
      return fits === undefined ? unknown("whether an outside value fits a type") : { type: "bool", value: fits };
    }),
    merge: primop("merge", 2, (machine, [path, definitions]) =>
      mergeByHand(machine, type, path, definitions, evaluateSubmodule),
    ),
    nestedTypes: Thunk.ofNative(() => nestedTypes(type, evaluateSubmodule)),
    getSubOptions: primop("getSubOptions", 1, (machine, [prefix]) => {
      const names = machine.force(prefix ?? { type: "list", items: [] });
      const path = names.type === "list" ? names.items.map((item) => textOf(machine, item)) : [];
      return subOptions(machine, type, path, evaluateSubmodule);
    }),
    getSubModules: type.shape.kind === "submodule" ? { type: "list", items: type.shape.modules } : { type: "null" },
    typeMerge: external(`lib.types.${type.name}.typeMerge`, undefined, "function"),
    substSubModules: external(`lib.types.${type.name}.substSubModules`, undefined, "function"),
    functor: Thunk.ofNative(() => functorOf(type, evaluateSubmodule)),
    emptyValue: type.empty ? record({ value: type.empty }) : record({}),
  });
  const entries = new Map(base.entries);
  entries.set("description", { value: Thunk.ofNative(() => string(describeType(type))) });
  entries.set("descriptionClass", { value: Thunk.ofNative(() => (type.phrase ? string(type.phrase) : NULL)) });
  return entries;
}

function nestedTypes(type: OptionType, evaluateSubmodule: (request: SubmoduleRequest) => Value): SetValue {
  const { shape } = type;
  if (shape.kind === "list" || shape.kind === "attrs")
    return record({ elemType: typeValue(shape.element(), evaluateSubmodule) });
  return record({});
}

/** What type merging in nixpkgs goes by; only the name and the element type are of use to flakes. */
function functorOf(type: OptionType, evaluateSubmodule: (request: SubmoduleRequest) => Value): SetValue {
  const wrapped = nestedTypes(type, evaluateSubmodule).entries.get("elemType")?.value ?? NULL;
  const rest = ["type", "payload", "binOp"].map((name) => [name, external(`lib.types.${type.name}.functor.${name}`)]);
  return record({ name: string(type.name), wrapped, ...Object.fromEntries(rest) });
}

function mergeByHand(
  machine: Machine,
  type: OptionType,
  path: Lazy | undefined,
  definitions: Lazy | undefined,
  evaluateSubmodule: (request: SubmoduleRequest) => Value,
): Value {
  const list = machine.force(definitions ?? { type: "list", items: [] });
  if (list.type !== "list") return isOpaque(list) ? unknown("unknown definitions") : list;
  const discharged: Discharged[] = list.items.map((item) => {
    const file = machine.select(item, "file");
    const value = machine.lazy(() => machine.select(item, "value"));
    return {
      file: file.type === "string" ? file.text : undefined,
      at: value.at,
      value,
      conditions: [],
      priority: 100,
      order: 1000,
    };
  });
  const names = machine.force(path ?? { type: "list", items: [] });
  const texts = names.type === "list" ? names.items.map((item) => textOf(machine, item)) : [];
  const context: MergeContext = { path: texts, evaluation: type, evaluateSubmodule };
  return mergeDischarged(machine, context, type, discharged) ?? unknown("no definition");
}

function textOf(machine: Machine, value: Lazy): string {
  const forced = machine.force(value);
  return forced.type === "string" ? forced.text : "?";
}

/** A type made by Nix code: its own `check` and `merge` are called. */
function userType(machine: Machine, set: SetValue): OptionType {
  const field = (name: string) => set.entries.get(name)?.value;
  const text = (name: string) => {
    const value = field(name);
    const forced = value && machine.force(value);
    return forced?.type === "string" ? forced.text : undefined;
  };
  const name = text("name") ?? "unspecified";
  const check = field("check");
  const merge = field("merge");
  const known = basicTypes[name];
  return {
    name,
    describe: (within) => text("description") ?? known?.describe(within) ?? name,
    phrase: phraseOf(text("descriptionClass")),
    check: (inner, value) => {
      if (!check || isOpaque(value)) return undefined;
      const answer = inner.apply(check, value);
      return answer.type === "bool" ? answer.value : undefined;
    },
    merge: (inner, context, definitions) =>
      merge ? callMerge(inner, merge, context, definitions) : mergeDefault(inner, context, definitions),
    shape: userShape(machine, set),
    origin: set,
    ...emptyOf(machine, field("emptyValue")),
  };
}

function phraseOf(text: string | undefined): OptionType["phrase"] {
  return text === "noun" || text === "nonRestrictiveClause" || text === "conjunction" || text === "composite"
    ? text
    : undefined;
}

function emptyOf(machine: Machine, value: Lazy | undefined): { empty?: Value } {
  const forced = value && machine.force(value);
  const inner = forced?.type === "set" ? forced.entries.get("value") : undefined;
  return inner ? { empty: machine.force(inner.value) } : {};
}

function userShape(machine: Machine, set: SetValue): TypeShape {
  const nested = set.entries.get("nestedTypes");
  const types = nested && machine.force(nested.value);
  const element = types?.type === "set" ? types.entries.get("elemType") : undefined;
  if (!element) return { kind: "leaf" };
  const name = set.entries.get("name");
  const text = name && machine.force(name.value);
  const list = text?.type === "string" && text.text.startsWith("listOf");
  return list
    ? { kind: "list", element: () => typeOf(machine, element.value) }
    : { kind: "attrs", element: () => typeOf(machine, element.value), lazy: true };
}

function callMerge(machine: Machine, merge: Lazy, context: MergeContext, definitions: readonly Discharged[]): Value {
  const path: Value = { type: "list", items: context.path.map((name) => string(name)) };
  const items = definitions.map(({ file, value }) => record({ file: string(file ?? "<unknown-file>"), value }));
  return machine.call(merge, [path, { type: "list", items }]);
}
