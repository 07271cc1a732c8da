import type { Span } from "../../../text.ts";
import { list, string } from "../../make.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { isDerivation } from "../attrsets/attrsets.ts";
import { callBuiltin } from "../builtin.ts";
import { joined } from "../strings/strings-joining.ts";
import { anyTextOf, textOf } from "../strings/strings-texts.ts";
import { isCallable } from "../trivial/trivial-functions.ts";
import { prettyText } from "./generators-pretty.ts";

/** `mkValueStringDefault`: the text of a simple value. */
export function plainText(machine: Machine, value: Lazy, at: Span | undefined): Value {
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return string("null", at);
    case "bool":
      return string(String(forced.value), at);
    case "string":
    case "external":
    case "unknown":
    case "failure":
      return forced;
    case "int":
    case "float":
    case "path":
      return forced.type === "path"
        ? notSupported(machine, "this value is", forced, at)
        : anyTextOf(machine, forced, at);
    case "list":
      return notSupported(machine, "lists", forced, at);
    case "set":
      if (isDerivation(machine, forced, at) === true) return anyTextOf(machine, forced, at);
      return notSupported(machine, isCallable(machine, forced, at) === true ? "functions" : "attrsets", forced, at);
    case "lambda":
    case "primop":
      return notSupported(machine, "functions", forced, at);
    default:
      return forced satisfies never;
  }
}

function notSupported(machine: Machine, what: string, value: Value, at: Span | undefined): Value {
  const shown = prettyText(machine, value, at);
  const message = string(`generators.mkValueStringDefault: ${what} not supported: ${shown}`, at);
  return callBuiltin(machine, "abort", [message], at);
}

/** `mkKeyValueDefault`: the key, the separator escaped in it, and the value. */
export function keyValue(
  machine: Machine,
  write: Lazy | undefined,
  separator: Lazy,
  key: Lazy,
  value: Lazy,
  at: Span | undefined,
): Value {
  const between = textOf(machine, separator, at);
  if (between.type !== "string") return between;
  const name = callBuiltin(machine, "replaceStrings", [list([between]), list([string(`\\${between.text}`)]), key], at);
  const text = write ? machine.call(write, [value], at) : plainText(machine, value, at);
  return joined(machine, string(""), list([name, between, text]), at);
}
