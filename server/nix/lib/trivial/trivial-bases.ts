import type { Span } from "../../../text.ts";
import { failure, fitsInteger, int, list, string, thrown } from "../../make.ts";
import { binary, forceInt, forceString, type Trouble, unary } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";

/** The part of `lib.trivial` that writes and reads numbers in other bases. */
export const numberBases: Readonly<Record<string, Value>> = {
  fromHexString: unary("fromHexString", (machine, value, at) => {
    const text = forceString(machine, value, at);
    if (text.type !== "string") return text;
    const digits = text.text.replace(/^0x/i, "");
    if (!/^[0-9a-f]+$/i.test(digits)) return failure(`while parsing hexadecimal number '${text.text}'`, at);
    const number = BigInt(`0x${digits}`);
    return fitsInteger(number) ? int(number) : failure(`hexadecimal number '${text.text}' is too large`, at);
  }),
  toHexString: unary("toHexString", (machine, value, at) => {
    const number = natural(machine, value, at);
    return typeof number === "bigint" ? string(number.toString(16).toUpperCase(), at) : number;
  }),
  toBaseDigits: binary("toBaseDigits", (machine, base, value, at) => {
    const radix = natural(machine, base, at);
    if (typeof radix !== "bigint") return radix;
    if (radix < 2n) return thrown("assertion '(base >= 2)' failed", at);
    const number = natural(machine, value, at);
    if (typeof number !== "bigint") return number;
    const digits = [number % radix];
    for (let rest = number / radix; rest > 0n; rest /= radix) digits.unshift(rest % radix);
    return list(digits.map(int));
  }),
};

function natural(machine: Machine, value: Lazy, at: Span | undefined): bigint | Trouble {
  const number = forceInt(machine, value, at);
  if (number.type !== "int") return number;
  return number.value >= 0n ? number.value : thrown("assertion '(i >= 0)' failed", at);
}
