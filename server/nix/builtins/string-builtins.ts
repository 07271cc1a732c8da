import type { Span } from "../../text.ts";
import { coerceToString, joinTexts } from "../coerce.ts";
import { EMPTY_SET, FALSE, failure, int, string } from "../make.ts";
import { binary, forceInt, forceList, forceString, type Trouble, ternary, unary } from "../operands.ts";
import type { External, Lazy, Machine, PrimopValue, StringValue, Value } from "../value.ts";
import { byteLength, sliceBytes } from "./bytes.ts";
import { derivedText, foreignCall, uncertainLength, undecidedCall } from "./foreign-operands.ts";
import { replaceStringsBuiltin } from "./replace-strings.ts";

/** Functions on strings. A string that a function leaves as it is comes back as the same object, with its place. */
export const stringBuiltins: Readonly<Record<string, Value>> = {
  toString: unary("toString", (machine, subject, at) => coerceToString(machine, subject, { mode: "toString" }, at)),
  stringLength: unary("stringLength", (machine, subject, at) => {
    const text = coerceToString(machine, subject, { mode: "interpolation" }, at);
    return text.type === "string" ? int(byteLength(text.text)) : foreignCall("stringLength", text, at);
  }),
  substring: ternary("substring", substring),
  replaceStrings: replaceStringsBuiltin,
  concatStringsSep: binary("concatStringsSep", (machine, separator, items, at) => {
    const between = forceString(machine, separator, at);
    if (between.type === "unknown" || between.type === "failure") return between;
    const source = forceList(machine, items, at);
    if (source.type !== "list") return foreignCall("concatStringsSep", source, at, "string");
    return uncertainLength(source, at) ?? joinItems(machine, between, source.items, at);
  }),
  unsafeDiscardStringContext: sameText("unsafeDiscardStringContext"),
  unsafeDiscardOutputDependency: sameText("unsafeDiscardOutputDependency"),
  addDrvOutputDependencies: sameText("addDrvOutputDependencies"),
  appendContext: binary("appendContext", (machine, subject, _context, at) => forceString(machine, subject, at)),
  hasContext: unary("hasContext", (machine, subject, at) => {
    const text = forceString(machine, subject, at);
    return text.type === "string" ? FALSE : undecidedCall("hasContext", text, at);
  }),
  getContext: unary("getContext", (machine, subject, at) => {
    const text = forceString(machine, subject, at);
    return text.type === "string" ? EMPTY_SET : foreignCall("getContext", text, at, "set");
  }),
};

function sameText(name: string): PrimopValue {
  return unary(name, (machine, subject, at) => coerceToString(machine, subject, { mode: "interpolation" }, at));
}

function substring(machine: Machine, start: Lazy, length: Lazy, subject: Lazy, at: Span | undefined): Value {
  const from = forceInt(machine, start, at);
  if (from.type !== "int") return undecidedCall("substring", from, at);
  const count = forceInt(machine, length, at);
  if (count.type !== "int") return undecidedCall("substring", count, at);
  if (from.value < 0n) return failure("negative start position in 'substring'", at);
  const text = coerceToString(machine, subject, { mode: "interpolation" }, at);
  if (text.type !== "string") return foreignCall("substring", text, at, "string");
  const first = Number(from.value);
  const end = count.value < 0n ? undefined : first + Number(count.value);
  return derivedText(text, sliceBytes(text.text, first, end));
}

function joinItems(
  machine: Machine,
  separator: StringValue | External,
  items: readonly Lazy[],
  at: Span | undefined,
): StringValue | Trouble {
  const parts: (StringValue | External)[] = [];
  for (const [index, item] of items.entries()) {
    const part = coerceToString(machine, item, { mode: "interpolation" }, at);
    const spent = machine.spend(at, 1 + (part.type === "string" ? part.text.length >> 8 : 0));
    if (spent) return spent;
    if (part.type === "failure" || part.type === "unknown") return part;
    if (index > 0 && !(separator.type === "string" && separator.text === "")) parts.push(separator);
    parts.push(part);
  }
  return parts.length === 0 ? string("", at) : joinTexts(parts, at);
}
