import type { AttributeSet, Binding, Expression } from "../syntax/syntax-tree.ts";
import { insideRecursive } from "./binders.ts";
import type { Local } from "./local-scopes.ts";
import { perSystemScope } from "./meaning.ts";
import { type Module, type PathStep, type Place, push, type Role, type Target, type Walk } from "./name-walk.ts";
import { record, scopeBeside, scopeInside, stepsOf, targetBelow, targetIn } from "./steps.ts";
import { visitInherit } from "./visit-reads.ts";

/** What an attribute is set to: an expression, or (`inherit x;`) what a name has, if it is a local one. */
type Member =
  | { readonly kind: "value"; readonly expression: Expression }
  | { readonly kind: "inherited"; readonly local: Local | undefined };

/** Looks at the bindings of a set that plays the role. */
export function visitSet(walk: Walk, set: AttributeSet, role: Role, place: Place): void {
  const inside = set.recursive ? insideRecursive(walk, set.bindings, place) : place;
  visitBindings(walk, set.bindings, role, inside, place);
}

/** `around` is the place that `inherit x;` takes names from: outside a recursive set. */
export function visitBindings(
  walk: Walk,
  bindings: readonly Binding[],
  role: Role,
  inside: Place,
  around: Place,
): void {
  for (const binding of bindings) {
    if (binding.kind === "bind") {
      const steps = stepsOf(walk, binding.path, inside);
      visitMember(walk, steps, { kind: "value", expression: binding.value }, role, inside);
      continue;
    }
    for (const { step, local } of visitInherit(walk, binding, binding.from ? inside : around)) {
      visitMember(walk, [step], { kind: "inherited", local }, role, inside);
    }
  }
}

/**
 * A use of a local name in a role gives that role to what the name is bound to, where that is in the same file.
 * The first use decides; there is one visit of each expression.
 */
export function follow(walk: Walk, local: Local | undefined, role: Role): void {
  if (role.kind === "value" || local?.source.kind !== "values" || local.visited) return;
  local.visited = true;
  const { values, frame } = local.source;
  const place = { environment: frame.environment, inner: innerOf(role) ?? frame.inner };
  for (const { below, expression } of values) {
    if (below.length === 0) push(walk, expression, role, place);
    else visitMember(walk, below, { kind: "value", expression }, role, place);
  }
}

function visitMember(walk: Walk, steps: readonly PathStep[], member: Member, role: Role, place: Place): void {
  const last = steps.at(-1);
  switch (role.kind) {
    case "module":
      return visitModuleMember(walk, steps, member, role.module, place);
    case "definition":
      return define(walk, role.target, steps, member, place);
    case "declaration":
      return give(walk, member, { kind: "declaration", target: targetBelow(role.target, steps) }, place);
    case "option":
      return give(walk, member, steps.length === 1 ? optionPart(last, role.target) : { kind: "value" }, place);
    default:
      return give(walk, member, plainRole(last, place), place);
  }
}

function visitModuleMember(walk: Walk, steps: readonly PathStep[], member: Member, module: Module, place: Place): void {
  const [first, ...rest] = steps;
  const piece = first?.piece;
  if (piece === "imports" && rest.length === 0) return give(walk, member, { kind: "imports", module }, place);
  if (typeof piece === "string" && moduleSettings.has(piece)) return give(walk, member, { kind: "value" }, place);
  if (piece === "config") return define(walk, targetIn(module, "define"), rest, member, place);
  if (piece !== "options") return define(walk, targetIn(module, "define"), steps, member, place);
  const target = targetBelow(targetIn(module, "declare"), rest);
  give(walk, member, { kind: "declaration", target }, place);
}

/** Attributes of a module that are not options (https://nixos.org/manual/nixos/stable/#sec-writing-modules). */
const moduleSettings = new Set(["_class", "_file", "disabledModules", "freeformType", "imports", "key", "require"]);

function define(walk: Walk, above: Target, steps: readonly PathStep[], member: Member, place: Place): void {
  const [first, ...rest] = steps;
  if (first?.piece !== "perSystem" || above.scope.kind !== "flake" || above.steps.length > 0) {
    return give(walk, member, { kind: "definition", target: targetBelow(above, steps) }, place);
  }
  record(walk, targetBelow(above, [first]));
  const module: Module = { scope: perSystemScope, prefix: [], uncertain: above.uncertain };
  if (rest.length > 0) visitModuleMember(walk, rest, member, module, place);
  else give(walk, member, { kind: "module", module }, place);
}

function give(walk: Walk, member: Member, role: Role, place: Place): void {
  if (member.kind === "value") {
    const inner = innerOf(role) ?? place.inner;
    return push(walk, member.expression, role, { environment: place.environment, inner });
  }
  if (role.kind === "definition" || role.kind === "declaration") record(walk, role.target);
  follow(walk, member.local, role);
}

/** The scope of module functions inside what plays the role; undefined where the role does not change it. */
function innerOf(role: Role) {
  if (role.kind === "definition") return scopeInside(role.target);
  return role.kind === "module" || role.kind === "imports" ? scopeBeside(role.module) : undefined;
}

function optionPart(name: PathStep | undefined, target: Target): Role {
  if (name?.piece === "type") return { kind: "type", target };
  return name?.piece === "default" ? { kind: "default", target, item: false } : { kind: "value" };
}

/** Builders of systems take lists of modules under these names. */
function plainRole(name: PathStep | undefined, { inner }: Place): Role {
  if (typeof name?.piece !== "string" || !moduleLists.has(name.piece)) return { kind: "value" };
  return { kind: "imports", module: { scope: inner, prefix: [], uncertain: false } };
}

const moduleLists = new Set(["extraModules", "imports", "modules", "sharedModules"]);
