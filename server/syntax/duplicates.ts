import type { OffsetRange } from "../text.ts";
import { type Lowering, report } from "./lowering.ts";
import type { AttributeName, Binding, Expression, StaticName, SyntaxProblem, SyntaxTree } from "./syntax-tree.ts";
import { childrenOf, type Node } from "./tree-walk.ts";

/**
 * Reports attributes defined twice. Paths with a common beginning merge, also into a set literal; all else is a
 * duplicate. Two set literals merge at every level, as in Nix 2.26; older Nix merged one level only.
 */
export function reportDuplicates(lowering: Lowering, bindings: readonly Binding[]): void {
  if (!hasRepeatedName(bindings)) return;
  scopeOf(bindings, (name) => report(lowering, name, `the attribute \`${name.name}\` is already defined`, "duplicate"));
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
interface Entry {
  readonly name: StaticName;
  readonly inner: Scope | "closed";
}
type Scope = Map<string, Entry>;
type Report = (name: StaticName) => void;

function scopeOf(bindings: readonly Binding[], reportName: Report): Scope {
  const scope: Scope = new Map();
  for (const binding of bindings) {
    if (binding.kind === "bind") {
      // Half typed, its name may go on: `a.b = 1; a.` is not a second `a`.
      if (binding.value.kind !== "hole") add(scope, binding.path, binding.value, reportName);
    } else for (const name of binding.names) add(scope, [name], undefined, reportName);
  }
  return scope;
}

function add(scope: Scope, path: readonly AttributeName[], value: Expression | undefined, reportName: Report): void {
  let inner = scope;
  for (const name of path.slice(0, -1)) {
    if (name.kind === "dynamic") return;
    const known = inner.get(name.name)?.inner;
    if (known === "closed") {
      reportName(name);
      return;
    }
    const next: Scope = known ?? new Map();
    if (!known) inner.set(name.name, { name, inner: next });
    inner = next;
  }
  const last = path.at(-1);
  if (last?.kind === "static") addLast(inner, last, value, reportName);
}

function addLast(scope: Scope, name: StaticName, value: Expression | undefined, reportName: Report): void {
  const known = scope.get(name.name)?.inner;
  const inner = value?.kind === "set" ? scopeOf(value.bindings, () => undefined) : "closed";
  if (known === undefined) scope.set(name.name, { name, inner });
  else if (known === "closed" || inner === "closed") reportName(name);
  else mergeLiterals(known, inner, reportName);
}

function mergeLiterals(into: Scope, from: Scope, reportName: Report): void {
  for (const [key, entry] of from) {
    const known = into.get(key);
    if (!known) into.set(key, entry);
    else if (known.inner === "closed" || entry.inner === "closed") reportName(entry.name);
    else mergeLiterals(known.inner, entry.inner, reportName);
  }
}

/**
 * The problems without duplicates in sets that are broken themselves: where a bracket is missing, what belongs to a set is a guess, and
 * half-typed code is not a second attribute.
 */
export function withoutDoubtfulDuplicates(
  { root, problems }: Pick<SyntaxTree, "root" | "problems">,
  damage: readonly OffsetRange[],
): readonly SyntaxProblem[] {
  const duplicates = new Set<OffsetRange>(problems.filter(({ kind }) => kind === "duplicate"));
  const mistakes = [...problems, ...damage].filter((one) => !duplicates.has(one));
  if (mistakes.length === 0) return problems;
  const isBroken = (set: OffsetRange) => mistakes.some(({ start, end }) => set.start <= end && start <= set.end);
  return problems.filter((problem) => problem.kind !== "duplicate" || !setsAround(root, problem).some(isBroken));
}

/** The innermost set or `let` around a name, and the sets that it is a nested part of. */
function setsAround(root: Expression, name: OffsetRange): readonly Node[] {
  let sets: Node[] = [];
  let node: Node | undefined = root;
  while (node) {
    const here: Node = node;
    if (here.kind === "set" || here.kind === "let" || here.kind === "hole") sets.push(here);
    else if (here.kind !== "bind" && here.kind !== "inherit") sets = [];
    const next: Node | undefined = childrenOf(here).find((child) => child.start <= name.start && name.end <= child.end);
    // What a `let` is for is not part of it.
    if (here.kind === "let" && next === here.body) sets = [];
    node = next;
  }
  return sets;
}
