import type { Span } from "../../../text.ts";
import { bool, path as pathValue, record, string, thrown } from "../../make.ts";
import { binary, isTrouble, type Trouble, unary } from "../../operands.ts";
import { resolvePath } from "../../paths.ts";
import type { Lazy, Machine, PathValue, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { componentsOf, invalidReason, joinComponents, subpath } from "./path-subpath.ts";

/** `lib.path`. */
export const path: Readonly<Record<string, Value>> = {
  subpath,
  append: binary("append", (machine, base, relative, at) => {
    const from = forcePath(machine, base, "append: The first argument", "", at);
    if (from.type !== "path") return from;
    const below = machine.force(relative);
    if (isTrouble(below)) return below;
    const reason = invalidReason(below);
    if (reason !== undefined || below.type !== "string") {
      return thrown(`lib.path.append: Second argument is not a valid subpath string:\n    ${reason}`, at);
    }
    return pathValue(resolvePath(from.path, below.text), at);
  }),
  hasPrefix: binary("hasPrefix", (machine, first, second, at) => {
    const outer = forcePath(machine, first, "hasPrefix: First argument", "", at);
    if (outer.type !== "path") return outer;
    const inner = forcePath(machine, second, "hasPrefix: Second argument", "", at);
    return inner.type === "path" ? bool(isBelow(outer.path, inner.path)) : inner;
  }),
  removePrefix: binary("removePrefix", (machine, first, second, at) => {
    const outer = forcePath(machine, first, "removePrefix: First argument", ".", at);
    if (outer.type !== "path") return outer;
    const inner = forcePath(machine, second, "removePrefix: Second argument", ".", at);
    if (inner.type !== "path") return inner;
    if (isBelow(outer.path, inner.path))
      return string(joinComponents(componentsOf(inner.path).slice(componentsOf(outer.path).length)), at);
    return thrown(
      `lib.path.removePrefix: The first path argument "${outer.path}" is not a component-wise prefix of the second path argument "${inner.path}".`,
      at,
    );
  }),
  splitRoot: unary("splitRoot", (machine, value, at) => {
    const whole = forcePath(machine, value, "splitRoot: Argument", "", at);
    if (whole.type !== "path") return whole;
    return record({ root: pathValue("/"), subpath: string(joinComponents(componentsOf(whole.path)), at) });
  }),
  hasStorePathPrefix: unary("hasStorePathPrefix", (machine, value, at) => {
    const whole = forcePath(machine, value, "hasStorePathPrefix: Argument", "", at);
    if (whole.type !== "path") return whole;
    return bool(/^\/(nix\/store\/[^/]{32}-[^/]+|[0-9a-z]{52}(?![^/]))/.test(whole.path));
  }),
};

/** Whether the inner path is the outer one or lies below it. */
export function isBelow(outer: string, inner: string): boolean {
  return outer === "/" || inner === outer || inner.startsWith(`${outer}/`);
}

function forcePath(
  machine: Machine,
  value: Lazy,
  which: string,
  end: string,
  at: Span | undefined,
): PathValue | Trouble {
  const forced = machine.force(value);
  if (forced.type === "path" || isTrouble(forced)) return forced;
  const type = callBuiltin(machine, "typeOf", [forced], at);
  const name = type.type === "string" ? type.text : forced.type;
  return thrown(`lib.path.${which} is of type ${name}, but a path was expected${end}`, at);
}
