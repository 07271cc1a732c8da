import type { Span } from "../text.ts";
import { brief } from "./brief.ts";
import { composed } from "./composed.ts";
import { describeKind, external, failure, string, unknown } from "./make.ts";
import type { Trouble } from "./operands.ts";
import { conditionOf } from "./thunk.ts";
import type { External, Lazy, ListValue, Machine, SetValue, StringValue, Unknown, Value } from "./value.ts";

/** `interpolation`: `"${…}"` and `+`, which take strings, paths and sets only. `toString`: numbers, null and lists as well. */
export interface CoercionSettings {
  readonly mode: "interpolation" | "toString";
}

/**
 * The value as a string, as Nix coerces. A string comes back as the very same object; a path as its absolute path, where Nix
 * would copy it to the store. An External comes back as one of shape "string"; inside a longer text it is written as `templateOf`
 * says.
 */
export function coerceToString(
  machine: Machine,
  value: Lazy,
  settings: CoercionSettings,
  at: Span | undefined,
): StringValue | Trouble {
  let current = machine.force(value);
  for (;;) {
    if (current.type !== "set") return coercePlain(machine, current, settings, at);
    const spent = machine.spend(at);
    if (spent) return spent;
    const next = stringOfSet(machine, current, at);
    if (next === undefined) return failure(`cannot coerce a set to a string: ${brief(current)}`, at);
    current = next;
  }
}

/** Longer texts are not made: no flake needs one, and the engine has a limit of its own. */
export const LONGEST_TEXT = 64 * 1024 * 1024;

/** What stands for a text longer than `LONGEST_TEXT`. */
export function tooLong(at: Span | undefined): Unknown {
  return unknown("budget spent: a text that is too long", at);
}

/**
 * The texts one after the other; a single string comes back as it is. With a foreign part the result is External, its `path`
 * being the text with `${…}` for the foreign parts.
 */
export function joinTexts(parts: readonly (StringValue | External)[], at: Span | undefined): StringValue | External {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const texts = parts.map((part) => (part.type === "string" ? part.text : templateOf(part)));
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > LONGEST_TEXT) return external("«a text that is too long»", at, "string");
  const text = texts.join("");
  const strings = parts.filter((part) => part.type === "string");
  return strings.length < parts.length ? external(text, at, "string") : composed(text, strings, at);
}

/** An External's text inside a string: `${inputs.x}`; one that is such a text already stays as it is. */
export function templateOf(value: External): string {
  return value.shape === "string" && value.path.includes("${") ? value.path : `\${${value.path}}`;
}

function stringOfSet(machine: Machine, value: SetValue, at: Span | undefined): Value | undefined {
  for (const name of ["__toString", "outPath"]) {
    const attribute = value.entries.get(name);
    if (attribute?.maybe)
      return unknown(`whether there is an attribute '${name}' cannot be decided`, attribute.maybe.at);
    if (attribute)
      return name === "outPath" ? machine.force(attribute.value) : machine.call(attribute.value, [value], at);
  }
  const [open] = value.open ?? [];
  if (open?.type === "external") return external(open.path, at, "string");
  return open;
}

function coercePlain(
  machine: Machine,
  value: Exclude<Value, SetValue>,
  settings: CoercionSettings,
  at: Span | undefined,
): StringValue | Trouble {
  switch (value.type) {
    case "string":
    case "unknown":
    case "failure":
      return value;
    case "path":
      return string(value.path, value.at);
    case "external":
      return value.shape === "string" ? value : external(value.path, value.at, "string");
    case "lambda":
    case "primop":
      break;
    default:
      if (settings.mode === "toString") return coerceMore(machine, value, settings, at);
  }
  return failure(`cannot coerce ${describeKind(value)} to a string: ${brief(value)}`, at);
}

function coerceMore(
  machine: Machine,
  value: Extract<Value, { type: "null" | "bool" | "int" | "float" | "list" }>,
  settings: CoercionSettings,
  at: Span | undefined,
): StringValue | Trouble {
  switch (value.type) {
    case "null":
      return string("", at);
    case "bool":
      return string(value.value ? "1" : "", at);
    case "int":
      return string(value.value.toString(), at);
    case "float":
      return string(value.value.toFixed(6), at);
    case "list":
      return coerceList(machine, value, settings, at);
    default:
      return value satisfies never;
  }
}

function coerceList(
  machine: Machine,
  list: ListValue,
  settings: CoercionSettings,
  at: Span | undefined,
): StringValue | Trouble {
  const [open] = list.open ?? [];
  if (open) return open.type === "external" ? external(open.path, at, "string") : open;
  const undecided = list.items.find((item) => conditionOf(item)?.value === "unknown");
  if (undecided) return unknown("an item of the list depends on an undecided condition", conditionOf(undecided)?.at);
  const parts: (StringValue | External)[] = [];
  const last = list.items.length - 1;
  for (const [index, item] of list.items.entries()) {
    const spent = machine.spend(at);
    if (spent) return spent;
    // Through a thunk, so that a list that contains itself ends as the evaluator's nesting does.
    const part = machine.force(machine.lazy(() => coerceToString(machine, item, settings, at), at));
    if (part.type !== "string" && part.type !== "external")
      return part.type === "failure" ? part : unknownPart(part, at);
    parts.push(part);
    const forced = machine.force(item);
    const isEmptyList = forced.type === "list" && forced.items.length === 0;
    if (index < last && !isEmptyList) parts.push(string(" "));
  }
  return parts.length === 0 ? string("", at) : joinTexts(parts, at);
}

function unknownPart(part: Value, at: Span | undefined): Trouble {
  return part.type === "unknown" ? part : unknown("a part of the text cannot be determined", at);
}
