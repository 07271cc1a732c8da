import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { bool, list, string } from "../../make.ts";
import { binary, forceList, forceString, type Trouble, ternary, unary } from "../../operands.ts";
import { hasAttribute, noteKey } from "../../select.ts";
import { pickedBy } from "../../selection.ts";
import type { Attribute, Lazy, Machine, StringValue, Unknown, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { escapeIdentifier } from "../strings/strings-literals.ts";

/** The functions of `lib.attrsets` that follow a path of attribute names. */
export const attributePaths: Readonly<Record<string, Value>> = {
  attrByPath: ternary("attrByPath", (machine, path, fallback, set, at) =>
    valueAt(machine, path, set, () => fallback, at),
  ),
  hasAttrByPath: binary("hasAttrByPath", (machine, path, set, at) => {
    const walk = follow(machine, path, set, at);
    if (!("reached" in walk)) return walk;
    return walk.missing ? bool(false) : (walk.doubt ?? bool(true));
  }),
  longestValidPathPrefix: binary("longestValidPathPrefix", (machine, path, set, at) => {
    const walk = follow(machine, path, set, at);
    return "reached" in walk ? (walk.doubt ?? list(walk.reached)) : walk;
  }),
  setAttrByPath: binary("setAttrByPath", (machine, path, value, at) => {
    const names = forceList(machine, path, at);
    if (names.type !== "list") return names;
    return uncertainLength(names, at) ?? nested(machine, names.items, value, at);
  }),
  getAttrFromPath: binary("getAttrFromPath", (machine, path, set, at) =>
    valueAt(machine, path, set, () => notFound(machine, path, at), at),
  ),
  showAttrPath: unary("showAttrPath", (machine, path, at) => {
    const names = namesOf(machine, path, at);
    return "type" in names ? names : string(showAttributePath(names), at);
  }),
};

/** The names of an attribute path. */
export function namesOf(machine: Machine, path: Lazy, at: Span | undefined): readonly StringValue[] | Trouble {
  const items = forceList(machine, path, at);
  if (items.type !== "list") return items;
  const names: StringValue[] = [];
  for (const item of items.items) {
    const name = forceString(machine, item, at);
    if (name.type !== "string") return name;
    names.push(name);
  }
  return uncertainLength(items, at) ?? names;
}

/** `set.${name}` for a computed name: what comes out knows who asked for it. */
export function selectNamed(machine: Machine, set: Lazy, name: StringValue, at: Span | undefined): Value {
  const from = machine.force(set);
  noteKey(machine, from, name);
  return pickedBy(machine, from, name, machine.select(set, name.text, at));
}

interface Walk {
  /** The names that led somewhere. */
  readonly reached: readonly StringValue[];
  readonly value: Value;
  /** The next name is certainly not there. */
  readonly missing: boolean;
  /** Why it is not certain that the names lead where they seem to. */
  readonly doubt: Unknown | undefined;
}

/** Goes down name by name, each forced only once its turn has come. */
function follow(machine: Machine, path: Lazy, set: Lazy, at: Span | undefined): Walk | Trouble {
  const items = forceList(machine, path, at);
  if (items.type !== "list") return items;
  const reached: StringValue[] = [];
  let value = machine.force(set);
  let holder = value;
  let doubt: Unknown | undefined;
  for (const item of items.items) {
    const name = forceString(machine, item, at);
    // Nix may not come that far.
    if (name.type !== "string") return doubt ?? name;
    const has = hasAttribute(value, name.text, at);
    noteKey(machine, value, name);
    if (has === false) return { reached, value, missing: true, doubt };
    if (has !== true) {
      if (has.type === "failure") return has;
      doubt ??= has;
    }
    if (value.type === "unknown") break;
    holder = value;
    value = machine.select(value, name.text, at);
    reached.push(name);
  }
  const last = reached.at(-1);
  const found = last ? pickedBy(machine, holder, last, value) : value;
  return uncertainLength(items, at) ?? { reached, value: found, missing: false, doubt };
}

/** What the names lead to in the set, or what stands in its place. */
export function valueAt(machine: Machine, path: Lazy, set: Lazy, otherwise: () => Lazy, at: Span | undefined): Value {
  const walk = follow(machine, path, set, at);
  if (!("reached" in walk)) return walk;
  if (!walk.doubt) return walk.missing ? machine.force(otherwise()) : walk.value;
  if (walk.missing) return machine.force(otherwise());
  return machine.join({ value: "unknown", at }, walk.value, otherwise());
}

function notFound(machine: Machine, path: Lazy, at: Span | undefined): Value {
  const names = namesOf(machine, path, at);
  if ("type" in names) return names;
  const message = string(`cannot find attribute '${names.map((name) => name.text).join(".")}'`, at);
  return callBuiltin(machine, "abort", [message], at);
}

/** `{ a.b = value; }` for the names a and b, each forced only once somebody looks below the one before it. */
function nested(machine: Machine, names: readonly Lazy[], value: Lazy, at: Span | undefined): Value {
  const [first, ...rest] = names;
  if (!first) return machine.force(value);
  machine.spend(at);
  const name = forceString(machine, first, at);
  if (name.type !== "string") return name;
  const inner = rest.length === 0 ? value : machine.lazy(() => nested(machine, rest, value, at), at);
  const attribute: Attribute = { value: inner, at: name.at };
  return { type: "set", entries: new Map([[name.text, attribute]]) };
}

/** In Nix's syntax: `a."b c"`. */
export function showAttributePath(names: readonly StringValue[]): string {
  if (names.length === 0) return "<root attribute path>";
  return names.map((name) => escapeIdentifier(name.text)).join(".");
}
