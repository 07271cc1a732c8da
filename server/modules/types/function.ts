import { FALSE, unknown } from "../../nix/make.ts";
import type { Value } from "../../nix/value.ts";
import type { Discharged } from "../definition.ts";
import { mergeDefinitions } from "./merge.ts";
import type { MergeContext, OptionType } from "./type.ts";

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
