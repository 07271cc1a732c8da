import type { Span } from "../../text.ts";
import { builtinFunctions } from "../builtins/all-builtins.ts";
import { external } from "../make.ts";
import type { Lazy, Machine, Value } from "../value.ts";

/** The builtin of this name; External where there is none. */
export function builtin(name: string): Value {
  return builtinFunctions[name] ?? external(`builtins.${name}`);
}

/** These builtins by name, for a part of `lib` that re-exports them. */
export function builtinsNamed(...names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, builtin(name)]));
}

/** Calls the builtin of this name. */
export function callBuiltin(machine: Machine, name: string, args: readonly Lazy[], at: Span | undefined): Value {
  return machine.call(builtin(name), args, at);
}
