import { EMPTY_SET, record, string, unknown } from "../nix/make.ts";
import type { Condition } from "../nix/provenance.ts";
import { conditionOf } from "../nix/thunk.ts";
import type { Lazy, Machine, Opaque, SetValue, Value } from "../nix/value.ts";
import type { CollectedModules } from "./collect.ts";
import { type Definition, decide } from "./definitions.ts";
import type { EvaluationRequest, ModuleEvaluation } from "./evaluation.ts";
import type { ModuleInstance } from "./module.ts";
import type { OpenPart } from "./open-parts.ts";
import {
  buildLevel,
  type DeclarationSet,
  type DefinitionSet,
  type LazyLevel,
  levelDefinitions,
  openPartsOf,
  type TreeContext,
} from "./option-levels.ts";
import { basicTypes } from "./types/basic.ts";
import { nullOr } from "./types/choice.ts";
import { attrsOf } from "./types/containers.ts";
import { optionType } from "./types/option-type.ts";
import type { OptionType } from "./types/type.ts";
import { typeOf, typeValue } from "./types/type-value.ts";

export function hiddenIn(
  machine: Machine,
  definitions: readonly DefinitionSet[],
): ReturnType<ModuleEvaluation["hidden"]> {
  return definitions.flatMap(openPartsOf).filter((part) => mayCount(machine, part));
}

export function checksNames(machine: Machine, level: LazyLevel): boolean {
  const check = internalValue(machine, level, "check");
  return check.type !== "bool" || check.value;
}

export function internalValue(machine: Machine, level: LazyLevel, name: string): Value {
  const node = level.child("_module");
  const option = node?.kind === "level" ? node.level.child(name) : undefined;
  return option?.kind === "option" ? machine.force(option.option.value) : unknown(`_module.${name}`);
}

export function rootLevel(
  context: TreeContext,
  request: EvaluationRequest,
  collected: readonly ModuleInstance[],
  definitions: () => readonly DefinitionSet[],
): LazyLevel {
  const modules = inMergeOrder(collected);
  const declarations: DeclarationSet[] = [{ file: undefined, value: internalOptions(context) }];
  for (const { content, file, condition } of modules) {
    if (content.kind !== "module" || !content.options) continue;
    const around = [condition, conditionOf(content.options)];
    const undecided = around.some((each) => each?.value === "unknown");
    declarations.push({ file, value: content.options, undecided });
  }
  // What may define anything at all would leave no value known: it is kept apart, as a module that is not known is.
  const isWhole = request.identity === undefined;
  return buildLevel(context, request.prefix, declarations, () =>
    isWhole ? definitions().map(({ set, ...rest }) => ({ ...rest, set: closed(set) })) : definitions(),
  );
}

/** nixpkgs hands the modules on in reverse; what an importing module defines comes after what it imports. */
function inMergeOrder(collected: readonly ModuleInstance[]): readonly ModuleInstance[] {
  return [...collected].reverse();
}

function closed({ open: _open, ...set }: SetValue): SetValue {
  return set;
}

/** The sets that all modules together define. Inside of another evaluation, modules that are not known count as such sets. */
export function rootDefinitions(
  context: TreeContext,
  request: EvaluationRequest,
  { modules, unknowns }: CollectedModules,
): readonly DefinitionSet[] {
  const known = inMergeOrder(modules).flatMap((module) => moduleDefinitions(context, request, module));
  if (request.identity === undefined) return known;
  const missing = unknowns.flatMap(({ reason, at, failure }): DefinitionSet[] =>
    failure ? [] : [{ ...NOTHING, set: openSet(unknown(reason, at)) }],
  );
  return [...known, ...missing, ...(request.hidden ?? []).map(hiddenDefinition)];
}

const NOTHING = { file: undefined, wrappers: [] } as const;

function openSet(part: Opaque): SetValue {
  return { ...EMPTY_SET, open: [part] };
}

function hiddenDefinition({ part, wrappers, at }: OpenPart): DefinitionSet {
  return { file: undefined, wrappers, place: at, set: openSet(part) };
}

/** Whether no condition around it is known to be false. */
function mayCount(machine: Machine, { wrappers }: OpenPart): boolean {
  return wrappers.every((wrapper) => {
    if (wrapper.kind === "override") return true;
    const { value } = wrapper.kind === "if" ? decide(machine, wrapper.condition, wrapper.at) : wrapper.condition;
    return value !== "false";
  });
}

function moduleDefinitions(
  context: TreeContext,
  request: EvaluationRequest,
  module: ModuleInstance,
): readonly DefinitionSet[] {
  const { content, file, at, condition } = module;
  if (content.kind !== "module") return [];
  const wrappers: Definition["wrappers"] = condition ? [{ kind: "decided", condition }] : [];
  const sets = levelDefinitions(context, request.prefix, { file, at, value: content.config, wrappers });
  if (!content.freeformType) return sets;
  const freeform = record({ _module: record({ freeformType: content.freeformType }) });
  return [...sets, { set: freeform, wrappers: [], file }];
}

/** The options that every evaluation has: `_module.{args,check,freeformType,specialArgs}`. */
function internalOptions(context: TreeContext): Value {
  const raw = basicTypes.raw as OptionType;
  const declare = (type: OptionType, fallback?: Lazy) =>
    record({
      _type: string("option"),
      internal: { type: "bool", value: true },
      type: typeValue(type, context.merge.evaluateSubmodule),
      ...(fallback !== undefined && { default: fallback }),
    });
  const module = record({
    args: declare(attrsOf(() => raw, true)),
    check: declare(basicTypes.bool as OptionType, { type: "bool", value: true }),
    freeformType: declare(
      nullOr(() => optionType(context.merge.evaluateSubmodule)),
      { type: "null" },
    ),
    specialArgs: declare(attrsOf(() => raw, true)),
  });
  return record({ _module: module });
}

export function freeformType(machine: Machine, level: LazyLevel): OptionType | undefined {
  const value = internalValue(machine, level, "freeformType");
  return value.type === "set" ? typeOf(machine, value) : undefined;
}

export function asWrapper(condition: Condition): Definition["wrappers"][number] {
  return { kind: "decided", condition };
}

export function optionDefault(value: Lazy): Value {
  return record({ _type: string("override"), priority: { type: "int", value: 1500n }, content: value });
}
