import type { Span } from "../../../text.ts";
import { record } from "../../make.ts";
import { binary, type Trouble, unary } from "../../operands.ts";
import { hasAttribute, selectAttribute } from "../../select.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { answered } from "../lists/lists-items.ts";

/** The part of `lib.trivial` that is about functions as values. */
export const functionValues: Readonly<Record<string, Value>> = {
  isFunction: unary("isFunction", (machine, value, at) => answered(isCallable(machine, value, at), at)),
  functionArgs: unary("functionArgs", (machine, fn, at) => formalsOf(machine, fn, at)),
  setFunctionArgs: binary("setFunctionArgs", (_machine, fn, formals) => functorWith(fn, formals)),
  mirrorFunctionArgs: binary("mirrorFunctionArgs", (machine, like, fn, at) =>
    functorWith(
      fn,
      machine.lazy(() => formalsOf(machine, like, at)),
    ),
  ),
  toFunction: unary("toFunction", (machine, value, at) => {
    const callable = isCallable(machine, value, at);
    if (typeof callable !== "boolean") return callable.type === "failure" ? callable : machine.force(value);
    return callable ? machine.force(value) : unary("toFunction", () => machine.force(value));
  }),
};

/** A set that is called like `fn` and shows other formals. */
export function functorWith(fn: Lazy, formals: Lazy): Value {
  const functor = unary("__functor", (machine) => machine.force(fn));
  return record({ __functor: functor, __functionArgs: formals });
}

/** Nix's functions and the sets that can be called like one. */
export function isCallable(machine: Machine, value: Lazy, at: Span | undefined): boolean | Trouble {
  const forced = machine.force(value);
  switch (forced.type) {
    case "lambda":
    case "primop":
      return true;
    case "set": {
      const has = hasAttribute(forced, "__functor", at);
      if (has !== true) return has;
      const inner = machine.call(selectAttribute(machine, forced, "__functor", at), [forced], at);
      return inner.type === "external" || inner.type === "unknown" ? true : isCallable(machine, inner, at);
    }
    case "external":
      return forced.shape ? forced.shape === "function" : forced;
    case "unknown":
    case "failure":
      return forced;
    default:
      return false;
  }
}

/** `lib.functionArgs`: the formals of a function, a set's own `__functionArgs` first. */
export function formalsOf(machine: Machine, fn: Lazy, at: Span | undefined): Value {
  const forced = machine.force(fn);
  if (forced.type !== "set" || !forced.entries.has("__functor"))
    return callBuiltin(machine, "functionArgs", [forced], at);
  const own = forced.entries.get("__functionArgs");
  if (own) return machine.force(own.value);
  const inner = machine.call(selectAttribute(machine, forced, "__functor", at), [forced], at);
  return formalsOf(machine, inner, at);
}
