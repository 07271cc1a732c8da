import type { LoadedFlake } from "../flake/load.ts";
import { strongest } from "../modules/definition.ts";
import { evaluationOf } from "../modules/evaluation.ts";
import type { Option } from "../modules/option.ts";
import type { LazyLevel } from "../modules/tree.ts";
import { showValue } from "../nix/show.ts";
import type { Value } from "../nix/value.ts";
import { isTopLevel } from "./branches.ts";

/** What an option of the flake's own level holds. */
export interface OptionValue {
  /** In Nix syntax, shortened; what is outside or not known is shown as such. */
  readonly text: string;
  /** That of the definitions that count; undefined: nothing sets it, the value is the default. */
  readonly priority: number | undefined;
  /** An undecided condition stands before some definition. */
  readonly undecided: boolean;
}

/** Looks up an option by its path with the names of instances; undefined when there is none, or its value cannot be had. */
export type OptionValues = (path: readonly string[]) => OptionValue | undefined;

const MILLISECONDS = 50;
const STEPS = 200_000;

/** Asks the flake's evaluation, which stays in memory for that: for the values of options, each computed when first asked for. */
export function optionValues(flake: LoadedFlake): OptionValues {
  const { machine } = flake;
  return (path) => {
    machine.resume(MILLISECONDS, STEPS);
    for (const evaluation of flake.evaluations.filter(isTopLevel)) {
      const option = optionAt(machine.force.bind(machine), evaluation.level(), path);
      if (!option) continue;
      const definitions = strongest(option.definitions().kept);
      const [first] = definitions;
      if (!first && option.default === undefined) return undefined;
      const text = showValue(machine, option.value);
      const undecided = definitions.some(({ conditions }) => conditions.some(({ value }) => value === "unknown"));
      return { text, priority: first?.priority, undecided };
    }
    return undefined;
  };
}

function optionAt(
  force: (value: Option["value"]) => Value,
  level: LazyLevel,
  path: readonly string[],
): Option | undefined {
  const [name, ...rest] = path;
  const node = name === undefined ? undefined : level.child(name);
  if (!node) return undefined;
  if (node.kind === "level") return optionAt(force, node.level, rest);
  if (rest.length === 0) return node.option;
  return insideValue(force, node.option.merged(), rest);
}

/** An option of a submodule, or of an instance of it in a set. */
function insideValue(
  force: (value: Option["value"]) => Value,
  value: Value,
  path: readonly string[],
): Option | undefined {
  const inner = evaluationOf(value);
  if (inner) return optionAt(force, inner.level(), path);
  const [name, ...rest] = path;
  const entry = value.type === "set" && name !== undefined ? value.entries.get(name) : undefined;
  return entry && rest.length > 0 ? insideValue(force, force(entry.value), rest) : undefined;
}
