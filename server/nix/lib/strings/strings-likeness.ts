import type { Span } from "../../../text.ts";
import { int } from "../../make.ts";
import { forceInt, isTrouble, type Trouble, ternary, unary } from "../../operands.ts";
import { hasAttribute } from "../../select.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { answered } from "../lists/lists-items.ts";
import { textFunction2, textOf, textTest2 } from "./strings-texts.ts";

/** The functions of `lib.strings` that say what a value is like, or how alike two texts are. */
export const likenesses: Readonly<Record<string, Value>> = {
  isStringLike: unary("isStringLike", (machine, value, at) => answered(isStringLike(machine, value, at), at)),
  isConvertibleWithToString: unary("isConvertibleWithToString", (machine, value, at) =>
    answered(isConvertible(machine, value, at), at),
  ),
  isStorePath: unary("isStorePath", (machine, value, at) => {
    const like = isStringLike(machine, value, at);
    if (like !== true) return answered(like, at);
    const text = textOf(machine, value, at);
    const isStored = (path: string) => /^\/(nix\/store\/[^/]+|[0-9a-z]{52})$/.test(path);
    return answered(text.type === "string" ? isStored(text.text) : text, at);
  }),
  levenshtein: textFunction2("levenshtein", (a, b) => int(distance(a.text, b.text))),
  levenshteinAtMost: ternary("levenshteinAtMost", (machine, limit, first, second, at) => {
    const most = forceInt(machine, limit, at);
    if (most.type !== "int") return most;
    const within = textTest2("levenshteinAtMost", (a, b) => distance(a, b) <= Number(most.value));
    return machine.call(within, [first, second], at);
  }),
  commonPrefixLength: textFunction2("commonPrefixLength", (a, b) => int(commonLength(a.text, b.text))),
  commonSuffixLength: textFunction2("commonSuffixLength", (a, b) =>
    int(commonLength([...a.text].reverse().join(""), [...b.text].reverse().join(""))),
  ),
};

/** Whether it can stand in `"${…}"`. */
function isStringLike(machine: Machine, value: Lazy, at: Span | undefined): boolean | Trouble {
  const forced = machine.force(value);
  if (forced.type === "string" || forced.type === "path") return true;
  if (forced.type === "external" && forced.shape) return forced.shape === "string" ? true : forced;
  if (forced.type !== "set") return isTrouble(forced) ? forced : false;
  const outPath = hasAttribute(forced, "outPath", at);
  return outPath === true ? true : hasAttribute(forced, "__toString", at);
}

function isConvertible(machine: Machine, value: Lazy, at: Span | undefined): boolean | Trouble {
  const forced = machine.force(value);
  if (["null", "int", "float", "bool"].includes(forced.type)) return true;
  if (forced.type !== "list") return isStringLike(machine, forced, at);
  for (const item of forced.items) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const convertible = isConvertible(machine, item, at);
    if (convertible !== true) return convertible;
  }
  return forced.open?.[0] ?? true;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** How many letters to change, add or drop to get from one text to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const change = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
