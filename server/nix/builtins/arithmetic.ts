import type { Span } from "../../text.ts";
import { orderValues } from "../compare.ts";
import { bool, failure, int, unfit } from "../make.ts";
import { binary, forceInt, isTrouble, unary } from "../operands.ts";
import { arithmetic } from "../operators.ts";
import type { PrimopValue, Value } from "../value.ts";
import { foreignCall, undecidedCall } from "./foreign-operands.ts";

/** Numbers and their order. */
export const arithmeticBuiltins: Readonly<Record<string, Value>> = {
  add: calculation("add", "+"),
  sub: calculation("sub", "-"),
  mul: calculation("mul", "*"),
  div: calculation("div", "/"),
  bitAnd: bitwise("bitAnd", (a, b) => a & b),
  bitOr: bitwise("bitOr", (a, b) => a | b),
  bitXor: bitwise("bitXor", (a, b) => a ^ b),
  ceil: rounding("ceil", Math.ceil),
  floor: rounding("floor", Math.floor),
  lessThan: binary("lessThan", (machine, left, right, at) => {
    const order = orderValues(machine, left, right);
    if (typeof order === "number") return bool(order < 0);
    return order.type === "failure" ? { ...order, at: order.at ?? at } : undecidedCall("lessThan", order, at);
  }),
};

function calculation(name: string, operator: "+" | "-" | "*" | "/"): PrimopValue {
  return binary(name, (machine, left, right, at) => {
    const a = machine.force(left);
    if (isTrouble(a)) return foreignCall(name, a, at);
    const b = machine.force(right);
    if (isTrouble(b)) return foreignCall(name, b, at);
    return arithmetic(operator, a, b, at);
  });
}

function bitwise(name: string, compute: (a: bigint, b: bigint) => bigint): PrimopValue {
  return binary(name, (machine, left, right, at) => {
    const a = forceInt(machine, left, at);
    if (a.type !== "int") return foreignCall(name, a, at);
    const b = forceInt(machine, right, at);
    if (b.type !== "int") return foreignCall(name, b, at);
    return int(compute(a.value, b.value));
  });
}

function rounding(name: string, round: (value: number) => number): PrimopValue {
  return unary(name, (machine, only, at) => {
    const value = machine.force(only);
    if (value.type === "int") return value;
    if (isTrouble(value)) return foreignCall(name, value, at);
    if (value.type !== "float") return unfit(value, "a float", at);
    return roundedInteger(name, round(value.value), at);
  });
}

function roundedInteger(name: string, rounded: number, at: Span | undefined): Value {
  if (Number.isFinite(rounded) && BigInt.asIntN(64, BigInt(rounded)) === BigInt(rounded)) return int(rounded);
  return failure(`${name}: the number ${rounded} is no 64-bit integer`, at);
}
