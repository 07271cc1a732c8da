import type { Lazy, Machine, Value } from "../../value.ts";

/** The value of an optional member of a set of settings. */
export function optionIn(machine: Machine, settings: Lazy, name: string): Value | undefined {
  const set = machine.force(settings);
  const attribute = set.type === "set" ? set.entries.get(name) : undefined;
  return attribute && machine.force(attribute.value);
}

/** Whether an optional member of a set of settings is `true`. */
export function isSwitchedOn(machine: Machine, settings: Lazy, name: string): boolean {
  const value = optionIn(machine, settings, name);
  return value?.type === "bool" && value.value;
}
