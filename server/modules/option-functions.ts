import { namesOf } from "../nix/lib/attrsets/attrsets-paths.ts";
import { answered } from "../nix/lib/lists/lists-items.ts";
import { EMPTY_LIST, EMPTY_SET, external, FALSE, NULL, primop, record, string, unfit } from "../nix/make.ts";
import { unary } from "../nix/operands.ts";
import { hasAttribute } from "../nix/select.ts";
import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import { basicTypes } from "./types/basic.ts";
import { mergeEqual, mergeOne } from "./types/merge.ts";
import type { MergeContext, OptionType } from "./types/type.ts";
import { typeValue } from "./types/type-value.ts";

/** `lib.options`. */
export function optionFunctions(machine: Machine): Readonly<Record<string, Lazy>> {
  return {
    mkOption: primop("mkOption", 1, (_machine, [given], at) => mkOption(machine, given ?? EMPTY_SET, at)),
    mkEnableOption: primop("mkEnableOption", 1, (_machine, [name], at) => mkEnableOption(machine, name ?? NULL, at)),
    mkSinkUndeclaredOptions: primop("mkSinkUndeclaredOptions", 1, (_machine, _args, at) =>
      markOption(record({ internal: FALSE, apply: primop("sink", 1, () => external("undeclared options")) }), at),
    ),
    isOption: tagTest("isOption", "option"),
    literalExpression: literal("literalExpression"),
    literalExample: literal("literalExpression"),
    literalMD: literal("literalMD"),
    mdDoc: primop("mdDoc", 1, (_machine, [text]) => machine.force(text ?? NULL)),
    showOption: unary("showOption", (_machine, path, at) => {
      const names = namesOf(machine, path, at);
      return "type" in names ? names : string(showOption(names.map(({ text }) => text)), at);
    }),
    showFiles: unary("showFiles", (_machine, files, at) => {
      const names = namesOf(machine, files, at);
      return "type" in names ? names : string(names.map(({ text }) => `\`${text}'`).join(" and "), at);
    }),
    getValues: field("getValues", machine, "value"),
    getFiles: field("getFiles", machine, "file"),
    mergeOneOption: merger("mergeOneOption", machine, mergeOne),
    mergeEqualOption: merger("mergeEqualOption", machine, mergeEqual),
    mergeDefaultOption: merger("mergeDefaultOption", machine, (basicTypes.unspecified as OptionType).merge),
    unknownModule: string("<unknown-file>"),
  };
}

/** Whether a value is a set that is marked as something by `_type`. */
export function tagTest(name: string, wanted: string): Value {
  return unary(name, (machine, value, at) => {
    const forced = machine.force(value);
    const has = hasAttribute(forced, "_type", at);
    if (has !== true) return has === false ? FALSE : has;
    return answered(machine.equal(machine.select(forced, "_type", at), string(wanted)), at);
  });
}

function mkOption(machine: Machine, given: Lazy, at: Span | undefined): Value {
  const set = machine.force(given);
  return set.type === "set" ? markOption(set, at) : unfit(set, "a set", at);
}

function markOption(set: SetValue, at: Span | undefined): SetValue {
  const entries = new Map(set.entries);
  entries.set("_type", { value: string("option") });
  return set.open ? { type: "set", entries, open: set.open, at } : { type: "set", entries, at };
}

function mkEnableOption(machine: Machine, name: Lazy, at: Span | undefined): Value {
  const text = machine.force(name);
  return markOption(
    record({
      type: typeValue(basicTypes.bool as OptionType, noSubmodules),
      default: FALSE,
      description: string(`Whether to enable ${text.type === "string" ? text.text : "…"}.`),
    }),
    at,
  );
}

function noSubmodules(): Value {
  return EMPTY_SET;
}

function literal(kind: string): Value {
  return primop(kind, 1, (_machine, [text]) => record({ _type: string(kind), text: text ?? NULL }));
}

function textsOf(machine: Machine, items: readonly Lazy[]): string[] {
  return items.map((item) => {
    const value = machine.force(item);
    return value.type === "string" ? value.text : "?";
  });
}

function field(name: string, machine: Machine, attribute: string): Value {
  return primop(name, 1, (_machine, [definitions], at) => {
    const list = machine.force(definitions ?? EMPTY_LIST);
    if (list.type !== "list") return unfit(list, "a list", at);
    return { ...list, items: list.items.map((item) => machine.lazy(() => machine.select(item, attribute, at))) };
  });
}

function merger(name: string, machine: Machine, merge: OptionType["merge"]): Value {
  return primop(name, 2, (_machine, [path, definitions], at) => {
    const names = machine.force(path ?? EMPTY_LIST);
    const list = machine.force(definitions ?? EMPTY_LIST);
    if (list.type !== "list") return unfit(list, "a list", at);
    const context: MergeContext = {
      path: names.type === "list" ? textsOf(machine, names.items) : [],
      evaluation: {},
      evaluateSubmodule: noSubmodules,
    };
    const discharged = list.items.map((item) => ({
      file: undefined,
      at,
      value: machine.lazy(() => machine.select(item, "value", at)),
      conditions: [],
      priority: 100,
      order: 1000,
    }));
    return merge(machine, context, discharged);
  });
}
