import { coerceToString } from "./coerce.ts";
import { sortedEntries } from "./lib/attrsets/attrsets-entries.ts";
import { describeKind, failure } from "./make.ts";
import { opaqueText, type PrintSettings } from "./print.ts";
import type { Failure, Lazy, ListValue, Machine, SetValue } from "./value.ts";

/**
 * The value as JSON text, as `builtins.toJSON` converts it, or the first error inside. What Nix does not have stands in a string
 * between guillemets, as in `printValue`; a set that may have more attributes has one more, `«and more»`.
 */
export function printJson(machine: Machine, value: Lazy, settings: Pick<PrintSettings, "placeOf">): string | Failure {
  const spent = machine.spend();
  if (spent) return JSON.stringify(opaqueText(spent, settings));
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
      return String(forced.value);
    case "float":
      return Number.isInteger(forced.value) ? forced.value.toFixed(1) : JSON.stringify(forced.value);
    case "string":
      return JSON.stringify(forced.text);
    case "path":
      return JSON.stringify(forced.path);
    case "list":
      return listText(machine, forced, settings);
    case "set":
      return setText(machine, forced, settings);
    case "lambda":
    case "primop":
      return failure(`cannot convert ${describeKind(forced)} to JSON`, forced.at);
    case "unknown":
      if (forced.recursive) return failure(forced.reason, forced.at);
      return JSON.stringify(opaqueText(forced, settings));
    case "external":
      return JSON.stringify(opaqueText(forced, settings));
    case "failure":
      return forced;
    default:
      return forced satisfies never;
  }
}

function listText(machine: Machine, list: ListValue, settings: Pick<PrintSettings, "placeOf">): string | Failure {
  const parts: string[] = [];
  for (const item of list.items) {
    const part = printJson(machine, item, settings);
    if (typeof part !== "string") return part;
    parts.push(part);
  }
  for (const part of list.open ?? []) parts.push(JSON.stringify(`«and more: ${opaqueText(part, settings).slice(1)}`));
  return `[${parts.join(",")}]`;
}

function setText(machine: Machine, set: SetValue, settings: Pick<PrintSettings, "placeOf">): string | Failure {
  if (set.entries.has("__toString")) {
    const text = coerceToString(machine, set, { mode: "interpolation" }, set.at);
    return text.type === "failure" ? text : printJson(machine, text, settings);
  }
  const stored = set.entries.get("outPath");
  if (stored) return printJson(machine, stored.value, settings);
  const parts: string[] = [];
  for (const [name, attribute] of sortedEntries(set)) {
    const part = printJson(machine, attribute.value, settings);
    if (typeof part !== "string") return part;
    parts.push(`${JSON.stringify(name)}:${part}`);
  }
  const [open] = set.open ?? [];
  if (open) parts.push(`"«and more»":${JSON.stringify(opaqueText(open, settings))}`);
  return `{${parts.join(",")}}`;
}
