import { external, isOpaque } from "../nix/make.ts";
import type { Attribute, Lazy, Machine, Opaque, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { type Definition, discharge, strongest } from "./definitions.ts";
import { namedDefinition } from "./types/containers.ts";

/**
 * What an option of an outside module system (NixOS, Home Manager) is worth, as far as the definitions at hand tell: sets and lists
 * are merged and stay open, a single value is taken as it is. `system` names the configuration for people.
 */
export function openValue(
  machine: Machine,
  system: string,
  path: readonly string[],
  definitions: readonly Definition[],
): Value {
  const kept = strongest(discharge(machine, definitions).kept);
  const rest = external(`${system}.${showOption(path)}`);
  const values = kept.map((definition) => machine.force(definition.value));
  const first = values.find((value) => value.type !== "failure");
  if (!first) return rest;
  if (
    values.every((value) => value.type === "set" || isOpaque(value)) &&
    values.some((value) => value.type === "set" && !value.collector)
  ) {
    const groups = new Map<string, Definition[]>();
    const open: Opaque[] = [rest];
    for (const [index, value] of values.entries()) {
      const definition = kept[index];
      if (value.type !== "set") {
        if (isOpaque(value)) open.push(value);
        continue;
      }
      open.push(...(value.open ?? []));
      for (const [name, attribute] of value.entries) {
        if (definition)
          groups.set(name, [...(groups.get(name) ?? []), namedDefinition(machine, definition, attribute)]);
      }
    }
    const entries = new Map<string, Attribute>();
    for (const [name, group] of groups) {
      const at = group[0]?.at;
      entries.set(name, { value: machine.lazy(() => openValue(machine, system, [...path, name], group), at), at });
    }
    return { type: "set", entries, open };
  }
  if (values.some((value) => value.type === "list")) {
    const items: Lazy[] = values.flatMap((value) => (value.type === "list" ? value.items : []));
    const open = values.flatMap((value): Opaque[] =>
      value.type === "list" ? [...(value.open ?? [])] : isOpaque(value) ? [value] : [],
    );
    return { type: "list", items, open: [...open, rest] };
  }
  const agree = values.every((value) => value === first || machine.equal(first, value) === true);
  return agree ? first : rest;
}
