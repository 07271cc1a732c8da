import { takenOut } from "../../nix/direct.ts";
import { describeKind, external, failure, isOpaque, unknown } from "../../nix/make.ts";
import { behind } from "../../nix/operands.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Condition, Contribution } from "../../nix/provenance.ts";
import { placeOf } from "../../nix/thunk.ts";
import type { Lazy, Machine, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import {
  type Definition,
  type Discharged,
  discharge,
  isUndecided,
  strongest,
  tellingCondition,
} from "../definitions.ts";
import { PRIORITIES } from "../properties.ts";
import { together } from "./outside.ts";
import { shownDefinitions } from "./shown-definitions.ts";
import { describeType, type MergeContext, type OptionType } from "./type.ts";

/** Merges definitions by a type: properties resolved, strongest kept. Undefined: there is none, and the type has no empty value. */
export function mergeDefinitions(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Definition[],
): Value | undefined {
  const { kept } = discharge(machine, definitions);
  return mergeDischarged(machine, context, type, strongest(kept));
}

/** A part of a list or set that is there because somebody defines it. Merged when asked for: it may lead back to the whole. */
export interface DefinedPart {
  readonly value: Lazy;
  /** Whether anybody does is not decided. */
  readonly doubt: Condition | undefined;
}

/** As `mergeDefinitions`, but a type's empty value does not stand in for definitions that are all dropped. */
export function mergeDefined(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Definition[],
): DefinedPart | undefined {
  const { kept } = discharge(machine, definitions);
  const [first] = kept;
  if (!first) return undefined;
  const merge = () => mergePresent(machine, context, type, strongest(kept));
  const value = mayHoldItself(type) ? machine.lazy(merge) : merge();
  return { value, doubt: kept.every(isUndecided) ? tellingCondition(first.conditions) : undefined };
}

/** `mergeDefinitions` for definitions whose properties are resolved. */
export function mergeDischarged(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
): Value | undefined {
  if (definitions.length === 0) return type.shape.kind === "submodule" ? type.merge(machine, context, []) : type.empty;
  return mergePresent(machine, context, type, definitions);
}

/** Whether merging looks at parts of the definitions, which may lead back to where the result stands. */
function mayHoldItself({ name, shape }: OptionType): boolean {
  return shape.kind === "list" || shape.kind === "attrs" || name === "anything";
}

/** `mergeDischarged` for at least one definition. */
function mergePresent(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
): Value {
  const possible = definitions.some(isUndecided) ? possibleOf(machine, type, definitions) : definitions;
  return mismatch(machine, context, type, possible) ?? mergeUnchecked(machine, context, type, possible);
}

/** Without those that would be an error if they counted, where it is not decided that they do: then they do not. */
function possibleOf(machine: Machine, type: OptionType, definitions: readonly Discharged[]): readonly Discharged[] {
  const strongestDoubt = Math.min(...definitions.filter(isUndecided).map(({ priority }) => priority));
  const possible = definitions.filter((definition) => {
    if (!isUndecided(definition) && definition.priority <= strongestDoubt) return true;
    const value = machine.force(definition.value);
    return value.type !== "failure" && type.check(machine, value) !== false;
  });
  return possible.length > 0 ? possible : definitions;
}

/** Merges at least one definition by a type, whether they fit it or not. */
export function mergeUnchecked(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
): Value {
  const only = definitions[0];
  if (definitions.length === 1 && only && type.shape.kind === "leaf") {
    const value = machine.force(only.value);
    if (value.type === "unknown" || value.type === "failure") return value;
    if (HOLDS_ANYTHING.has(type.name) && !context.path.includes("_module") && !isModelsDefault(only))
      return takenOut(
        machine,
        isOpaque(value) ? value : type.merge(machine, context, definitions),
        directContribution(context, only),
      );
    if (isOpaque(value)) return value;
  }
  return type.merge(machine, context, definitions);
}

/** What a model of ours computes as an option's default is written, if at all, in other options: nobody contributes it to this one. */
function isModelsDefault({ file, priority }: Discharged): boolean {
  return file !== undefined && isNativePath(file) && priority >= PRIORITIES.optionDefault;
}

/** Types whose values may be modules without the type saying so. */
const HOLDS_ANYTHING: ReadonlySet<string> = new Set(["raw", "unspecified", "anything", "attrs"]);

function directContribution(context: MergeContext, definition: Discharged): Contribution {
  const { path, evaluation } = context;
  const option = withoutListPlace(path);
  const at = placeOf(definition.value) ?? definition.at;
  const condition = tellingCondition(definition.conditions);
  return { option, evaluation, file: definition.file, at, definedAt: definition.at, condition, direct: true };
}

/** An element of a list belongs to the list's option. */
export function withoutListPlace(path: readonly string[]): readonly string[] {
  const inList = path.findIndex((name) => name.startsWith("[definition "));
  return inList < 0 ? path : path.slice(0, inList);
}

function mismatch(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
): Value | undefined {
  for (const definition of definitions) {
    const value = machine.force(definition.value);
    if (value.type === "failure" && type.shape.kind === "leaf") return value;
    if (value.type === "failure" || type.check(machine, value) !== false) continue;
    const refused = definitions.filter((each) => type.check(machine, machine.force(each.value)) === false);
    const problem = `A definition for option \`${showOption(context.path)}' is not of type \`${describeType(type)}'.`;
    const message = `${problem} Definition values:${shownDefinitions(refused)}`;
    const found = describeKind(value);
    return {
      ...failure(message, placeOf(definition.value) ?? definition.at),
      cause: { kind: "mismatch", option: context.path, type: describeType(type), found, words: wordsOf(machine, type) },
    };
  }
  return undefined;
}

/** The strings that a type enumerates. */
function wordsOf(machine: Machine, type: OptionType): readonly string[] {
  const { values = [], shape } = type;
  const own = values.flatMap((value) => {
    const forced = machine.force(value);
    return forced.type === "string" ? [forced.text] : [];
  });
  return shape.kind === "choice" ? shape.alternatives().flatMap((inner) => wordsOf(machine, inner)) : own;
}

/** nixpkgs `mergeEqualOption`: all definitions must be the same. */
export function mergeEqual(machine: Machine, context: MergeContext, definitions: readonly Discharged[]): Value {
  const settled = settledValue(machine, definitions, (certain) => mergeEqual(machine, context, certain));
  if (settled) return settled;
  const [first, ...others] = definitions;
  if (!first)
    return failure(
      `The option \`${showOption(context.path)}' was accessed but has no value defined. Try setting the option.`,
    );
  for (const other of others) {
    const equal = machine.equal(first.value, other.value);
    if (equal === false && isUpToOutside(context)) return mergedOutside(machine, context, definitions);
    if (equal === false) return conflict(context, definitions);
    if (equal !== true) return equal.type === "external" ? unknown(`compares with ${equal.path}`, other.at) : equal;
  }
  return machine.force(first.value);
}

/** nixpkgs `mergeOneOption`: there must be one definition. */
export function mergeOne(
  machine: Machine,
  context: MergeContext,
  definitions: readonly Discharged[],
  message = "",
): Value {
  const settled = settledValue(machine, definitions, (certain) => mergeOne(machine, context, certain, message));
  if (settled) return settled;
  const first = definitions[0];
  if (definitions.length === 1 && first) return machine.force(first.value);
  if (isUpToOutside(context)) return mergedOutside(machine, context, definitions);
  const problem = `The option \`${showOption(context.path)}' is defined multiple times while it's expected to be unique.`;
  return conflict(context, definitions, `${problem}\n${message}\nDefinition values:`);
}

/** Whether a module from outside may declare the option, so that nobody here knows how its definitions merge. */
function isUpToOutside({ outside }: MergeContext): boolean {
  return outside !== undefined && outside().length > 0;
}

/** Definitions of what only a module from outside can declare: what it makes of them is not known. */
export function mergedOutside(machine: Machine, context: MergeContext, definitions: readonly Discharged[]): Value {
  const what = `what \`${showOption(context.path)}' is worth is up to ${outsideModule(context)}`;
  const parts = definitions.map((definition) =>
    takenOut(machine, machine.force(definition.value), directContribution(context, definition)),
  );
  return together(machine, unknown(what, definitions[0]?.at), parts);
}

/** In words, the module from outside that decides. Where several could, the first stands for all of them. */
function outsideModule({ outside }: MergeContext): string {
  const paths = [...new Set(outside?.().map(({ path }) => path))];
  const [first] = paths;
  if (first === undefined) return "a module from outside";
  if (paths.length === 1) return `\`${first}', a module from outside`;
  return `one of ${paths.length} modules from outside, such as \`${first}'`;
}

/**
 * Undecided conditions: the value of those definitions that are there for sure, since any other would have to agree with them; without
 * such, one value, if all that may hold agree; else Unknown.
 */
function settledValue(
  machine: Machine,
  definitions: readonly Discharged[],
  mergeCertain: (certain: readonly Discharged[]) => Value,
): Value | undefined {
  const undecided = definitions.find(isUndecided);
  if (!undecided) return undefined;
  const first = definitions[0];
  const values = definitions.map(({ value }) => machine.force(value));
  const open = values.find(({ type }) => type === "unknown");
  if (open) return open;
  const certain = definitions.filter((definition) => !isUndecided(definition));
  if (certain.length > 0) return mergeCertain(certain);
  const same = first && definitions.every((definition) => machine.equal(first.value, definition.value) === true);
  if (same) return machine.force(first.value);
  if (definitions.length === 1 && first) return machine.force(first.value);
  const either = unknown("depends on a condition that cannot be decided", tellingCondition(undecided.conditions)?.at);
  return { ...either, oneOf: definitions.map(({ value }) => value) };
}

/** Definitions that do not go together: one error that names them all. */
export function conflict(context: MergeContext, definitions: readonly Discharged[], problem?: string): Value {
  if (isUpToOutside(context)) return external(`config.${showOption(context.path)}`);
  const what = problem ?? `The option \`${showOption(context.path)}' has conflicting definition values:`;
  return {
    type: "failure",
    message: `${what}${shownDefinitions(definitions)}\n${PRIORITY_ADVICE}`,
    catchable: true,
    at: definitions[1]?.at,
    trace: definitions.map((definition) => ({ text: "defined here", at: definition.at })),
    cause: { kind: "conflict", option: context.path, places: definitions.map((definition) => definition.at) },
  };
}

const PRIORITY_ADVICE =
  "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";

/** A part of a merged value, marked with the condition that its definition stands behind. */
export function markConditions(machine: Machine, value: Lazy, definition: Discharged): Lazy {
  const condition = tellingCondition(definition.conditions);
  return condition ? behind(machine, condition, value) : value;
}
