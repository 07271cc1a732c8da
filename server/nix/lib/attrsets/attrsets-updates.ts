import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { thrown } from "../../make.ts";
import { binary, forceList, isTrouble, type Trouble } from "../../operands.ts";
import type { Attribute, Lazy, Machine, StringValue, Value } from "../../value.ts";
import { namesOf, showAttributePath } from "./attrsets-paths.ts";

interface PathUpdate {
  readonly path: readonly StringValue[];
  readonly update: Lazy;
}

/** `lib.updateManyAttrsByPath`: deeper updates first, those of one path in the order they are given. */
export const updateManyAttrsByPath: Value = binary("updateManyAttrsByPath", (machine, updates, value, at) => {
  const wanted = readUpdates(machine, updates, at);
  return "type" in wanted ? wanted : updateAt(machine, 0, value, wanted, at);
});

function readUpdates(machine: Machine, updates: Lazy, at: Span | undefined): readonly PathUpdate[] | Trouble {
  const items = forceList(machine, updates, at);
  if (items.type !== "list") return items;
  const read: PathUpdate[] = [];
  for (const item of items.items) {
    const path = namesOf(machine, machine.select(item, "path", at), at);
    if ("type" in path) return path;
    read.push({ path, update: machine.lazy(() => machine.select(item, "update", at)) });
  }
  return uncertainLength(items, at) ?? read;
}

/** `value` undefined: the path leads where there is nothing yet. */
function updateAt(
  machine: Machine,
  depth: number,
  value: Lazy | undefined,
  updates: readonly PathUpdate[],
  at: Span | undefined,
): Value {
  const here = updates.filter((update) => update.path.length === depth);
  const deeper = updates.filter((update) => update.path.length > depth);
  let result: Lazy = machine.lazy(() => updateBelow(machine, depth, value, here, deeper, at));
  for (const { update } of here) {
    const before = result;
    result = machine.lazy(() => machine.call(update, [before], at));
  }
  return machine.force(result);
}

function updateBelow(
  machine: Machine,
  depth: number,
  value: Lazy | undefined,
  here: readonly PathUpdate[],
  deeper: readonly PathUpdate[],
  at: Span | undefined,
): Value {
  const [first] = deeper;
  if (!first) return value ? machine.force(value) : missing(here[0], at);
  const old = value && machine.force(value);
  if (old && isTrouble(old)) return old;
  if (old && old.type !== "set") return notASet(first, depth, at);
  const entries = new Map<string, Attribute>(old?.entries);
  for (const name of new Set(deeper.map((update) => update.path[depth]?.text ?? ""))) {
    const nested = deeper.filter((update) => update.path[depth]?.text === name);
    const existing = old?.entries.get(name);
    const updated = machine.lazy(() => updateAt(machine, depth + 1, existing?.value, nested, at));
    entries.set(name, { at: nested[0]?.path[depth]?.at, ...existing, value: updated });
  }
  return old ? { ...old, entries } : { type: "set", entries };
}

function missing(update: PathUpdate | undefined, at: Span | undefined): Value {
  const path = showAttributePath(update?.path ?? []);
  return thrown(
    `updateManyAttrsByPath: Path '${path}' does not exist in the given value, but the first update to this path tries to access the existing value.`,
    at,
  );
}

function notASet(update: PathUpdate, depth: number, at: Span | undefined): Value {
  const path = showAttributePath(update.path);
  const parent = showAttributePath(update.path.slice(0, depth));
  return thrown(
    `updateManyAttrsByPath: Path '${path}' needs to be updated, but path '${parent}' of the given value is not an attribute set, so we can't update an attribute inside of it.`,
    at,
  );
}
