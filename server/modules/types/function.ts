import { formalsOf } from "../../nix/lib/trivial/trivial-functions.ts";
import { bool, FALSE, primop, record, set, unknown } from "../../nix/make.ts";
import type { Attribute, Machine, Value } from "../../nix/value.ts";
import type { Discharged } from "../definitions.ts";
import { mergeDefinitions } from "./merge.ts";
import type { MergeContext, OptionType } from "./type.ts";

/** What `types.functionTo` merges to: a set that can be called, and that knows its formals. */
export function callableSet(
  machine: Machine,
  context: MergeContext,
  definitions: readonly Discharged[],
  result: () => OptionType,
): Value {
  const merged = mergedFunction(context, definitions, result);
  return record({
    __functor: primop("__functor", 1, () => merged),
    __functionArgs: machine.lazy(() => mergedFormals(machine, definitions)),
  });
}

/** An argument may be left out if no definition needs it. */
function mergedFormals(machine: Machine, definitions: readonly Discharged[]): Value {
  const formals = new Map<string, Attribute>();
  for (const { value, at } of definitions) {
    const own = formalsOf(machine, value, at);
    for (const [name, { value: optional, at: place }] of own.type === "set" ? own.entries : []) {
      const before = formals.get(name);
      const both = [optional, ...(before ? [before.value] : [])].map((each) => machine.force(each));
      formals.set(name, { value: bool(both.every((each) => each.type === "bool" && each.value)), at: place });
    }
  }
  return set(formals);
}

/** A function whose results are those of all definitions, merged by a type. */
export function mergedFunction(
  context: MergeContext,
  definitions: readonly Discharged[],
  result: () => OptionType,
): Value {
  return {
    type: "primop",
    applied: [],
    primop: {
      name: "functionTo",
      arity: 1,
      run: (machine, [argument], at) => {
        const results = definitions.map((definition) => ({
          file: definition.file,
          at: definition.at,
          value: machine.lazy(() => machine.apply(definition.value, argument ?? FALSE, at), definition.at),
          wrappers: definition.conditions.map((condition) => ({ kind: "decided", condition }) as const),
        }));
        const path = [...context.path, "<function body>"];
        return mergeDefinitions(machine, { ...context, path }, result(), results) ?? unknown("no definition", at);
      },
    },
  };
}
