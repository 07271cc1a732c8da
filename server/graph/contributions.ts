import { tellingCondition } from "../modules/definitions.ts";
import type { Option } from "../modules/option.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Condition, Contribution } from "../nix/provenance.ts";
import { wholeFile } from "../nix/source-text.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Ghost, Lazy, ListValue, Machine, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** A module that is merged into a collector, or would be but for a condition. */
export interface FoundContribution {
  /** Undefined: kept out by a false condition, so nothing was merged. */
  readonly contribution: Contribution | undefined;
  readonly file: string | undefined;
  readonly value: Lazy;
  readonly at: Span | undefined;
  /** The option's name, where it is defined. */
  readonly definedAt: Span | undefined;
  readonly condition: Condition | undefined;
}

/** What a collector's merged value holds. */
export function contributionsOf(machine: Machine, value: Value, condition: Condition | undefined): FoundContribution[] {
  const list = value.type === "set" && value.collector ? value.entries.get("imports") : undefined;
  const items = list ? machine.force(list.value) : undefined;
  if (items?.type !== "list") return [];
  const found: FoundContribution[] = [];
  for (const item of items.items) {
    const wrapper = machine.force(item);
    if (wrapper.type !== "set" || !wrapper.contribution) continue;
    const { contribution } = wrapper;
    const inner = contributedValue(machine, wrapper) ?? wrapper;
    const at = writtenPlace(machine, inner) ?? contribution.at;
    const { file, definedAt } = contribution;
    // Modules that come with the type are nobody's contribution; an empty default is none.
    if (contribution.isDefault && (definedAt === undefined || isEmpty(machine.force(inner)))) continue;
    found.push({
      contribution,
      file,
      value: inner,
      at,
      definedAt,
      condition: condition ?? conditionOf(item) ?? contribution.condition,
    });
  }
  return found;
}

function isEmpty(value: Value): boolean {
  return value.type === "set" && value.entries.size === 0 && !value.open;
}

/** The module that a contribution wraps. */
export function contributedValue(machine: Machine, wrapper: Value): Lazy | undefined {
  if (wrapper.type === "set" && wrapper.contribution?.value) return wrapper.contribution.value;
  const imports = wrapper.type === "set" ? wrapper.entries.get("imports") : undefined;
  const list = imports ? machine.force(imports.value) : undefined;
  return list?.type === "list" ? list.items[0] : undefined;
}

/** The code that wrote a module: a literal's place, or the whole file that a path names. */
export function writtenPlace(machine: Machine, value: Lazy): Span | undefined {
  const forced = machine.force(value);
  if (forced.type === "set" || forced.type === "lambda" || forced.type === "primop") {
    return forced.at && isNativePath(forced.at.file) ? undefined : forced.at;
  }
  if (forced.type !== "path") return undefined;
  const file = machine.files.kind(forced.path) === "directory" ? `${forced.path}/default.nix` : forced.path;
  return wholeFile(machine, file) ?? forced.at;
}

export function ghostContributions(machine: Machine, ghost: Ghost): FoundContribution[] {
  const value = machine.force(ghost.value);
  const items =
    ghost.of === "item" ? [value] : value.type === "list" ? value.items.map((item) => machine.force(item)) : [];
  return items
    .flatMap((item) => contributionsOf(machine, item, ghost.condition))
    .map((found) => ({ ...found, contribution: undefined, condition: ghost.condition }));
}

/** Definitions of the option that a false condition dropped. */
export function droppedContributions(machine: Machine, option: Option): FoundContribution[] {
  return option.definitions().dropped.flatMap((dropped) => {
    const condition = tellingCondition(dropped.conditions);
    const list = machine.force(dropped.value);
    const items: readonly Lazy[] = list.type === "list" ? (list as ListValue).items : [];
    return items.map((value) => {
      const at = writtenPlace(machine, value) ?? placeOf(value) ?? dropped.at;
      return { contribution: undefined, file: dropped.file, value, at, definedAt: dropped.at, condition };
    });
  });
}
