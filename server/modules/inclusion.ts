import { isNativePath } from "../nix/paths.ts";
import type { Contribution, Selection } from "../nix/provenance.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, SetValue } from "../nix/value.ts";
import { evaluationOf } from "./evaluation.ts";
import type { Origin, Walk } from "./module-walk.ts";

/** The attribute by which native code says that modules were included by an aspect; a name that nobody writes by chance. */
const ATTRIBUTE = "dendritic inclusion";

/**
 * Modules that native code gathers from what an aspect includes: `item.value` is what stands in its list, `holder` the aspect, which is a branch
 * of that `class` through which the modules come. Undefined: the set is not one.
 */
export function includedModules(
  walk: Walk,
  set: SetValue,
  origin: Origin,
): { readonly set: SetValue; readonly origin: Origin } | undefined {
  const { machine } = walk;
  const attribute = set.entries.get(ATTRIBUTE);
  const said = attribute && machine.force(attribute.value);
  if (said?.type !== "set") return undefined;
  const entries = new Map(set.entries);
  entries.delete(ATTRIBUTE);
  const through = throughHolder(walk, said, origin);
  const item = machine.select(said, "item");
  const selection = item.type === "set" ? selectionOf(machine, item.entries.get("value")?.value) : undefined;
  return { set: { ...set, entries }, origin: { ...origin, steps: through, selection, named: undefined } };
}

function throughHolder(walk: Walk, said: SetValue, origin: Origin): Origin["steps"] {
  const { machine } = walk;
  const { steps, selection, condition, inherited = false } = origin;
  const holder = evaluationOf(machine.select(said, "holder"));
  const name = machine.select(said, "class");
  if (!holder || name.type !== "string") return steps;
  const option = [...holder.prefix, name.text];
  const evaluation = holder.identity;
  walk.collectors.push({ option, evaluation, selection, steps, condition, inherited, passes: true });
  const contribution: Contribution = {
    option,
    evaluation,
    file: undefined,
    at: undefined,
    definedAt: undefined,
    passes: true,
  };
  return [...steps, { contribution, selection }];
}

/** How an item of a list was picked: what a computed name or a wildcard says of it, else the item itself is the reference. */
function selectionOf(machine: Machine, item: Lazy | undefined): Selection | undefined {
  if (!item) return undefined;
  const value = machine.force(item);
  const picked = "selection" in value ? value.selection : undefined;
  if (picked && picked.kind !== "reference") return picked;
  const at = placeOf(item);
  if (!at || isNativePath(at.file)) return picked;
  // What is written there is picked by nobody.
  const written = placeOf(value);
  return written?.file === at.file && written.start === at.start ? undefined : { kind: "reference", at };
}
