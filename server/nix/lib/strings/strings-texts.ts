import type { Span } from "../../../text.ts";
import { foreignCall } from "../../builtins/foreign-operands.ts";
import { coerceToString } from "../../coerce.ts";
import { binary, forceString, type Trouble, unary } from "../../operands.ts";
import type { Lazy, Machine, StringValue, Value } from "../../value.ts";
import { answered } from "../lists/lists-items.ts";

/** The value as Nix takes it where it wants a string: paths and sets with `outPath` count. */
export function textOf(machine: Machine, value: Lazy, at: Span | undefined): StringValue | Trouble {
  return coerceToString(machine, value, { mode: "interpolation" }, at);
}

/** As `toString` would: numbers, booleans, null and lists as well. */
export function anyTextOf(machine: Machine, value: Lazy, at: Span | undefined): StringValue | Trouble {
  return coerceToString(machine, value, { mode: "toString" }, at);
}

/** A native function of one string. What Nix does not take for one (a path, a set with `outPath`) is an error; of a foreign one the result is foreign. */
export function stringFunction(name: string, run: (text: StringValue, at: Span | undefined) => Value): Value {
  return unary(name, (machine, value, at) => {
    const text = forceString(machine, value, at);
    return text.type === "string" ? run(text, at) : foreignCall(name, text, at);
  });
}

/** A native function of one text, where Nix takes all that it can coerce to a string. Of a foreign one the result is foreign. */
export function textFunction(name: string, run: (text: StringValue, at: Span | undefined) => Value): Value {
  return unary(name, (machine, value, at) => {
    const text = textOf(machine, value, at);
    return text.type === "string" ? run(text, at) : foreignCall(name, text, at);
  });
}

/** A native function of two texts. */
export function textFunction2(
  name: string,
  run: (first: StringValue, second: StringValue, at: Span | undefined) => Value,
): Value {
  return binary(name, (machine, one, two, at) => {
    const first = textOf(machine, one, at);
    if (first.type !== "string") return foreignCall(name, first, at);
    const second = textOf(machine, two, at);
    return second.type === "string" ? run(first, second, at) : foreignCall(name, second, at);
  });
}

/** A yes-or-no question about a text. */
export function textTest(name: string, test: (text: string) => boolean): Value {
  return unary(name, (machine, value, at) => {
    const text = textOf(machine, value, at);
    return answered(text.type === "string" ? test(text.text) : text, at);
  });
}

/** A yes-or-no question about two texts. */
export function textTest2(name: string, test: (first: string, second: string) => boolean): Value {
  return binary(name, (machine, one, two, at) => {
    const first = textOf(machine, one, at);
    if (first.type !== "string") return answered(first, at);
    const second = textOf(machine, two, at);
    return answered(second.type === "string" ? test(first.text, second.text) : second, at);
  });
}
