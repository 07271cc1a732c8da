import { type Lowering, report } from "./lowering.ts";
import type { AttributeName, Binding, Expression } from "./tree.ts";

/**
 * Reports attributes defined twice. Paths with a common beginning merge, also into a set literal; all else is a
 * duplicate. Two set literals merge one level deep, as in Nix.
 */
export function reportDuplicates(lowering: Lowering, bindings: readonly Binding[]): void {
  if (hasRepeatedName(bindings)) scopeOf(bindings, (name) => report(lowering, name, duplicateMessage(name)));
}

function duplicateMessage(name: AttributeName): string {
  return name.kind === "static" ? `the attribute \`${name.name}\` is already defined` : "already defined";
}

/** Most sets repeat no first name; then there is nothing to look for. */
function hasRepeatedName(bindings: readonly Binding[]): boolean {
  const seen = new Set<string>();
  for (const binding of bindings) {
    const names = binding.kind === "bind" ? binding.path.slice(0, 1) : binding.names;
    for (const name of names) {
      if (name.kind !== "static") continue;
      if (seen.has(name.name)) return true;
      seen.add(name.name);
    }
  }
  return false;
}

/** What a name stands for: a set that later paths may extend, or a value that is closed. */
type Entry = Scope | "closed";
interface Scope extends Map<string, Entry> {}
type Report = (name: AttributeName) => void;

function scopeOf(bindings: readonly Binding[], reportName: Report): Scope {
  const scope: Scope = new Map();
  for (const binding of bindings) {
    if (binding.kind === "bind") add(scope, binding.path, binding.value, reportName);
    else for (const name of binding.names) add(scope, [name], undefined, reportName);
  }
  return scope;
}

function add(scope: Scope, path: readonly AttributeName[], value: Expression | undefined, reportName: Report): void {
  const [name, ...others] = path;
  if (name?.kind !== "static") return;
  const known = scope.get(name.name);
  if (others.length > 0) {
    const inner: Entry = known ?? new Map<string, Entry>();
    scope.set(name.name, inner);
    if (inner === "closed") reportName(name);
    else add(inner, others, value, reportName);
    return;
  }
  const entry = entryOf(value);
  if (known === undefined) scope.set(name.name, entry);
  else if (known === "closed" || entry === "closed") reportName(name);
  else mergeLiterals(known, entry, () => reportName(name));
}

function entryOf(value: Expression | undefined): Entry {
  return value?.kind === "set" ? scopeOf(value.bindings, () => undefined) : "closed";
}

function mergeLiterals(into: Scope, from: Scope, reportDuplicate: () => void): void {
  for (const [name, entry] of from) {
    if (into.has(name)) reportDuplicate();
    else into.set(name, entry);
  }
}
