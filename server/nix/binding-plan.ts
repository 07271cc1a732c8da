import type { AttributeName, Binding, Expression } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";

/**
 * The attributes that a list of bindings defines, nested attribute paths merged as Nix merges them
 * (`a.b = 1; a.c = 2;` and `a = { b = 1; }; a.c = 2;` are one set `a`). Made once per syntax node.
 */
export interface Plan {
  readonly statics: Map<string, PlanEntry>;
  readonly dynamics: DynamicEntry[];
  /** Whether one of the static entries is inherited. */
  inherits: boolean;
}

export interface DynamicEntry {
  readonly name: Expression;
  readonly at: OffsetRange;
  readonly entry: PlanEntry;
}

export type PlanEntry =
  | { readonly kind: "value"; readonly at: OffsetRange; readonly expression: Expression }
  | { readonly kind: "inherit"; readonly at: OffsetRange; readonly name: string; readonly from: Expression | undefined }
  | { readonly kind: "nested"; readonly at: OffsetRange; readonly plan: Plan; readonly recursive: boolean };

const plans = new WeakMap<readonly Binding[], Plan>();

export function planOf(bindings: readonly Binding[]): Plan {
  let plan = plans.get(bindings);
  if (!plan) {
    plan = { statics: new Map(), dynamics: [], inherits: false };
    addBindings(plan, bindings);
    plans.set(bindings, plan);
  }
  return plan;
}

function addBindings(plan: Plan, bindings: readonly Binding[]): void {
  for (const binding of bindings) {
    if (binding.kind === "bind") addPath(plan, binding.path, 0, binding.value);
    else for (const name of binding.names) addInherited(plan, name, binding.from);
  }
}

function addInherited(plan: Plan, name: AttributeName, from: Expression | undefined): void {
  if (name.kind !== "static" || plan.statics.has(name.name)) return;
  plan.inherits = true;
  plan.statics.set(name.name, { kind: "inherit", at: name, name: name.name, from });
}

function addPath(plan: Plan, path: readonly AttributeName[], index: number, value: Expression): void {
  const name = path[index];
  if (!name) return;
  if (name.kind === "dynamic") {
    plan.dynamics.push({ name: name.expression, at: name, entry: entryFor(path, index, name, value) });
    return;
  }
  const existing = plan.statics.get(name.name);
  if (!existing) {
    plan.statics.set(name.name, entryFor(path, index, name, value));
    return;
  }
  const nested = asNested(existing);
  if (!nested) return; // a duplicate attribute: reported by the syntax layer, the first one counts
  plan.statics.set(name.name, nested);
  if (index + 1 < path.length) addPath(nested.plan, path, index + 1, value);
  else if (value.kind === "set") {
    value.seen = true;
    addBindings(nested.plan, value.bindings);
  }
}

function entryFor(path: readonly AttributeName[], index: number, at: OffsetRange, value: Expression): PlanEntry {
  if (index + 1 === path.length) return { kind: "value", at, expression: value };
  const plan: Plan = { statics: new Map(), dynamics: [], inherits: false };
  addPath(plan, path, index + 1, value);
  return { kind: "nested", at, plan, recursive: false };
}

function asNested(entry: PlanEntry): Extract<PlanEntry, { kind: "nested" }> | undefined {
  if (entry.kind === "nested") return entry;
  if (entry.kind === "inherit" || entry.expression.kind !== "set") return undefined;
  entry.expression.seen = true;
  const plan: Plan = { statics: new Map(), dynamics: [], inherits: false };
  addBindings(plan, entry.expression.bindings);
  return { kind: "nested", at: entry.at, plan, recursive: entry.expression.recursive };
}
