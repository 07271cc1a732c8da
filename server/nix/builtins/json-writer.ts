import type { Span } from "../../text.ts";
import { coerceToString, joinTexts } from "../coerce.ts";
import { sortedEntries } from "../lib/attrsets/attrsets-entries.ts";
import { describeKind, external, failure, string, unknown } from "../make.ts";
import type { Trouble } from "../operands.ts";
import type { External, Lazy, ListValue, Machine, SetValue, StringValue, Value } from "../value.ts";
import { uncertainLength } from "./foreign-operands.ts";

/** The value as JSON text, everything in it forced. A foreign part leaves the whole an External of shape "string". */
export function writeJson(machine: Machine, value: Lazy, at: Span | undefined): StringValue | Trouble {
  // Heavier than a step of evaluation: texts are made, and joined at every level.
  const spent = machine.spend(at, 4);
  if (spent) return spent;
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return string("null");
    case "bool":
      return string(forced.value ? "true" : "false");
    case "int":
      return string(forced.value.toString());
    case "float":
      return string(floatText(forced.value));
    case "string":
      return string(JSON.stringify(forced.text));
    case "path":
      return string(JSON.stringify(forced.path));
    case "list":
      return writeList(machine, forced, at);
    case "set":
      return writeSet(machine, forced, at);
    case "external":
      return external(`toJSON(${forced.path})`, at, "string");
    case "unknown":
    case "failure":
      return forced;
    case "lambda":
    case "primop":
      return failure(`cannot convert ${describeKind(forced)} to JSON`, at);
    default:
      return forced satisfies never;
  }
}

type Part = StringValue | External;

function writeList(machine: Machine, list: ListValue, at: Span | undefined): StringValue | Trouble {
  const uncertain = uncertainLength(list, at);
  if (uncertain) return uncertain;
  const parts: Part[] = [string("[")];
  for (const [index, item] of list.items.entries()) {
    const part = nested(machine, item, at);
    if (part.type === "failure" || part.type === "unknown") return part;
    parts.push(string(index > 0 ? "," : ""), part);
  }
  return joinTexts([...parts, string("]")], undefined);
}

function writeSet(machine: Machine, value: SetValue, at: Span | undefined): StringValue | Trouble {
  if (value.entries.has("__toString")) {
    const text = coerceToString(machine, value, { mode: "interpolation" }, at);
    return text.type === "string" ? string(JSON.stringify(text.text)) : text;
  }
  const stored = value.entries.get("outPath");
  if (stored && !stored.maybe) return nested(machine, stored.value, at);
  const maybe = [...value.entries.values()].find((attribute) => attribute.maybe);
  if (value.open || maybe) return unknown("the set may have other attributes", maybe?.maybe?.at ?? at);
  const parts: Part[] = [string("{")];
  for (const [index, [name, attribute]] of sortedEntries(value).entries()) {
    const part = nested(machine, attribute.value, at);
    if (part.type === "failure" || part.type === "unknown") return part;
    parts.push(string(`${index > 0 ? "," : ""}${JSON.stringify(name)}:`), part);
  }
  return joinTexts([...parts, string("}")], undefined);
}

/** Through a thunk, so that a value that contains itself ends as the evaluator's nesting does. */
function nested(machine: Machine, value: Lazy, at: Span | undefined): StringValue | Trouble {
  const part: Value = machine.force(machine.lazy(() => writeJson(machine, value, at), at));
  switch (part.type) {
    case "string":
    case "external":
    case "unknown":
    case "failure":
      return part;
    default:
      return unknown("a part of the JSON text cannot be determined", at);
  }
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return "null";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
