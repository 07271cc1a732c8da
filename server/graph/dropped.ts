import { type Definition, discharge, pushDown, tellingCondition } from "../modules/definitions.ts";
import { evaluationOf } from "../modules/evaluation.ts";
import type { Option, OptionNode, OptionSet } from "../modules/option.ts";
import type { OptionType } from "../modules/types/type.ts";
import type { Condition } from "../nix/provenance.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** A module in a collector that a false condition around the whole collector, or around more, keeps out. */
export interface DroppedModule {
  readonly path: readonly string[];
  readonly file: string | undefined;
  readonly value: Lazy;
  readonly definedAt: Span | undefined;
  readonly condition: Condition | undefined;
}

/**
 * What false conditions around names of an option's value keep out of the collectors in it. Only collectors that are there anyway
 * are looked at.
 */
export function droppedModules(machine: Machine, option: Option): readonly DroppedModule[] {
  const type = option.type();
  if (type.shape.kind !== "attrs" && type.shape.kind !== "submodule") return [];
  const found: DroppedModule[] = [];
  const { kept, dropped } = option.definitions();
  for (const { file, at, value } of kept)
    visit(machine, found, type, option.path, option.merged(), { file, at, value, wrappers: [] }, undefined);
  for (const { file, at, value, conditions } of dropped)
    visit(
      machine,
      found,
      type,
      option.path,
      option.merged(),
      { file, at, value, wrappers: [] },
      tellingCondition(conditions),
    );
  return found;
}

/** `condition`: the false one that the definition stands behind, if any. */
function visit(
  machine: Machine,
  found: DroppedModule[],
  type: OptionType,
  path: readonly string[],
  value: Value,
  definition: Definition,
  condition: Condition | undefined,
): void {
  const { shape } = type;
  if (machine.spend(definition.at)) return;
  switch (shape.kind) {
    case "module":
      if (condition) found.push(droppedModule(path, definition, condition));
      return;
    case "list": {
      if (!condition || shape.element().shape.kind !== "module") return;
      const list = machine.force(definition.value);
      for (const item of list.type === "list" ? list.items : [])
        found.push(droppedModule(path, { ...definition, value: item }, condition));
      return;
    }
    case "attrs":
      if (value.type !== "set") return;
      for (const [name, inner] of namesIn(machine, definition)) {
        const attribute = value.entries.get(name);
        if (!attribute) continue;
        const part = machine.force(attribute.value);
        const element = shape.element();
        if (condition) visit(machine, found, element, [...path, name], part, inner, condition);
        else visitDischarged(machine, found, element, [...path, name], part, inner);
      }
      return;
    case "submodule": {
      // Options inside keep what they drop themselves.
      const inner = condition && evaluationOf(value);
      if (inner) visitLevel(machine, found, inner.tree(), definition, condition);
      return;
    }
    case "choice":
    case "leaf":
    case "function":
      return;
    default:
      shape satisfies never;
  }
}

function visitDischarged(
  machine: Machine,
  found: DroppedModule[],
  type: OptionType,
  path: readonly string[],
  value: Value,
  definition: Definition,
): void {
  const { shape } = type;
  const { kept, dropped } = discharge(machine, [definition]);
  for (const { conditions, ...each } of dropped)
    visit(machine, found, type, path, value, { ...each, wrappers: [] }, tellingCondition(conditions));
  if (shape.kind !== "attrs") return;
  for (const { file, at, value: inner } of kept)
    visit(machine, found, type, path, value, { file, at, value: inner, wrappers: [] }, undefined);
}

function visitLevel(
  machine: Machine,
  found: DroppedModule[],
  tree: OptionSet,
  definition: Definition,
  condition: Condition,
): void {
  for (const [name, inner] of namesIn(machine, definition)) {
    const node: OptionNode | undefined = tree.children.get(name);
    if (node?.kind === "set") visitLevel(machine, found, node, inner, condition);
    else if (node) visit(machine, found, node.option.type(), node.option.path, node.option.merged(), inner, condition);
  }
}

/** The definitions of single names that a definition of a set consists of. */
function namesIn(machine: Machine, { file, value }: Definition): readonly (readonly [string, Definition])[] {
  return pushDown(machine, value).sets.flatMap(({ set, wrappers }) =>
    [...set.entries].map(([name, attribute]): readonly [string, Definition] => [
      name,
      { file, at: attribute.at, value: attribute.value, wrappers },
    ]),
  );
}

function droppedModule(path: readonly string[], { file, at, value }: Definition, condition: Condition): DroppedModule {
  return { path, file, value, definedAt: at ?? placeOf(value), condition };
}
