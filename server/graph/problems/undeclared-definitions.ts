import { type Definition, pushDown } from "../../modules/definitions.ts";
import type { LazyLevel } from "../../modules/option-levels.ts";
import type { Machine } from "../../nix/value.ts";

/** Definitions of an option that none of the flake's modules declares, which systems have for themselves. */
export function undeclaredAt(machine: Machine, level: LazyLevel, path: readonly string[]): readonly Definition[] {
  const [name, ...rest] = path;
  if (name === undefined) return [];
  const node = level.child(name);
  if (node) return node.kind === "level" ? undeclaredAt(machine, node.level, rest) : [];
  return (level.undeclaredHere().get(name) ?? []).flatMap((definition) => definedBelow(machine, definition, rest));
}

function definedBelow(machine: Machine, definition: Definition, path: readonly string[]): readonly Definition[] {
  const [name, ...rest] = path;
  if (name === undefined) return [definition];
  return membersOf(machine, definition).flatMap((member) =>
    member.name === name ? definedBelow(machine, member.definition, rest) : [],
  );
}

/** The attributes of the sets that a definition consists of; those that may be absent are behind a condition. */
export function membersOf(
  machine: Machine,
  { value, wrappers, at, file }: Definition,
): readonly { readonly name: string; readonly definition: Definition }[] {
  return pushDown(machine, value, wrappers).sets.flatMap((pushed) =>
    [...pushed.set.entries].map(([name, attribute]) => {
      const doubt = attribute.maybe ? [{ kind: "decided", condition: attribute.maybe } as const] : [];
      const around = [...pushed.wrappers, ...doubt];
      return { name, definition: { file, value: attribute.value, wrappers: around, at: attribute.at ?? at } };
    }),
  );
}
