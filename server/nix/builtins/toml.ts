import { parse, type TomlTable, type TomlValue } from "smol-toml";
import { bool, failure, int, list, set, string } from "../make.ts";
import { forceString, unary } from "../operands.ts";
import type { Attribute, PrimopValue, Value } from "../value.ts";
import { foreignCall } from "./foreign-operands.ts";

/** `fromTOML`. Dates and times are errors, as in Nix without its experimental feature. */
export const fromTomlBuiltin: PrimopValue = unary("fromTOML", (machine, subject, at) => {
  const text = forceString(machine, subject, at);
  if (text.type !== "string") return foreignCall("fromTOML", text, at, "set");
  const spent = machine.spend(at, 1 + (text.text.length >> 4));
  if (spent) return spent;
  const table = parsed(text.text);
  const value = table && nixValue(table);
  return value ?? failure("while parsing TOML: not a TOML document, or it has a value that Nix cannot hold", at);
});

/** The parser reports by throwing. */
function parsed(text: string): TomlTable | undefined {
  try {
    return parse(text, { integersAsBigInt: true, maxDepth: 200 });
  } catch {
    return undefined;
  }
}

/** Undefined for a date, a time, an integer beyond 64 bits and a text with NUL. The parser bounds the depth. */
function nixValue(value: TomlValue): Value | undefined {
  if (typeof value === "string") return value.includes("\0") ? undefined : string(value);
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? int(value) : undefined;
  if (typeof value === "number") return { type: "float", value };
  if (typeof value === "boolean") return bool(value);
  if (Array.isArray(value)) {
    const items = value.map(nixValue);
    return items.every((item) => item !== undefined) ? list(items) : undefined;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const entries = new Map<string, Attribute>();
  for (const [name, inner] of Object.entries(value)) {
    const converted = nixValue(inner);
    if (!converted || name.includes("\0")) return undefined;
    entries.set(name, { value: converted });
  }
  return set(entries);
}
