import { int, list, record, string } from "../make.ts";
import { binary, forceString, unary } from "../operands.ts";
import type { Value } from "../value.ts";
import { derivedText, foreignCall, undecidedCall } from "./foreign-operands.ts";

/** Version numbers and package names. */
export const versionBuiltins: Readonly<Record<string, Value>> = {
  compareVersions: binary("compareVersions", (machine, left, right, at) => {
    const first = forceString(machine, left, at);
    if (first.type !== "string") return undecidedCall("compareVersions", first, at);
    const second = forceString(machine, right, at);
    if (second.type !== "string") return undecidedCall("compareVersions", second, at);
    return int(compareVersions(first.text, second.text));
  }),
  splitVersion: unary("splitVersion", (machine, version, at) => {
    const text = forceString(machine, version, at);
    if (text.type !== "string") return foreignCall("splitVersion", text, at, "list");
    return list(componentsOf(text.text).map((component) => derivedText(text, component)));
  }),
  parseDrvName: unary("parseDrvName", (machine, name, at) => {
    const text = forceString(machine, name, at);
    if (text.type !== "string") return foreignCall("parseDrvName", text, at, "set");
    const dash = text.text.search(/-[^a-zA-Z]/);
    if (dash < 0) return record({ name: text, version: string("") });
    return record({ name: derivedText(text, text.text.slice(0, dash)), version: string(text.text.slice(dash + 1)) });
  }),
};

/** Nix's order of versions: numbers by value, `pre` before everything, words before numbers. */
export function compareVersions(left: string, right: string): -1 | 0 | 1 {
  const [first, second] = [componentsOf(left), componentsOf(right)];
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const [a, b] = [first[index] ?? "", second[index] ?? ""];
    if (comesBefore(a, b)) return -1;
    if (comesBefore(b, a)) return 1;
  }
  return 0;
}

/** Runs of digits and runs of other characters; dots and dashes only separate. */
export function componentsOf(version: string): string[] {
  return version.match(/[0-9]+|[^0-9.-]+/g) ?? [];
}

function comesBefore(a: string, b: string): boolean {
  const [isNumber, otherIsNumber] = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)];
  if (isNumber && otherIsNumber) return BigInt(a) < BigInt(b);
  if (a === "" && otherIsNumber) return true;
  if (a === "pre" && b !== "pre") return true;
  if (b === "pre") return false;
  if (otherIsNumber) return true;
  if (isNumber) return false;
  return a < b;
}
