import type { AttributeName, AttributeSet, Expression } from "./syntax-tree.ts";

/** What a set binds under a path, sets inside of it included: `a.b = { c = 1; }` binds `a.b.c`. */
export interface FlatBinding {
  readonly path: readonly string[];
  /** The names of the path, each where it is written. */
  readonly names: readonly AttributeName[];
  /** Undefined for what is inherited. */
  readonly value: Expression | undefined;
}

/** Everything that a set binds, as far as the names are written out; an empty set is bound itself. */
export function flatBindings({ bindings }: AttributeSet): readonly FlatBinding[] {
  return bindings.flatMap((binding): readonly FlatBinding[] => {
    const written = binding.kind === "inherit" ? binding.names.map((name) => [name]) : [binding.path];
    return written.flatMap((names) => {
      const path = names.flatMap((name) => (name.kind === "static" ? [name.name] : []));
      if (path.length < names.length) return [];
      const value = binding.kind === "bind" ? binding.value : undefined;
      const inner = value?.kind === "set" ? flatBindings(value) : [];
      if (inner.length === 0) return [{ path, names, value }];
      return inner.map((one) => ({ path: [...path, ...one.path], names: [...names, ...one.names], value: one.value }));
    });
  });
}
