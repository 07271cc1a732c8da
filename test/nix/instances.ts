import { conditionOf } from "../../server/nix/thunk.ts";
import type { Lazy, ListValue, Machine, SetValue, Value } from "../../server/nix/value.ts";

/** A value and the machine that evaluates its parts. */
export interface Known {
  readonly machine: Machine;
  readonly value: Lazy;
}

/**
 * Whether a fully known value is one of those that a partly known one stands for: where the second claims something, the first has the
 * same. Undefined when it is, otherwise the path to what is claimed wrongly.
 */
export function contradiction(known: Known, claimed: Known, path = "result"): string | undefined {
  const actual = known.machine.force(known.value);
  const claim = claimed.machine.force(claimed.value);
  if (claim.type === "unknown" || claim.type === "external") return undefined;
  // What fails is not a value: whatever stands in its place is right.
  if (actual.type === "failure") return undefined;
  if (claim.type === "failure") return `${path}: an error is claimed: ${claim.message}`;
  if (isFunction(actual) && isFunction(claim)) return undefined;
  if (actual.type !== claim.type) return `${path}: ${claim.type} is claimed, it is ${actual.type}`;
  if (claim.type === "list" && actual.type === "list")
    return listContradiction({ ...known, value: actual }, { ...claimed, value: claim }, path);
  if (claim.type === "set" && actual.type === "set")
    return setContradiction({ ...known, value: actual }, { ...claimed, value: claim }, path);
  const [is, says] = [atom(actual), atom(claim)];
  return is === says ? undefined : `${path}: ${says} is claimed, it is ${is}`;
}

/** Whether nothing in a value is unknown, outside or undecided. */
export function isWhollyKnown(machine: Machine, value: Lazy): boolean {
  const forced = machine.force(value);
  if (forced.type === "unknown" || forced.type === "external") return false;
  if (forced.type === "list")
    return !forced.open && forced.items.every((item) => isSure(item) && isWhollyKnown(machine, item));
  if (forced.type !== "set") return true;
  const attributes = [...forced.entries.values()];
  return !forced.open && attributes.every((each) => !each.maybe && isWhollyKnown(machine, each.value));
}

function isSure(item: Lazy): boolean {
  return conditionOf(item)?.value !== "unknown";
}

interface KnownList extends Known {
  readonly value: ListValue;
}

interface KnownSet extends Known {
  readonly value: SetValue;
}

/** The actual items in order: certain ones are all there, possible ones may be missing, others only where the list is open. */
function listContradiction(known: KnownList, claimed: KnownList, path: string): string | undefined {
  const [items, claims] = [known.value.items, claimed.value.items];
  const fits = (item: Lazy, claim: Lazy) =>
    contradiction({ ...known, value: item }, { ...claimed, value: claim }, path) === undefined;
  // Whether the items from `i` on are an instance of the claims from `j` on, remembered.
  const remembered = new Map<number, boolean>();
  const matches = (i: number, j: number): boolean => {
    const key = i * (claims.length + 1) + j;
    const before = remembered.get(key);
    if (before !== undefined) return before;
    const [item, claim] = [items[i], claims[j]];
    const answer =
      (item === undefined && claim === undefined) ||
      (claim !== undefined && !isSure(claim) && matches(i, j + 1)) ||
      (item !== undefined && claimed.value.open !== undefined && matches(i + 1, j)) ||
      (item !== undefined && claim !== undefined && fits(item, claim) && matches(i + 1, j + 1));
    remembered.set(key, answer);
    return answer;
  };
  if (matches(0, 0)) return undefined;
  if (items.length === claims.length) {
    for (const [index, item] of items.entries()) {
      const claim = claims[index];
      const inner =
        claim && contradiction({ ...known, value: item }, { ...claimed, value: claim }, `${path}[${index}]`);
      if (inner) return inner;
    }
  }
  return `${path}: ${claims.length} items are claimed that do not fit the ${items.length} that there are`;
}

function setContradiction(known: KnownSet, claimed: KnownSet, path: string): string | undefined {
  for (const [name, claim] of claimed.value.entries) {
    const actual = known.value.entries.get(name);
    if (!actual && !claim.maybe) return `${path}.${name}: is claimed, is not there`;
    const inner =
      actual && contradiction({ ...known, value: actual.value }, { ...claimed, value: claim.value }, `${path}.${name}`);
    if (inner) return inner;
  }
  if (claimed.value.open || claimed.value.outside) return undefined;
  const missing = [...known.value.entries.keys()].find((name) => !claimed.value.entries.has(name));
  return missing === undefined ? undefined : `${path}.${missing}: is there, is not claimed`;
}

function isFunction(value: Value): boolean {
  return value.type === "lambda" || value.type === "primop";
}

function atom(value: Value): string {
  switch (value.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
    case "float":
      return String(value.value);
    case "string":
      return JSON.stringify(value.text);
    case "path":
      return value.path;
    default:
      return value.type;
  }
}
