import { unary } from "../arguments.ts";
import { primop } from "../make.ts";
import type { External, PrimopValue, Value } from "../value.ts";

/** What would build, fetch, execute or ask the machine: calls of these are External. */
export const foreignFunctions: Readonly<Record<string, Value>> = {
  derivation: foreign("derivation", "set"),
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
  placeholder: foreign("placeholder", "string"),
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
