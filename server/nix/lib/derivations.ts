import { NULL } from "../make.ts";
import { binary, forceBool } from "../operands.ts";
import type { Value } from "../value.ts";
import { builtinsNamed } from "./builtin.ts";
import { foreign } from "./customisation.ts";

/** `lib.derivations`. */
export const derivations: Readonly<Record<string, Value>> = {
  ...builtinsNamed("addDrvOutputDependencies", "unsafeDiscardOutputDependency"),
  lazyDerivation: foreign("lazyDerivation", 1),
  optionalDrvAttr: binary("optionalDrvAttr", (machine, cond, value, at) => {
    const decided = forceBool(machine, cond, at);
    return decided.type === "bool" ? machine.force(decided.value ? value : NULL) : decided;
  }),
  warnOnInstantiate: foreign("warnOnInstantiate", 2),
};
