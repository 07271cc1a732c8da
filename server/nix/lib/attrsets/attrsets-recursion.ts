import type { Span } from "../../../text.ts";
import { external, isOpaque, list, unknown } from "../../make.ts";
import { behind, binary, forceSet, type Trouble, ternary, undecided } from "../../operands.ts";
import { hasAttribute } from "../../select.ts";
import { conditionOf, Thunk } from "../../thunk.ts";
import type { Attribute, External, Lazy, Machine, Opaque, SetValue, StringValue, Unknown, Value } from "../../value.ts";
import { answered, decide, listOf, undecidedCondition } from "../lists/lists-items.ts";
import { listedName, mapEntries, setOf, sortedEntries, wholesale } from "./attrsets-entries.ts";

type Goes = (path: readonly StringValue[], value: Lazy) => boolean | Trouble;

/** The functions of `lib.attrsets` that walk down nested sets. */
export const recursiveSets: Readonly<Record<string, Value>> = {
  mapAttrsRecursive: binary("mapAttrsRecursive", (machine, change, from, at) =>
    mapRecursive(machine, () => true, change, from, at),
  ),
  mapAttrsRecursiveCond: ternary("mapAttrsRecursiveCond", (machine, cond, change, from, at) =>
    mapRecursive(machine, (_path, value) => decide(machine, cond, [value], at), change, from, at),
  ),
  mapAttrsToListRecursive: binary("mapAttrsToListRecursive", (machine, change, from, at) =>
    leavesOf(machine, () => true, change, from, at),
  ),
  mapAttrsToListRecursiveCond: ternary("mapAttrsToListRecursiveCond", (machine, cond, change, from, at) =>
    leavesOf(machine, (path, value) => decide(machine, cond, [list(path), value], at), change, from, at),
  ),
  filterAttrsRecursive: binary("filterAttrsRecursive", (machine, test, from, at) => {
    const source = forceSet(machine, from, at);
    return source.type === "set" ? filterRecursive(machine, test, source, at) : source;
  }),
  collect: binary("collect", collect),
  matchAttrs: binary("matchAttrs", (machine, pattern, value, at) => {
    const wanted = forceSet(machine, pattern, at);
    if (wanted.type !== "set") return wanted;
    return answered(matchSets(machine, wanted, machine.force(value), at), at);
  }),
};

function mapRecursive(machine: Machine, goes: Goes, change: Lazy, from: Lazy, at: Span | undefined): Value {
  const recurse = (path: readonly StringValue[], source: SetValue): SetValue =>
    mapEntries(source, (name, attribute) => {
      const here = [...path, listedName(name, attribute, at)];
      const value = machine.force(attribute.value);
      if (value.type === "failure") return value;
      const doubt = perhapsSet(value, at);
      if (doubt) return doubt;
      const down = value.type === "set" ? goes(here, value) : false;
      if (typeof down !== "boolean") return down;
      return down && value.type === "set" ? recurse(here, value) : machine.call(change, [list(here), value], at);
    });
  const source = forceSet(machine, from, at);
  return source.type === "set" ? recurse([], source) : source;
}

/** What comes of a value that may or may not be a set to go down into. */
function perhapsSet(value: Value, at: Span | undefined): Opaque | undefined {
  if (value.type === "unknown") return value;
  if (value.type !== "external" || (value.shape && !MAY_BE_SETS.has(value.shape))) return undefined;
  return external(`mapAttrsRecursive(${value.path})`, at);
}

const MAY_BE_SETS: ReadonlySet<External["shape"]> = new Set(["set", "module"]);

interface Step {
  readonly path: readonly StringValue[];
  readonly value: Lazy;
}

/** The values at the ends, in order, each changed lazily. */
function leavesOf(machine: Machine, goes: Goes, change: Lazy, from: Lazy, at: Span | undefined): Value {
  const source = forceSet(machine, from, at);
  if (source.type !== "set") return source;
  const leaves: Lazy[] = [];
  const open: Opaque[] = [...(source.open ?? [])];
  const pending = stepsInto(machine, [], source, at);
  for (let step = pending.pop(); step; step = pending.pop()) {
    const { path, value } = step;
    const spent = machine.spend(at);
    if (spent) return spent;
    const forced = machine.force(value);
    if (forced.type === "failure") {
      if (undecidedCondition(value)) continue;
      return forced;
    }
    const doubt = perhapsSet(forced, at);
    if (doubt) {
      open.push(doubt);
      continue;
    }
    const down = forced.type === "set" ? goes(path, forced) : false;
    if (typeof down !== "boolean") return down;
    if (down && forced.type === "set") {
      open.push(...(forced.open ?? []));
      pending.push(...stepsInto(machine, path, forced, at));
    } else leaves.push(Thunk.ofNative(() => machine.call(change, [list(path), value], at), at, conditionOf(value)));
  }
  return listOf(leaves, open);
}

/** The attributes of a set, the last one first. */
function stepsInto(machine: Machine, path: readonly StringValue[], source: SetValue, at: Span | undefined): Step[] {
  return sortedEntries(source)
    .map(([name, attribute]) => {
      const value = wholesale(machine, attribute, at);
      return {
        path: [...path, listedName(name, attribute, at)],
        value: attribute.maybe ? behind(machine, attribute.maybe, value) : value,
      };
    })
    .reverse();
}

function filterRecursive(machine: Machine, test: Lazy, source: SetValue, at: Span | undefined): Value {
  const entries = new Map<string, Attribute>();
  for (const [name, attribute] of sortedEntries(source)) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, test, [listedName(name, attribute, at), attribute.value], at);
    if (verdict === false) continue;
    if (verdict !== true && verdict.type === "failure") return verdict;
    const value = machine.lazy(() => {
      const inner = machine.force(attribute.value);
      return inner.type === "set" ? filterRecursive(machine, test, inner, at) : inner;
    }, attribute.at);
    const maybe = verdict === true ? attribute.maybe : (attribute.maybe ?? undecided(test));
    entries.set(name, { ...attribute, value, maybe });
  }
  return setOf(entries, source);
}

/** The values the test holds for, outermost first; where it does not, sets are searched. */
function collect(machine: Machine, test: Lazy, from: Lazy, at: Span | undefined): Value {
  const found: Lazy[] = [];
  const open: Opaque[] = [];
  const pending: Lazy[] = [from];
  for (let value = pending.pop(); value; value = pending.pop()) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, test, [value], at);
    if (verdict === true) found.push(value);
    else if (verdict !== false && verdict.type === "failure") return verdict;
    else {
      if (verdict !== false) found.push(behind(machine, undecided(test), value));
      const forced = machine.force(value);
      const doubt = perhapsSet(forced, at);
      if (doubt) open.push(doubt);
      if (forced.type !== "set" || verdict !== false) continue;
      open.push(...(forced.open ?? []));
      pending.push(...stepsInto(machine, [], forced, at).map((step) => step.value));
    }
  }
  return listOf(found, open);
}

function undecidedName(name: string, at: Span | undefined): Unknown {
  return unknown(`whether '${name}' is asked for cannot be decided`, at);
}

function matchesThere(
  machine: Machine,
  wanted: Attribute,
  value: Value,
  name: string,
  at: Span | undefined,
): boolean | Trouble {
  const has = hasAttribute(value, name, at);
  if (has !== true) return has;
  const lhs = machine.force(wanted.value);
  const rhs = machine.select(value, name, at);
  if (lhs.type !== "set") return machine.equal(lhs, rhs);
  if (isOpaque(rhs)) return rhs;
  return rhs.type === "set" && matchSets(machine, lhs, rhs, at);
}

function matchSets(machine: Machine, pattern: SetValue, value: Value, at: Span | undefined): boolean | Trouble {
  let doubt: Trouble | undefined = pattern.open?.[0];
  for (const [name, wanted] of sortedEntries(pattern)) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const matches = matchesThere(machine, wanted, value, name, at);
    if (matches === true) continue;
    if (typeof matches !== "boolean" || wanted.maybe)
      doubt ??= typeof matches === "boolean" ? undecidedName(name, at) : matches;
    else return false;
  }
  return doubt ?? true;
}
