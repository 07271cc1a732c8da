import type { Span } from "../../../text.ts";
import { derivedText } from "../../builtins/foreign-operands.ts";
import { LONGEST_TEXT, tooLong } from "../../coerce.ts";
import { fitsInteger, int, thrown } from "../../make.ts";
import { binary, forceInt, ternary, unary } from "../../operands.ts";
import type { Lazy, Machine, StringValue, Value } from "../../value.ts";
import { escapeNixText } from "./strings-literals.ts";
import { anyTextOf, stringFunction, textOf } from "./strings-texts.ts";

/** The functions of `lib.strings` between texts and numbers. */
export const textNumbers: Readonly<Record<string, Value>> = {
  toInt: stringFunction("toInt", (text, at) => {
    const digits = /^\s*(-?\d+)\s*$/.exec(text.text)?.[1];
    if (digits !== undefined && /^0\d+$/.test(digits)) {
      const shown = escapeNixText(text.text);
      return thrown(`toInt: Ambiguity in interpretation of ${shown} between octal and zero padded integer.`, at);
    }
    return numberFrom("toInt", digits, text, at);
  }),
  toIntBase10: stringFunction("toIntBase10", (text, at) =>
    numberFrom("toIntBase10", /^\s*0*(-?\d+)\s*$/.exec(text.text)?.[1], text, at),
  ),
  fixedWidthString: ternary("fixedWidthString", (machine, width, filler, text, at) => {
    const padding = textOf(machine, filler, at);
    if (padding.type !== "string") return padding;
    const content = textOf(machine, text, at);
    return content.type === "string" ? padded(machine, width, padding.text, content, at) : content;
  }),
  fixedWidthNumber: binary("fixedWidthNumber", (machine, width, value, at) => {
    const content = anyTextOf(machine, value, at);
    return content.type === "string" ? padded(machine, width, "0", content, at) : content;
  }),
  floatToString: unary("floatToString", (machine, value, at) => anyTextOf(machine, value, at)),
};

function numberFrom(name: string, digits: string | undefined, text: StringValue, at: Span | undefined): Value {
  const number = digits === undefined ? undefined : BigInt(digits);
  if (number !== undefined && fitsInteger(number)) return int(number);
  return thrown(`${name}: Could not convert ${escapeNixText(text.text)} to int.`, at);
}

function padded(machine: Machine, width: Lazy, filler: string, content: StringValue, at: Span | undefined): Value {
  const wanted = forceInt(machine, width, at);
  if (wanted.type !== "int") return wanted;
  const missing = Number(wanted.value) - content.text.length;
  const rounds = filler === "" ? 0 : Math.ceil(Math.max(0, missing) / filler.length);
  if (rounds * filler.length !== missing) {
    const left = Number(wanted.value) - rounds * filler.length;
    const message = `requested string length (${left}) must not be shorter than actual length (${content.text.length})`;
    return thrown(`fixedWidthString: ${message}`, at);
  }
  if (missing > LONGEST_TEXT) return tooLong(at);
  return machine.spend(at, 1 + (missing >> 8)) ?? derivedText(content, filler.repeat(rounds) + content.text);
}
