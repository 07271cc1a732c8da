import { fileset } from "../../nix/lib/fileset/fileset.ts";
import { isOpaque, list } from "../../nix/make.ts";
import type { Lazy, Machine, Value } from "../../nix/value.ts";
import { simple } from "./basic.ts";
import type { OptionType } from "./type.ts";

/** `types.fileset`: definitions are united, by the functions of `lib.fileset`. */
export const filesetType: OptionType = {
  ...simple(
    "fileset",
    "fileset",
    (machine, value) => {
      const answer = isOpaque(value) ? value : call(machine, "isFileset", value);
      return answer.type === "bool" ? answer.value : undefined;
    },
    (machine, _context, definitions) => call(machine, "unions", list(definitions.map(({ value }) => value))),
  ),
  empty: fileset.empty,
};

function call(machine: Machine, name: string, argument: Lazy): Value {
  return machine.apply(fileset[name] as Value, argument);
}
