import type { Span } from "../../text.ts";
import { EMPTY_SET, external, FALSE, list, NULL, primop, record, string } from "../make.ts";
import { argument, binary, isTrouble, ternary, unary } from "../operands.ts";
import { hasAttribute } from "../select.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { attrsets } from "./attrsets/attrsets.ts";
import { updateSets } from "./attrsets/attrsets-entries.ts";
import { callBuiltin } from "./builtin.ts";
import { foreign } from "./customisation.ts";
import { lists } from "./lists/lists.ts";
import { toListOf } from "./lists/lists-conditions.ts";
import { isCallable } from "./trivial/trivial-functions.ts";

/** `lib.misc`: what nixpkgs keeps for old code. The stranger half stays outside. */
export const misc: Readonly<Record<string, Value>> = {
  maybeAttr: ternary("maybeAttr", maybeAttribute),
  maybeAttrNullable: ternary("maybeAttrNullable", maybeAttribute),
  maybeEnv: binary("maybeEnv", (machine, _name, fallback) => machine.force(fallback)),
  ifEnable: binary("ifEnable", (machine, cond, value, _at) => {
    const decided = machine.force(cond);
    if (decided.type !== "bool") return decided;
    const given = machine.force(value);
    if (decided.value || isTrouble(given)) return given;
    if (given.type === "list") return list([]);
    if (given.type === "set") return EMPTY_SET;
    return given.type === "bool" ? FALSE : NULL;
  }),
  imap: lists.imap1 ?? NULL,
  nvs: binary("nvs", (machine, name, value, at) => named(machine, name, value, at)),
  setAttr: ternary("setAttr", (machine, set, name, value, at) =>
    updateSets(machine, machine.force(set), named(machine, name, value, at), at),
  ),
  setAttrMerge: primop("setAttrMerge", 4, (machine, args, at) => {
    const [name, fallback, set] = [argument(args, 0), argument(args, 1), argument(args, 2)];
    const old = machine.lazy(() => maybeAttribute(machine, name, fallback, set, at));
    const merged = machine.lazy(() => machine.call(argument(args, 3), [old], at));
    return updateSets(machine, machine.force(set), named(machine, name, merged, at), at);
  }),
  defaultMergeArg: binary("defaultMergeArg", defaultMergeArgument),
  defaultMerge: binary("defaultMerge", (machine, first, second, at) =>
    updateSets(machine, machine.force(first), defaultMergeArgument(machine, first, second, at), at),
  ),
  mergeAttrsWithFunc: ternary("mergeAttrsWithFunc", mergeWith),
  mergeAttrsConcatenateValues: binary("mergeAttrsConcatenateValues", (machine, first, second, at) => {
    const both = binary("concat", (_machine, a, b, place) =>
      callBuiltin(machine, "concatLists", [list([toListOf(machine, a), toListOf(machine, b)])], place),
    );
    return mergeWith(machine, both, first, second, at);
  }),
  uniqList: unary("uniqList", (machine, settings, at) =>
    machine.call(lists.unique ?? NULL, [machine.select(settings, "inputList", at)], at),
  ),
  nixType: unary("nixType", (machine, value, at) => {
    const forced = machine.force(value);
    if (isTrouble(forced)) return forced;
    if (forced.type === "set") return string(hasAttribute(forced, "outPath") === true ? "derivation" : "attrs");
    if (isCallable(machine, forced, at) === true) return string("function");
    return string(["list", "bool", "null", "int"].includes(forced.type) ? forced.type : "string");
  }),
  fakeHash: string(`sha256-${"A".repeat(43)}=`),
  fakeSha256: string("0".repeat(64)),
  fakeSha512: string("0".repeat(128)),
  ...Object.fromEntries(
    [
      ["foldArgs", 4],
      ["checkFlag", 2],
      ["getValue", 3],
      ["checkReqs", 3],
      ["uniqListExt", 1],
      ["condConcat", 3],
      ["lazyGenericClosure", 1],
      ["innerModifySumArgs", 4],
      ["modifySumArgs", 2],
      ["innerClosePropagation", 2],
      ["closePropagation", 1],
      ["mergeAttrsNoOverride", 3],
      ["mergeAttrByFunc", 2],
      ["mergeAttrsByFuncDefaults", 1],
      ["mergeAttrsByFuncDefaultsClean", 1],
    ].map(([name, arity]) => [name, foreign(String(name), Number(arity))]),
  ),
  mergeAttrBy: external("lib.mergeAttrBy", undefined, "set"),
};

function named(machine: Machine, name: Lazy, value: Lazy, at: Span | undefined): Value {
  return callBuiltin(machine, "listToAttrs", [list([record({ name, value })])], at);
}

function maybeAttribute(machine: Machine, name: Lazy, fallback: Lazy, set: Lazy, at: Span | undefined): Value {
  return machine.call(attrsets.attrByPath ?? NULL, [list([name]), fallback, set], at);
}

function defaultMergeArgument(machine: Machine, first: Lazy, second: Lazy, at: Span | undefined): Value {
  const given = machine.force(second);
  return given.type === "set" ? given : machine.call(given, [first], at);
}

/** Both sets; what both have is combined. */
function mergeWith(machine: Machine, combine: Lazy, first: Lazy, second: Lazy, at: Span | undefined): Value {
  const left = machine.force(first);
  const right = machine.force(second);
  const merged = updateSets(machine, right, left, at);
  if (merged.type !== "set" || left.type !== "set" || right.type !== "set") return merged;
  const entries = new Map(merged.entries);
  for (const [name, attribute] of right.entries) {
    const own = left.entries.get(name);
    if (!own) continue;
    entries.set(name, { ...own, value: machine.lazy(() => machine.call(combine, [own.value, attribute.value], at)) });
  }
  return { ...merged, entries };
}
