import type { LoadedFlake } from "../flake/load.ts";
import { systemOf } from "../flake/system-builders.ts";
import { evaluationOf, type ModuleEvaluation } from "../modules/evaluation.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";

/** This many values are looked at in all; a flake of a thousand files has some tens of thousands for each host. */
const MOST_VALUES = 1_500_000;
/** Values nested deeper are made by functions that call themselves. */
const DEEPEST = 24;
const MILLISECONDS = 20_000;
const STEPS = 60_000_000;

/**
 * Evaluates what the modules of evaluations write, and what their options hold, in depth, so that the evaluation comes by the code in
 * them. False: there was more than could be looked at.
 */
export function evaluateWritten(flake: LoadedFlake, evaluations: Iterable<ModuleEvaluation>): boolean {
  const { machine } = flake;
  machine.resume(MILLISECONDS, STEPS, true);
  const walk: Walk = { machine, own: {}, seen: new Set(inputsOf(flake)), left: MOST_VALUES };
  for (const evaluation of new Set(evaluations)) walkEvaluation(walk, evaluation);
  const outputs = machine.force(flake.outputs);
  if (outputs.type === "set") for (const { value } of outputs.entries.values()) walkValue(walk, value);
  for (const { argument } of flake.log.externalCalls) walkValue(walk, argument);
  return walk.left > 0 && machine.spend() === undefined;
}

interface Walk {
  readonly machine: Machine;
  /** The identity of the evaluation whose values are looked at; those of others are looked at on their own. */
  own: object;
  readonly seen: Set<Value>;
  left: number;
}

/** What flakes hand around whole, and is not a value that a module writes: inputs, the flake itself among them. */
function inputsOf({ machine, inputSet, outputs }: LoadedFlake): readonly Value[] {
  const values = [...inputSet.entries.values()].map(({ value }) => machine.force(value));
  return [inputSet, machine.force(outputs), ...values];
}

function walkEvaluation(walk: Walk, evaluation: ModuleEvaluation): void {
  walk.own = evaluation.identity;
  for (const { content, file } of evaluation.collected().modules) {
    if (content.kind !== "module" || (file !== undefined && isNativePath(file))) continue;
    walkValue(walk, content.config);
    if (content.options) walkValue(walk, content.options);
  }
  walkLevel(walk, evaluation.level());
}

/** The values of options, after what functions make of them. */
function walkLevel(walk: Walk, level: LazyLevel): void {
  for (const name of level.names().keys()) {
    const node = name === "_module" ? undefined : level.child(name);
    if (node?.kind === "level") walkLevel(walk, node.level);
    if (node?.kind !== "option") continue;
    walkValue(walk, node.option.value);
    for (const { value } of node.option.definitions().dropped) walkValue(walk, value);
  }
}

function walkValue(walk: Walk, value: Lazy): void {
  const pending: { readonly part: Lazy; readonly depth: number }[] = [{ part: value, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { part, depth } = next;
    if (walk.left <= 0) return;
    walk.left--;
    const forced = walk.machine.force(part);
    if (walk.seen.has(forced) || depth > DEEPEST) continue;
    for (const inner of partsOf(walk, forced)) pending.push({ part: inner, depth: depth + 1 });
  }
}

/** Another evaluation or a type, something that native code made, or (also a copy of) an input, the flake itself or a package. */
function isFromOutside({ own }: Walk, value: SetValue): boolean {
  if (value.native) return evaluationOf(value)?.identity !== own;
  return value.entries.has("outPath") || (value.at !== undefined && isNativePath(value.at.file));
}

function partsOf(walk: Walk, value: Value): readonly Lazy[] {
  const system = systemOf(value);
  switch (value.type) {
    case "list":
      walk.seen.add(value);
      return [...value.items, ...(value.open ?? []), ...(value.ghosts ?? []).map((ghost) => ghost.value)];
    case "set":
      walk.seen.add(value);
      if (system) return [system.argument];
      if (isFromOutside(walk, value)) return [];
      return [...[...value.entries.values()].map((attribute) => attribute.value), ...(value.open ?? [])];
    case "external":
      return [...(value.args ?? []), ...(value.holds ?? [])];
    case "unknown":
      return [...(value.holds ?? []), ...(value.oneOf ?? [])];
    default:
      return [];
  }
}
