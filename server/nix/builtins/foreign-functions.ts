import { external, primop } from "../make.ts";
import { forceString, unary } from "../operands.ts";
import type { External, PrimopValue, Value } from "../value.ts";
import { derivationBuiltin } from "./derivation.ts";

/** What would build, fetch, execute or ask the machine: calls of these are External. */
export const foreignFunctions: Readonly<Record<string, Value>> = {
  derivation: derivationBuiltin,
  derivationStrict: foreign("derivationStrict", "set"),
  fetchurl: foreign("fetchurl", "string"),
  fetchTarball: foreign("fetchTarball", "string"),
  fetchGit: foreign("fetchGit", "set"),
  fetchMercurial: foreign("fetchMercurial", "set"),
  fetchTree: foreign("fetchTree", "set"),
  fetchClosure: foreign("fetchClosure", "string"),
  getFlake: foreign("getFlake", "set"),
  parseFlakeRef: foreign("parseFlakeRef", "set"),
  flakeRefToString: foreign("flakeRefToString", "string"),
  placeholder: unary("placeholder", (machine, output, at) => {
    const name = forceString(machine, output, at);
    return name.type === "failure" ? name : external("placeholder(…)", at, "string");
  }),
  toXML: foreign("toXML", "string"),
  outputOf: primop("outputOf", 2, (_machine, args, at) => ({
    type: "external",
    path: "outputOf(…)",
    shape: "string",
    args,
    at,
  })),
};

/** The argument is kept, unforced: it may hold modules. */
function foreign(name: string, shape: NonNullable<External["shape"]>): PrimopValue {
  return unary(name, (_machine, argument, at) => ({
    type: "external",
    path: `${name}(…)`,
    shape,
    args: [argument],
    at,
  }));
}
