import type { Span } from "../text.ts";
import { primop, unfit, unknown } from "./make.ts";
import type { Condition } from "./provenance.ts";
import { conditional, conditionOf, placeOf } from "./thunk.ts";
import type {
  BoolValue,
  Failure,
  IntValue,
  LambdaValue,
  Lazy,
  ListValue,
  Machine,
  Opaque,
  PrimopValue,
  SetValue,
  StringValue,
  Value,
} from "./value.ts";

/** What an operation returns instead of its result when an operand is not usable: hand it on as it is. */
export type Trouble = Opaque | Failure;

/** A native function of one argument. `run` gets the argument unforced and the call's place. */
export function unary(name: string, run: (machine: Machine, only: Lazy, at: Span | undefined) => Value): PrimopValue {
  return primop(name, 1, (machine, args, at) => run(machine, argument(args, 0), at));
}

/** A native function of two arguments. */
export function binary(
  name: string,
  run: (machine: Machine, first: Lazy, second: Lazy, at: Span | undefined) => Value,
): PrimopValue {
  return primop(name, 2, (machine, args, at) => run(machine, argument(args, 0), argument(args, 1), at));
}

/** A native function of three arguments. */
export function ternary(
  name: string,
  run: (machine: Machine, first: Lazy, second: Lazy, third: Lazy, at: Span | undefined) => Value,
): PrimopValue {
  return primop(name, 3, (machine, args, at) =>
    run(machine, argument(args, 0), argument(args, 1), argument(args, 2), at),
  );
}

/** The argument at `index` (from 0); Unknown where the caller gave too few, which the evaluator never does. */
export function argument(args: readonly Lazy[], index: number): Lazy {
  return args[index] ?? unknown("an argument is missing");
}

/** Opaque or a Failure: nothing to compute with. */
export function isTrouble(value: Value | boolean | number): value is Trouble {
  if (typeof value !== "object") return false;
  return value.type === "external" || value.type === "unknown" || value.type === "failure";
}

/** The list, or what to return instead: check with `list.type !== "list"`. The other `force…` functions work alike. */
export function forceList(machine: Machine, value: Lazy, at: Span | undefined): ListValue | Trouble {
  const forced = machine.force(value);
  return forced.type === "list" ? forced : unfit(forced, "a list", at);
}

export function forceSet(machine: Machine, value: Lazy, at: Span | undefined): SetValue | Trouble {
  const forced = machine.force(value);
  return forced.type === "set" ? forced : unfit(forced, "a set", at);
}

/** A string as such: nothing is coerced. */
export function forceString(machine: Machine, value: Lazy, at: Span | undefined): StringValue | Trouble {
  const forced = machine.force(value);
  return forced.type === "string" ? forced : unfit(forced, "a string", at);
}

export function forceInt(machine: Machine, value: Lazy, at: Span | undefined): IntValue | Trouble {
  const forced = machine.force(value);
  return forced.type === "int" ? forced : unfit(forced, "an integer", at);
}

export function forceBool(machine: Machine, value: Lazy, at: Span | undefined): BoolValue | Trouble {
  const forced = machine.force(value);
  return forced.type === "bool" ? forced : unfit(forced, "a Boolean", at);
}

/** Something that can be called, or what to return instead: what Nix says when a builtin is given no function. */
export function forceFunction(
  machine: Machine,
  value: Lazy,
  at: Span | undefined,
): LambdaValue | PrimopValue | SetValue | Trouble {
  const forced = machine.force(value);
  if (forced.type === "lambda" || forced.type === "primop") return forced;
  if (forced.type === "set" && (forced.entries.has("__functor") || forced.open)) return forced;
  return unfit(forced, "a function", at);
}

/** The error of a builtin that is given no function, which Nix raises before it looks at anything else. */
export function notCallable(machine: Machine, value: Lazy, at: Span | undefined): Failure | undefined {
  const fn = forceFunction(machine, value, at);
  return fn.type === "failure" ? fn : undefined;
}

/** The condition that a part stands behind when `decider` came out Unknown or External. */
export function undecided(decider: Lazy): Condition {
  return { value: "unknown", at: placeOf(decider) };
}

/** The same item, standing behind a condition; one that already does keeps its own, unless only the new one makes it doubtful. */
export function behind(machine: Machine, condition: Condition, item: Lazy): Lazy {
  const own = conditionOf(item);
  if (own && (own.value === "unknown" || condition.value !== "unknown")) return item;
  return conditional(item, condition, (value) => machine.force(value));
}
