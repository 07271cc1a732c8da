import type { LocalBinding, NameIndex, Occurrence } from "../names/name-index.ts";
import { entryOf } from "./graph-index.ts";

/** A file's occurrences by the names in their paths, so that a question about one option looks at few of them. */
export interface NamedOccurrences {
  readonly byName: ReadonlyMap<string, readonly Occurrence[]>;
  /** `inherit (config.my) theme;`: names that stand for an option, by the names in its path. */
  readonly inherited: ReadonlyMap<string, readonly LocalBinding[]>;
}

const indexed = new WeakMap<NameIndex, NamedOccurrences>();

export function occurrencesByName(names: NameIndex): NamedOccurrences {
  const known = indexed.get(names);
  if (known) return known;
  const byName = new Map<string, Occurrence[]>();
  for (const occurrence of names.occurrences) {
    for (const name of new Set(occurrence.path)) {
      if (typeof name === "string") entryOf(byName, name, (): Occurrence[] => []).push(occurrence);
    }
  }
  const inherited = new Map<string, LocalBinding[]>();
  for (const binding of names.bindings) {
    if (binding.kind !== "inherit") continue;
    for (const name of new Set(binding.alias?.path ?? [])) {
      if (typeof name === "string") entryOf(inherited, name, (): LocalBinding[] => []).push(binding);
    }
  }
  const found = { byName, inherited };
  indexed.set(names, found);
  return found;
}
