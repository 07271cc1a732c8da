import type { Value } from "../../nix/value.ts";
import { basicTypes } from "./basic.ts";
import { mergeTypes } from "./containers.ts";
import { conflict } from "./merge.ts";
import type { OptionType, SubmoduleRequest } from "./type.ts";
import { typeOf, typeValue } from "./type-value.ts";

/** `types.optionType`: types that several modules give are merged as those of an option that is declared twice. */
export function optionType(evaluateSubmodule: (request: SubmoduleRequest) => Value): OptionType {
  const plain = basicTypes.optionType as OptionType;
  return {
    ...plain,
    merge: (machine, context, definitions) => {
      const [first, ...others] = definitions;
      if (!first || others.length === 0) return plain.merge(machine, context, definitions);
      let merged: OptionType | undefined = typeOf(machine, first.value);
      for (const { value } of others) merged = merged && mergeTypes(merged, typeOf(machine, value));
      return merged ? typeValue(merged, evaluateSubmodule) : conflict(context, definitions);
    },
  };
}
