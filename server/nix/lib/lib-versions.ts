import { int, string } from "../make.ts";
import { binary, forceInt, unary } from "../operands.ts";
import type { Value } from "../value.ts";
import { builtinsNamed, callBuiltin } from "./builtin.ts";
import { textOf } from "./strings/strings-texts.ts";

/** `lib.versions`. */
export const versions: Readonly<Record<string, Value>> = {
  ...builtinsNamed("compareVersions", "splitVersion"),
  major: part("major", 0),
  minor: part("minor", 1),
  patch: part("patch", 2),
  majorMinor: unary("majorMinor", (machine, version, at) => {
    const parts = callBuiltin(machine, "splitVersion", [version], at);
    if (parts.type !== "list") return parts;
    return callBuiltin(machine, "concatStringsSep", [string("."), { ...parts, items: parts.items.slice(0, 2) }], at);
  }),
  pad: binary("pad", (machine, count, version, at) => {
    const wanted = forceInt(machine, count, at);
    if (wanted.type !== "int") return wanted;
    const text = textOf(machine, version, at);
    if (text.type !== "string") return text;
    const [numeric = ""] = text.text.split("-");
    const parts = callBuiltin(machine, "splitVersion", [string(numeric)], at);
    if (parts.type !== "list") return parts;
    const length = Math.min(Math.max(0, Number(wanted.value)), 1000);
    const items = Array.from({ length }, (_, index) => parts.items[index] ?? string("0"));
    const padded = callBuiltin(machine, "concatStringsSep", [string("."), { type: "list", items }], at);
    return padded.type === "string" ? string(padded.text + text.text.slice(numeric.length), at) : padded;
  }),
};

function part(name: string, index: number): Value {
  return unary(name, (machine, version, at) => {
    const parts = callBuiltin(machine, "splitVersion", [version], at);
    return callBuiltin(machine, "elemAt", [parts, int(index)], at);
  });
}
