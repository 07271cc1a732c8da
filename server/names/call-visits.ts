import type { Expression } from "../syntax/syntax-tree.ts";
import { insideFunction, insideModule } from "./binders.ts";
import { type Call, type Part, partsOf } from "./calls.ts";
import { flakeScope, perSystemScope } from "./meaning.ts";
import { type Place, push, pushValue, type Role, type Walk } from "./name-walk.ts";
import { visitTypeCall } from "./option-types.ts";
import { settle } from "./roles.ts";
import { declaredBelow, scopeBeside, scopeInside, targetBelow } from "./steps.ts";
import { readPath } from "./visit-reads.ts";

/** Looks at a call: of a known function by what its arguments are for, of any other as plain values. */
export function visitCall(walk: Walk, call: Call, role: Role, place: Place): void {
  pushValue(walk, call.head, place);
  const parts = partsOf(call);
  if (parts) {
    for (const { part, expression } of parts) visitPart(walk, call, expression, part, role, place);
    return;
  }
  if (role.kind === "type" && visitTypeCall(walk, call, role.target, place)) return;
  settle(walk, role);
  const declared = role.kind === "definition" && makers.has(call.name ?? "") ? declaredBelow(role.target) : undefined;
  if (declared) return visitArguments(walk, call, { kind: "declaration", target: declared }, place);
  visitReadCall(walk, call, place);
  visitArguments(walk, call, role, place);
}

/** Functions that make nothing but option declarations. */
const makers = new Set(["mkEnableOption", "mkOption", "mkPackageOption"]);

function visitArguments(walk: Walk, call: Call, role: Role, place: Place): void {
  settle(walk, role);
  call.arguments.forEach((argument, at) => {
    const [given, inner] = argumentRole(call, argument, at, role);
    push(walk, argument, given, inner ? { ...place, inner } : place);
  });
}

function argumentRole(call: Call, argument: Expression, at: number, role: Role): [Role, Place["inner"]?] {
  if (call.name === "mkFlake" && at === 1) {
    const module = { scope: flakeScope, prefix: [], uncertain: false };
    return [{ kind: "module", module }, scopeBeside(module)];
  }
  if (call.name === "mkPerSystemOption" && role.kind === "declaration") {
    const module = { scope: perSystemScope, prefix: [], uncertain: role.target.uncertain };
    return [{ kind: "module", module }, scopeBeside(module)];
  }
  if (call.name === "mkSubmoduleOptions" && role.kind === "declaration") return [role];
  const option = role.kind === "declaration" && (call.name === "mkOption" || describesOption(argument));
  return [option ? { kind: "option", target: role.target } : { kind: "value" }];
}

/** A helper around `mkOption` takes its argument, usually. */
function describesOption(argument: Expression): boolean {
  if (argument.kind !== "set") return false;
  return argument.bindings.some((binding) => {
    const name = binding.kind === "bind" && binding.path.length === 1 ? binding.path[0] : undefined;
    return name?.kind === "static" && (name.name === "type" || name.name === "default");
  });
}

function visitPart(walk: Walk, call: Call, expression: Expression, part: Part, role: Role, place: Place): void {
  switch (part) {
    case "same":
      return push(walk, expression, role, place);
    case "merged":
      if (expression.kind !== "list") settle(walk, role);
      if (expression.kind !== "list") return pushValue(walk, expression, place);
      for (const item of expression.items) push(walk, item, role, place);
      return;
    case "item":
      settle(walk, role);
      return push(walk, expression, itemRole(role), place);
    case "each":
      return visitEach(walk, call, expression, role, place);
    case "perSystem":
      return visitWithSystem(walk, expression, role, place);
    case "other":
      return pushValue(walk, expression, place);
    default:
      return part satisfies never;
  }
}

function itemRole(role: Role): Role {
  switch (role.kind) {
    case "definition":
      return { kind: "item", target: role.target };
    case "imports":
      return { kind: "module", module: role.module };
    case "default":
      return { ...role, item: true };
    case "item":
      return role;
    default:
      return { kind: "value" };
  }
}

/** The function's body is the value of an attribute whose name is computed. */
function visitEach(walk: Walk, call: Call, expression: Expression, role: Role, place: Place): void {
  if ((role.kind !== "definition" && role.kind !== "declaration") || expression.kind !== "lambda") {
    settle(walk, role);
    return pushValue(walk, expression, place);
  }
  let inside = insideFunction(walk, expression, place);
  let body = expression.body;
  if (call.name === "mapAttrs" && body.kind === "lambda") {
    inside = insideFunction(walk, body, inside);
    body = body.body;
  }
  const target = targetBelow(role.target, [{ piece: { dynamic: true }, range: undefined }]);
  const inner = role.kind === "definition" ? scopeInside(target) : inside.inner;
  push(walk, body, { kind: role.kind, target }, { environment: inside.environment, inner });
}

function visitWithSystem(walk: Walk, expression: Expression, role: Role, place: Place): void {
  if (expression.kind !== "lambda") {
    settle(walk, role);
    return pushValue(walk, expression, place);
  }
  const module = { scope: perSystemScope, prefix: [], uncertain: false };
  push(walk, expression.body, role, insideModule(walk, expression, module, place));
}

function visitReadCall(walk: Walk, { name, arguments: given }: Call, place: Place): void {
  const [path, second, third] = given;
  const subject = name === "attrByPath" ? third : second;
  if (name === undefined || !path || !subject || !readers.has(name)) return;
  const names = path.kind === "list" ? path.items : [path];
  const takesList = name !== "getAttr" && name !== "hasAttr";
  if ((path.kind === "list") === takesList) readPath(walk, subject, names, !name.startsWith("get"), place);
}

const readers = new Set(["attrByPath", "getAttr", "getAttrFromPath", "hasAttr", "hasAttrByPath"]);
