import type { Span } from "../../../text.ts";
import { derivedText } from "../../builtins/foreign-operands.ts";
import { string, thrown } from "../../make.ts";
import { binary, isTrouble, unary } from "../../operands.ts";
import { hasAttribute } from "../../select.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { textFunction, textFunction2 } from "./strings-texts.ts";

/** The functions of `lib.strings` about names and versions of packages. */
export const packageNames: Readonly<Record<string, Value>> = {
  versionOlder: comparing("versionOlder", (order) => order > 0n),
  versionAtLeast: comparing("versionAtLeast", (order) => order <= 0n),
  getName: unary("getName", (machine, pkg, at) => partOf(machine, pkg, "pname", "name", at)),
  getVersion: unary("getVersion", (machine, pkg, at) => partOf(machine, pkg, "version", "version", at)),
  nameFromURL: textFunction2("nameFromURL", (url, separator, at) => {
    const file = url.text.slice(url.text.lastIndexOf("/") + 1);
    const [name] = file.split(separator.text);
    return name === undefined || name === file ? thrown("assertion '(name != filename)' failed", at) : string(name, at);
  }),
  sanitizeDerivationName: textFunction("sanitizeDerivationName", (text) => {
    if (text.text.length <= 207 && /^[A-Za-z0-9+_?=-][A-Za-z0-9+._?=-]*$/.test(text.text)) return text;
    const clean = text.text.replace(/^\.+/, "").replace(/[^A-Za-z0-9+._?=-]+/g, "-");
    return derivedText(text, clean.slice(Math.max(0, clean.length - 207)) || "unknown");
  }),
};

function comparing(name: string, test: (order: bigint) => boolean): Value {
  return binary(name, (machine, first, second, at) => {
    const order = callBuiltin(machine, "compareVersions", [second, first], at);
    return order.type === "int" ? { type: "bool", value: test(order.value), at } : order;
  });
}

/** The attribute of a package, or what its name says. */
function partOf(machine: Machine, pkg: Lazy, attribute: string, part: string, at: Span | undefined): Value {
  const value = machine.force(pkg);
  const has = hasAttribute(value, attribute, at);
  if (value.type === "external") return machine.select(value, attribute, at);
  if (typeof has !== "boolean") return has;
  if (has) return machine.select(value, attribute, at);
  const name = value.type === "string" ? value : machine.select(value, "name", at);
  if (isTrouble(name)) return name;
  return machine.select(callBuiltin(machine, "parseDrvName", [name], at), part, at);
}
