import { isNativePath } from "../nix/paths.ts";
import type { Contribution } from "../nix/provenance.ts";
import { conditionOf } from "../nix/thunk.ts";
import type { Lazy, Machine } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { branchKind } from "./branches.ts";
import { type FoundContribution, writtenPlace } from "./contributions.ts";
import type { FoundCollector, UntypedOption } from "./found-collectors.ts";

/**
 * Collectors whose type does not say so: options some value of which a system used as a module, and their like. `reached` holds what
 * was used, by the id of its option.
 */
export function untypedCollectors(
  machine: Machine,
  options: readonly UntypedOption[],
  reached: ReadonlyMap<string, readonly Contribution[]>,
): readonly FoundCollector[] {
  const used = options.filter((option) => reached.has(showOption(option.path)));
  const kinds = new Set(used.map((option) => branchKind(option)));
  const known = options.filter((option) => kinds.has(branchKind(option)));
  const ids = new Set(known.map((option) => showOption(option.path)));
  const parts = [...reached].filter(([id]) => !ids.has(id)).map(([, contributions]) => partOf(contributions));
  return [...known.map((option) => collectorOf(machine, option)), ...parts.filter((part) => part !== undefined)];
}

function collectorOf(machine: Machine, { option, path, instances, siblings }: UntypedOption): FoundCollector {
  const value = option.merged();
  const items: readonly Lazy[] = value.type === "list" ? value.items : [value];
  const contributions = items.flatMap((item) => contributionOf(machine, item));
  const { kept, dropped } = option.definitions();
  const files = new Set([...kept, ...dropped].flatMap(({ file }) => file ?? []));
  return {
    path,
    instances,
    evaluation: contributions[0]?.contribution?.evaluation ?? option,
    contributions,
    declaredAt: option.declarations.flatMap(({ at }) => (at ? [at] : [])),
    files: [...files].sort(),
    open: value.type === "list" ? value.open !== undefined : value.type === "unknown",
    siblings,
  };
}

function contributionOf(machine: Machine, item: Lazy): FoundContribution[] {
  const value = machine.force(item);
  const contribution = "contribution" in value ? value.contribution : undefined;
  if (!contribution?.direct) return [];
  const { file, definedAt } = contribution;
  const at = writtenPlace(machine, value) ?? contribution.at;
  return [{ contribution, file, value, at, definedAt, condition: conditionOf(item) ?? contribution.condition }];
}

/** A part of an option's value that was used as a module: `flake.<freeform>.<name>`. */
function partOf(contributions: readonly Contribution[]): FoundCollector | undefined {
  const first = contributions[0];
  if (!first || (first.at && isNativePath(first.at.file))) return undefined;
  const { option, evaluation } = first;
  const found = contributions.map((contribution): FoundContribution => {
    const { file, at, definedAt, condition } = contribution;
    return { contribution, file, value: { type: "null" }, at, definedAt, condition };
  });
  const files = [...new Set(contributions.flatMap(({ file }) => file ?? []))].sort();
  const instances = new Set([option.length - 1]);
  return {
    path: option,
    instances,
    evaluation,
    contributions: found,
    declaredAt: [],
    files,
    open: false,
    siblings: undefined,
  };
}
