import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { bool, list, record, string, thrown } from "../../make.ts";
import { forceList, isTrouble, unary } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";

/** `lib.path.subpath`: relative paths that stay below where they start. */
export const subpath: Value = record({
  isValid: unary("isValid", (machine, value) => {
    const forced = machine.force(value);
    return isTrouble(forced) ? forced : bool(invalidReason(forced) === undefined);
  }),
  join: unary("join", (machine, subpaths, at) => {
    const items = forceList(machine, subpaths, at);
    if (items.type !== "list") return items;
    const components: string[] = [];
    for (const [index, item] of items.items.entries()) {
      const value = machine.force(item);
      if (isTrouble(value)) return value;
      const reason = invalidReason(value);
      if (reason !== undefined || value.type !== "string") {
        return thrown(
          `lib.path.subpath.join: Element at index ${index} is not a valid subpath string:\n    ${reason}`,
          at,
        );
      }
      components.push(...componentsOf(value.text));
    }
    return uncertainLength(items, at) ?? string(joinComponents(components), at);
  }),
  components: onSubpath("components", (components) => list(components.map((component) => string(component)))),
  normalise: onSubpath("normalise", (components, at) => string(joinComponents(components), at)),
});

function onSubpath(name: string, run: (components: string[], at: Span | undefined) => Value): Value {
  return unary(name, (machine: Machine, value: Lazy, at) => {
    const forced = machine.force(value);
    if (isTrouble(forced)) return forced;
    const reason = invalidReason(forced);
    if (reason !== undefined || forced.type !== "string") {
      return thrown(`lib.path.subpath.${name}: Argument is not a valid subpath string:\n    ${reason}`, at);
    }
    return run(componentsOf(forced.text), at);
  });
}

/** Why the value is not a subpath, in the words of `lib.path`. */
export function invalidReason(value: Value): string | undefined {
  if (value.type !== "string") return `The given value is of type ${value.type}, but a string was expected`;
  if (value.text === "") return "The given string is empty";
  if (value.text.startsWith("/")) {
    return `The given string "${value.text}" starts with a \`/\`, representing an absolute path`;
  }
  if (value.text.split("/").includes("..")) {
    return `The given string "${value.text}" contains a \`..\` component, which is not allowed in subpaths`;
  }
  return undefined;
}

/** The components of a path text. */
export function componentsOf(text: string): string[] {
  return text.split("/").filter((component) => component !== "" && component !== ".");
}

/** In the normal form: `./a/b`, `./.`. */
export function joinComponents(components: readonly string[]): string {
  return `./${components.length === 0 ? "." : components.join("/")}`;
}
