import type { LoadedFlake } from "../flake/load.ts";
import { isUndecided, strongest } from "../modules/definitions.ts";
import { evaluationOf } from "../modules/evaluation.ts";
import type { Option } from "../modules/option.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import { showValue } from "../nix/show.ts";
import { conditionOf } from "../nix/thunk.ts";
import type { Lazy, Machine, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { isTopLevel } from "./branches.ts";

/** What an option holds. */
export interface OptionValue {
  readonly kind: "known" | "unknown" | "failure";
  /** In Nix syntax, shortened; what is outside, not known or fails is shown as such. */
  readonly text: string;
  /** That of the definitions that count; undefined: nothing sets it, the value is the default. */
  readonly priority: number | undefined;
  /** An undecided condition stands before some definition, or a part of the value. */
  readonly undecided: boolean;
  /** The definitions that count, as far as they stand in code. */
  readonly setAt: readonly Span[];
}

/** Looks up an option of the flake's own level by its path with the names of instances; undefined when there is none, or nothing sets it. */
export type OptionValues = (path: readonly string[]) => OptionValue | undefined;

const MILLISECONDS = 50;
const STEPS = 200_000;

/** Asks the flake's evaluation, which stays in memory for that: for the values of options, each computed when first asked for. */
export function optionValues(flake: LoadedFlake): OptionValues {
  const { machine } = flake;
  return (path) => {
    machine.resume(MILLISECONDS, STEPS);
    for (const evaluation of flake.log.evaluations.filter(isTopLevel)) {
      const option = optionAt(machine, evaluation.level(), path);
      const held = option ? heldBy(machine, option) : memberAt(machine, evaluation.level(), path);
      if (held) return held;
    }
    return undefined;
  };
}

/** The option that a path leads to, also inside of the instances of a submodule. */
export function optionAt(machine: Machine, level: LazyLevel, path: readonly string[]): Option | undefined {
  const [name, ...rest] = path;
  const node = name === undefined ? undefined : level.child(name);
  if (!node) return undefined;
  if (node.kind === "level") return optionAt(machine, node.level, rest);
  if (rest.length === 0) return node.option;
  return insideValue(machine, node.option.merged(), rest);
}

/** An option of a submodule, or of an instance of it in a set. */
function insideValue(machine: Machine, value: Value, path: readonly string[]): Option | undefined {
  const inner = evaluationOf(value);
  if (inner) return optionAt(machine, inner.level(), path);
  const [name, ...rest] = path;
  const entry = value.type === "set" && name !== undefined ? value.entries.get(name) : undefined;
  return entry && rest.length > 0 ? insideValue(machine, machine.force(entry.value), rest) : undefined;
}

/** What lies at a path that leads into the value of an option, where that holds no options of its own: `flake.lib.x`. */
function memberAt(machine: Machine, level: LazyLevel, path: readonly string[]): OptionValue | undefined {
  for (let length = path.length - 1; length > 0; length--) {
    const option = optionAt(machine, level, path.slice(0, length));
    if (!option) continue;
    const whole = heldBy(machine, option);
    const value = whole && partOf(machine, machine.force(option.value), path.slice(length));
    if (!whole || !value) return undefined;
    const isKnown = value.type !== "unknown" && value.type !== "failure";
    const undecided = whole.undecided || hasUndecidedPart(machine, value, SHOWN_DEPTH);
    return { ...whole, kind: isKnown ? "known" : value.type, text: showValue(machine, value), undecided };
  }
  return undefined;
}

function partOf(machine: Machine, value: Value, path: readonly string[]): Value | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const entry = value.type === "set" ? value.entries.get(name) : undefined;
  return entry && partOf(machine, machine.force(entry.value), rest);
}

/** Undefined: nothing sets it, and it has no default. */
export function heldBy(machine: Machine, option: Option): OptionValue | undefined {
  const definitions = strongest(option.definitions().kept);
  const [first] = definitions;
  if (!first && option.default === undefined) return undefined;
  const value = machine.force(option.value);
  return {
    kind: value.type === "unknown" || value.type === "failure" ? value.type : "known",
    text: showValue(machine, value),
    priority: first?.priority,
    undecided: definitions.some(isUndecided) || hasUndecidedPart(machine, value, SHOWN_DEPTH),
    setAt: definitions.flatMap(({ at }) => at ?? []),
  };
}

/** As deep as values are shown. */
const SHOWN_DEPTH = 3;

function hasUndecidedPart(machine: Machine, value: Value, depth: number): boolean {
  if (depth === 0) return false;
  const isUndecidedItem = (item: Lazy) =>
    conditionOf(item)?.value === "unknown" || hasUndecidedPart(machine, machine.force(item), depth - 1);
  if (value.type === "list") return value.items.some(isUndecidedItem);
  if (value.type !== "set" || value.collector) return false;
  return [...value.entries.values()].some(
    (attribute) => attribute.maybe?.value === "unknown" || isUndecidedItem(attribute.value),
  );
}
