import { unknown } from "../nix/make.ts";
import type { Machine, Opaque, SetValue } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { Definition, Wrapper } from "./definitions.ts";
import { propertyOf } from "./properties.ts";

/** A part of a defined set that is not known: it may define any name that the set is not known to have. */
export interface OpenPart {
  readonly part: Opaque;
  /** Properties around the set. */
  readonly wrappers: readonly Wrapper[];
  /** The definition that has the part. */
  readonly at: Span | undefined;
  /** What is known of the set. */
  readonly known?: SetValue["entries"] | undefined;
}

/** What parts of sets may define under a name. It is not decided whether they do, and nobody wrote it there. */
export function definitionsFrom(machine: Machine, parts: readonly OpenPart[], name: string): readonly Definition[] {
  return parts.flatMap(({ part, wrappers, at, known }): Definition[] => {
    if (known?.has(name)) return [];
    const doubt = { kind: "decided", condition: { value: "unknown", at: part.at ?? at } } as const;
    const value = valueUnder(part, name);
    const own: Wrapper[] = isOverride(machine, part) ? [{ kind: "override", priority: unknown("a priority", at) }] : [];
    return [{ file: undefined, at: undefined, value, wrappers: [...wrappers, ...own, doubt], isPart: true }];
  });
}

/** Whether what is written under a name that is not known has a priority of its own, by which it may beat others. */
function isOverride(machine: Machine, { holds = [] }: Opaque): boolean {
  return holds.some((value) => propertyOf(machine, machine.force(value))?.kind === "override");
}

function valueUnder(part: Opaque, name: string): Opaque {
  // What is written under a name from outside is the flake's own, and may be of any priority.
  if (part.type === "external" && part.holds) return unknown(`a name that ${part.path} gives`, part.at);
  if (part.type === "unknown") return unknown(part.reason, part.at);
  const { path, args, at } = part;
  return { type: "external", path: `${path}.${name}`, at, ...(args && { args }) };
}
