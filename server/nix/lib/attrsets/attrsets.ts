import type { Span } from "../../../text.ts";
import { external, FALSE, list, record, set, string, TRUE } from "../../make.ts";
import { binary, forceList, forceSet, forceString, isTrouble, ternary, unary, undecided } from "../../operands.ts";
import { hasAttribute } from "../../select.ts";
import { withSelection } from "../../selection.ts";
import { placeOf } from "../../thunk.ts";
import type { Attribute, Lazy, Machine, Opaque, SetValue, Value } from "../../value.ts";
import { builtinsNamed, callBuiltin } from "../builtin.ts";
import { optionalAttrs } from "../lists/lists-conditions.ts";
import { foldLeft } from "../lists/lists-folds.ts";
import { answered, decide, mapItems, undecidedCondition } from "../lists/lists-items.ts";
import { itemPerEntry, listedName, mapEntries, setOf, sortedEntries, wholesale } from "./attrsets-entries.ts";
import { mergingSets } from "./attrsets-merging.ts";
import { packageOutputs } from "./attrsets-outputs.ts";
import { attributePaths, selectNamed, valueAt } from "./attrsets-paths.ts";
import { recursiveSets } from "./attrsets-recursion.ts";
import { updateManyAttrsByPath } from "./attrsets-updates.ts";

/** `lib.attrsets`. */
export const attrsets: Readonly<Record<string, Value>> = {
  ...builtinsNamed("attrNames", "listToAttrs", "hasAttr", "isAttrs", "getAttr", "removeAttrs", "intersectAttrs"),
  ...builtinsNamed("attrValues", "catAttrs", "mapAttrs", "zipAttrsWith"),
  ...attributePaths,
  ...mergingSets,
  ...recursiveSets,
  ...packageOutputs,
  optionalAttrs,
  updateManyAttrsByPath,
  attrVals: binary("attrVals", (machine, names, from, at) => {
    const wanted = forceList(machine, names, at);
    if (wanted.type !== "list") return wanted;
    return mapItems(machine, wanted, (item) => {
      const name = forceString(machine, item, at);
      return name.type === "string" ? selectNamed(machine, from, name, at) : name;
    });
  }),
  getAttrs: binary("getAttrs", (machine, names, from, at) =>
    genAttrs(
      machine,
      names,
      unary("getAttrs", (_machine, item) => {
        const name = forceString(machine, item, at);
        return name.type === "string" ? selectNamed(machine, from, name, at) : name;
      }),
      at,
    ),
  ),
  genAttrs: binary("genAttrs", genAttrs),
  "genAttrs'": binary("genAttrs'", (machine, items, change, at) => {
    const mapped = callBuiltin(machine, "map", [change, items], at);
    return callBuiltin(machine, "listToAttrs", [mapped], at);
  }),
  filterAttrs: binary("filterAttrs", (machine, test, from, at) => {
    const source = forceSet(machine, from, at);
    return source.type === "set" ? filterAttrs(machine, test, source, at) : source;
  }),
  foldlAttrs: ternary("foldlAttrs", (machine, step, start, from, at) => {
    const source = forceSet(machine, from, at);
    if (source.type !== "set") return source;
    const pairs = itemPerEntry(machine, source, (name, attribute) =>
      list([listedName(name, attribute, at), wholesale(machine, attribute, at)]),
    );
    const visit = (before: Value, item: Lazy): Value => {
      const pair = machine.force(item);
      return pair.type === "list" ? machine.call(step, [before, ...pair.items], at) : pair;
    };
    return foldLeft(machine, pairs, machine.force(start), visit, at);
  }),
  nameValuePair: binary("nameValuePair", (_machine, name, value) => record({ name, value })),
  "mapAttrs'": binary("mapAttrs'", (machine, change, from, at) => {
    const pairs = mapAttrsToList(machine, change, from, at);
    return pairs.type === "list" ? callBuiltin(machine, "listToAttrs", [pairs], at) : pairs;
  }),
  mapAttrsToList: binary("mapAttrsToList", mapAttrsToList),
  mapAttrsFlatten: binary("mapAttrsFlatten", mapAttrsToList),
  attrsToList: unary("attrsToList", (machine, from, at) => {
    const source = forceSet(machine, from, at);
    if (source.type !== "set") return source;
    return itemPerEntry(machine, source, (name, attribute) =>
      record({ name: listedName(name, attribute, at), value: wholesale(machine, attribute, at) }),
    );
  }),
  isDerivation: unary("isDerivation", (machine, value, at) => answered(isDerivation(machine, value, at), at)),
  toDerivation: unary("toDerivation", () => external("lib.toDerivation(…)")),
  overrideExisting: binary("overrideExisting", (machine, old, fresh, at) => {
    const source = forceSet(machine, old, at);
    if (source.type !== "set") return source;
    return mapEntries(source, (name, attribute) =>
      valueAt(machine, list([string(name, attribute.at)]), fresh, () => attribute.value, at),
    );
  }),
  recurseIntoAttrs: recursing("recurseIntoAttrs", TRUE),
  dontRecurseIntoAttrs: recursing("dontRecurseIntoAttrs", FALSE),
};

function recursing(name: string, recurse: Value): Value {
  return unary(name, (machine, from, at) => {
    const source = forceSet(machine, from, at);
    if (source.type !== "set") return source;
    return { ...source, entries: new Map(source.entries).set("recurseForDerivations", { value: recurse }) };
  });
}

/** Whether the value is a package. */
export function isDerivation(machine: Machine, value: Lazy, at: Span | undefined) {
  const forced = machine.force(value);
  if (forced.type !== "set" && !isTrouble(forced)) return false;
  const has = hasAttribute(forced, "type", at);
  if (has !== true) return has;
  return machine.equal(machine.select(forced, "type", at), { type: "string", text: "derivation" });
}

function genAttrs(machine: Machine, names: Lazy, make: Lazy, at: Span | undefined): Value {
  const wanted = forceList(machine, names, at);
  if (wanted.type !== "list") return wanted;
  const entries = new Map<string, Attribute>();
  const open: Opaque[] = [...(wanted.open ?? [])];
  for (const item of wanted.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const name = forceString(machine, item, at);
    const condition = undecidedCondition(item);
    if (name.type === "failure" && condition) continue;
    if (name.type === "failure") return name;
    if (name.type !== "string") {
      open.push(name);
      continue;
    }
    const earlier = entries.get(name.text);
    if (earlier && !earlier.maybe) continue;
    const value = machine.lazy(() => machine.call(make, [name], at), placeOf(make) ?? at);
    entries.set(name.text, { value, at: name.at, ...earlier, maybe: condition });
  }
  return set(entries, open);
}

function filterAttrs(machine: Machine, test: Lazy, source: SetValue, at: Span | undefined): Value {
  const entries = new Map<string, Attribute>();
  const wanted = placeOf(test) ?? at;
  for (const [name, attribute] of sortedEntries(source)) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, test, [listedName(name, attribute, at), attribute.value], at);
    if (verdict === false) continue;
    if (verdict !== true && verdict.type === "failure") return verdict;
    const picked = wanted && ({ kind: "predicate", at: wanted, of: attribute.option } as const);
    const value = picked ? withSelection(attribute.value, picked, machine) : attribute.value;
    const maybe = verdict === true ? attribute.maybe : (attribute.maybe ?? undecided(test));
    entries.set(name, { ...attribute, value, maybe });
  }
  return setOf(entries, source);
}

/** One item for every attribute, computed from its name and value. */
export function mapAttrsToList(machine: Machine, change: Lazy, from: Lazy, at: Span | undefined): Value {
  const source = forceSet(machine, from, at);
  if (source.type !== "set") return source;
  return itemPerEntry(machine, source, (name, attribute) =>
    machine.call(change, [listedName(name, attribute, at), wholesale(machine, attribute, at)], at),
  );
}
