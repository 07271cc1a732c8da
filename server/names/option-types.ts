import { ANY_ITEM, ANY_NAME, type AnyPiece } from "../option-path.ts";
import type { Expression } from "../syntax/syntax-tree.ts";
import type { Call } from "./calls.ts";
import { perSystemScope } from "./meaning.ts";
import { type Module, type Place, push, pushValue, type Role, type Target, type Walk } from "./name-walk.ts";
import { scopeBeside, scopeInside, stepsOf, targetBelow } from "./steps.ts";
import { visitInherit } from "./visit-reads.ts";

/**
 * Looks at a type with arguments in an option's declaration: the options of a submodule in it are declared below the
 * option, behind a piece for the instance where the type holds many. False when the function is not a known type.
 */
export function visitTypeCall(walk: Walk, call: Call, target: Target, place: Place): boolean {
  const roles = call.name === undefined ? undefined : argumentRoles(call.name, target);
  if (!roles) return false;
  call.arguments.forEach((argument, at) => {
    const role = roles[at] ?? { kind: "value" };
    if (role.kind === "parts") visitParts(walk, argument, role.parts, place);
    else if (role.kind === "type" && argument.kind === "list")
      for (const item of argument.items) push(walk, item, role, place);
    else push(walk, argument, role, insideRole(role, place));
  });
  return true;
}

/** A role for each argument, or for attributes of the set that is the argument. */
type ArgumentRole = Role | { readonly kind: "parts"; readonly parts: Readonly<Record<string, Role>> };

function argumentRoles(name: string, target: Target): readonly ArgumentRole[] | undefined {
  const type: Role = { kind: "type", target };
  const instance = (piece: AnyPiece): Role => ({
    kind: "type",
    target: targetBelow(target, [{ piece, range: undefined }]),
  });
  const module: Module = { scope: target.scope, prefix: target.steps, uncertain: target.uncertain };
  switch (name) {
    case "attrsOf":
    case "lazyAttrsOf":
      return [instance(ANY_NAME)];
    case "attrsWith":
      return [{ kind: "parts", parts: { elemType: instance(ANY_NAME) } }];
    case "listOf":
    case "nonEmptyListOf":
      return [instance(ANY_ITEM)];
    case "nullOr":
    case "uniq":
    case "oneOf":
    case "addCheck":
      return [type];
    case "either":
      return [type, type];
    case "unique":
      return [{ kind: "value" }, type];
    case "coercedTo":
      return [type, { kind: "value" }, type];
    case "submodule":
      return [{ kind: "module", module }];
    case "submoduleWith":
      return [{ kind: "parts", parts: { modules: { kind: "imports", module } } }];
    case "deferredModuleWith": {
      const deferred = { scope: scopeInside(target), prefix: [], uncertain: target.uncertain };
      return [{ kind: "parts", parts: { staticModules: { kind: "imports", module: deferred } } }];
    }
    case "mkPerSystemType":
      return [{ kind: "module", module: { scope: perSystemScope, prefix: [], uncertain: target.uncertain } }];
    default:
      return undefined;
  }
}

function visitParts(walk: Walk, argument: Expression, parts: Readonly<Record<string, Role>>, place: Place): void {
  if (argument.kind !== "set") return pushValue(walk, argument, place);
  for (const binding of argument.bindings) {
    if (binding.kind === "inherit") {
      visitInherit(walk, binding, place);
      continue;
    }
    const [name, ...rest] = stepsOf(walk, binding.path, place);
    const known = rest.length === 0 && typeof name?.piece === "string" ? parts[name.piece] : undefined;
    const role = known ?? { kind: "value" };
    push(walk, binding.value, role, insideRole(role, place));
  }
}

function insideRole(role: Role, place: Place): Place {
  const inner = role.kind === "module" || role.kind === "imports" ? scopeBeside(role.module) : place.inner;
  return { environment: place.environment, inner };
}
