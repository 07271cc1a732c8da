import { failure } from "../nix/make.ts";
import type { Attribute, Machine, Value } from "../nix/value.ts";
import type { LazyLevel, LazyNode } from "./option-levels.ts";

/** An attribute for every declared name of a level of an evaluation, by what `nodeValue` makes of its node. A name that turns out to declare nothing is missing. */
export function levelEntries(
  machine: Machine,
  level: LazyLevel,
  evaluation: object,
  nodeValue: (node: LazyNode) => Value,
): Map<string, Attribute> {
  const entries = new Map<string, Attribute>();
  for (const [name, at] of level.names()) {
    const value = machine.lazy(() => {
      const node = level.child(name);
      return node ? nodeValue(node) : failure(`attribute '${name}' missing`, at);
    }, at);
    const holdsModule = () => {
      const node = level.child(name);
      return node?.kind === "option" && node.option.type().shape.kind === "module";
    };
    entries.set(name, { value, at, option: { path: [...level.path, name], evaluation, holdsModule } });
  }
  return entries;
}
