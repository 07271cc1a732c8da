import type { Expression, Lambda } from "../syntax/syntax-tree.ts";
import { insideModule } from "./binders.ts";
import { visitSet } from "./members.ts";
import { type Module, type Place, push, type Role, type Target, type Walk } from "./name-walk.ts";
import { pathOf, record, scopeBeside, scopeInside } from "./steps.ts";
import { visitString } from "./visit-strings.ts";
import { visitPathLiteral, visitValue } from "./visit-values.ts";

/** Looks at an expression that hands its role to nothing, by that role. Variables and calls have visits of their own. */
export function visitAs(walk: Walk, expression: Expression, role: Role, place: Place): void {
  switch (role.kind) {
    case "module":
      return visitModule(walk, expression, role.module, place);
    case "imports":
      return visitImports(walk, expression, role.module, place);
    case "definition":
      return visitDefinition(walk, expression, role.target, place);
    case "item":
      return visitItem(walk, expression, role.target, place);
    case "declaration":
    case "option":
      if (expression.kind === "set") return visitSet(walk, expression, role, place);
      settle(walk, role);
      return visitValue(walk, expression, place);
    case "default":
      return visitDefault(walk, expression, role.target, role.item, place);
    case "type":
    case "value":
      return visitValue(walk, expression, place);
    default:
      return role satisfies never;
  }
}

/** Records the occurrence of a role that is about an option, now that its value turned out to be no plain set. */
export function settle(walk: Walk, role: Role): void {
  if (role.kind === "definition" || role.kind === "declaration") record(walk, role.target);
}

function visitModule(walk: Walk, expression: Expression, module: Module, place: Place): void {
  const role: Role = { kind: "module", module };
  if (expression.kind === "set") return visitSet(walk, expression, role, place);
  if (expression.kind === "lambda") {
    return push(walk, expression.body, role, insideModule(walk, expression, module, place));
  }
  if (expression.kind === "path") return visitPathLiteral(walk, expression, module.scope, place);
  visitImports(walk, expression, module, place);
}

function visitImports(walk: Walk, expression: Expression, module: Module, place: Place): void {
  if (expression.kind !== "list") return visitValue(walk, expression, place);
  const inside = { environment: place.environment, inner: scopeBeside(module) };
  for (const item of expression.items) push(walk, item, { kind: "module", module }, inside);
}

function visitDefinition(walk: Walk, expression: Expression, target: Target, place: Place): void {
  if (expression.kind === "set" && expression.bindings.length > 0) {
    return visitSet(walk, expression, { kind: "definition", target }, place);
  }
  record(walk, target);
  switch (expression.kind) {
    case "lambda":
      return visitLeafFunction(walk, expression, target, place);
    case "list":
      return pushItems(walk, expression.items, { kind: "item", target }, place);
    case "string":
      return visitString(walk, expression, contextOf(target, "define", false), place);
    case "path":
      return visitPathLiteral(walk, expression, scopeInside(target), place);
    default:
      return visitValue(walk, expression, place);
  }
}

function visitItem(walk: Walk, expression: Expression, target: Target, place: Place): void {
  switch (expression.kind) {
    case "set":
      return visitModule(walk, expression, moduleAt(target), place);
    case "lambda":
      return visitLeafFunction(walk, expression, target, place);
    case "list":
      return pushItems(walk, expression.items, { kind: "item", target }, place);
    case "string":
      return visitString(walk, expression, contextOf(target, "define", true), place);
    case "path":
      return visitPathLiteral(walk, expression, scopeInside(target), place);
    default:
      return visitValue(walk, expression, place);
  }
}

function visitLeafFunction(walk: Walk, lambda: Lambda, target: Target, place: Place): void {
  if (isModuleFunction(lambda)) visitModule(walk, lambda, moduleAt(target), place);
  else visitValue(walk, lambda, place);
}

/** The module system passes arguments that a closed pattern would reject, and calls a module only once. */
function isModuleFunction({ formals, body }: Lambda): boolean {
  return formals ? formals.open : body.kind !== "lambda";
}

function visitDefault(walk: Walk, expression: Expression, target: Target, item: boolean, place: Place): void {
  if (expression.kind === "string") {
    return visitString(walk, expression, contextOf(target, "default", item), place);
  }
  if (expression.kind !== "list") return visitValue(walk, expression, place);
  pushItems(walk, expression.items, { kind: "default", target, item: true }, place);
}

function pushItems(walk: Walk, items: readonly Expression[], role: Role, place: Place): void {
  for (const item of items) push(walk, item, role, place);
}

function moduleAt(target: Target): Module {
  return { scope: scopeInside(target), prefix: [], uncertain: target.uncertain };
}

function contextOf({ steps, scope }: Target, role: "define" | "default", item: boolean) {
  return { path: pathOf(steps), scope, role, item };
}
