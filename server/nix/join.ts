import { list, set, unknown } from "./make.ts";
import type { Condition } from "./provenance.ts";
import { conditional } from "./thunk.ts";
import type { Attribute, External, Lazy, ListValue, Machine, SetValue, Value } from "./value.ts";

/**
 * What a construct yields whose condition cannot be decided: both lists, or both sets, part by part and each part marked;
 * the value where the other side is an error; otherwise Unknown.
 */
export function joinValues(machine: Machine, condition: Condition, left: Lazy, right: Lazy): Value {
  const a = machine.force(left);
  const b = machine.force(right);
  if (a.type === "failure") return b;
  if (b.type === "failure") return a;
  if (a === b) return a;
  // `external.x or { }`: there is nothing to choose from but the outside.
  if (a.type === "external" && isEmpty(b)) return a;
  if (b.type === "external" && isEmpty(a)) return b;
  if (a.type === "external" && b.type === "external") return eitherOutside(a, b);
  if (a.type === "list" && b.type === "list") return joinLists(machine, condition, a, b);
  if (a.type === "set" && b.type === "set") return joinSets(machine, condition, a, b);
  if (isAtom(a) && isAtom(b) && machine.equal(a, b) === true) return a;
  if (a.type === "unknown") return a;
  if (b.type === "unknown") return b;
  const joined = unknown("depends on a condition that cannot be decided", condition.at);
  return isPart(a) || isPart(b) ? { ...joined, oneOf: [a, b] } : joined;
}

/** What may be a module, or hold some. */
function isPart({ type }: Value): boolean {
  return type === "path" || type === "lambda" || type === "set" || type === "list";
}

/** One of two outside values is outside, whichever it is; what either was given may be in it. */
function eitherOutside(a: External, b: External): External {
  const args = [...(a.args ?? []), ...(b.args ?? [])];
  const holds = [...(a.holds ?? []), ...(b.holds ?? [])];
  const { shape, ...one } = a;
  const either = shape === b.shape ? a : one;
  return { ...either, ...(args.length > 0 && { args }), ...(holds.length > 0 && { holds }) };
}

function isEmpty(value: Value): boolean {
  if (value.type === "set") return value.entries.size === 0 && !value.open;
  return value.type === "list" && value.items.length === 0 && !value.open;
}

function isAtom(value: Value): boolean {
  return value.type !== "set" && value.type !== "list" && value.type !== "external";
}

function joinLists(machine: Machine, condition: Condition, a: ListValue, b: ListValue): ListValue {
  const force = (value: Lazy) => machine.force(value);
  const items = [...a.items, ...b.items].map((item) => conditional(item, condition, force));
  const open = [...(a.open ?? []), ...(b.open ?? []), unknown("one of two lists", condition.at)];
  return { ...list(items, open), ghosts: [...(a.ghosts ?? []), ...(b.ghosts ?? [])] };
}

function joinSets(machine: Machine, condition: Condition, a: SetValue, b: SetValue): SetValue {
  const entries = new Map<string, Attribute>();
  for (const name of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    const left = a.entries.get(name);
    const right = b.entries.get(name);
    if (left && right) {
      const value =
        left.value === right.value
          ? left.value
          : machine.lazy(() => joinValues(machine, condition, left.value, right.value));
      entries.set(name, { value, at: left.at, maybe: left.maybe ?? right.maybe });
    } else {
      const only = left ?? right;
      if (only) entries.set(name, { ...only, maybe: only.maybe ?? condition });
    }
  }
  const joined = set(entries, [...(a.open ?? []), ...(b.open ?? [])]);
  return { ...joined, at: a.at ?? b.at };
}
