import { EMPTY_SET, list, record, set } from "../nix/make.ts";
import type { Attribute, Lazy, Machine, Value } from "../nix/value.ts";
import { type Discharged, discharge, strongest } from "./definitions.ts";
import { evaluationOf } from "./evaluation.ts";
import { groupByName } from "./types/containers.ts";
import type { MergeContext, OptionType } from "./types/type.ts";

/**
 * What nixpkgs calls `valueMeta` of an option: how the parts of its value came about, down to the evaluations of submodules. `value` is
 * what the definitions merge to.
 */
export function valueMeta(
  machine: Machine,
  context: MergeContext,
  type: OptionType,
  definitions: readonly Discharged[],
  value: Lazy,
): Value {
  const { shape } = type;
  if (type.meta) return type.meta(machine, context, definitions);
  switch (shape.kind) {
    case "attrs":
      return record({
        attrs: machine.lazy(() => attributesMeta(machine, context, shape.element(), definitions, value)),
      });
    case "list":
      return record({ list: machine.lazy(() => itemsMeta(machine, context, shape.element(), value)) });
    case "submodule": {
      const evaluation = evaluationOf(machine.force(value));
      if (!evaluation) return EMPTY_SET;
      return record({ configuration: record({ config: evaluation.result, options: evaluation.options }) });
    }
    case "choice": {
      if (type.name !== "either" && type.name !== "coercedTo") return EMPTY_SET;
      const forced = machine.force(value);
      const fitting = shape.alternatives().find((alternative) => alternative.check(machine, forced) !== false);
      return fitting ? valueMeta(machine, context, fitting, definitions, value) : EMPTY_SET;
    }
    case "module":
    case "leaf":
    case "function":
      return EMPTY_SET;
    default:
      return shape satisfies never;
  }
}

function attributesMeta(
  machine: Machine,
  context: MergeContext,
  element: OptionType,
  definitions: readonly Discharged[],
  value: Lazy,
): Value {
  const whole = machine.force(value);
  if (whole.type !== "set") return whole;
  const { groups } = groupByName(machine, definitions);
  const entries = new Map<string, Attribute>();
  for (const [name, attribute] of whole.entries) {
    const inner: MergeContext = { ...context, path: [...context.path, name] };
    const own = () => strongest(discharge(machine, groups.get(name) ?? []).kept);
    const meta = machine.lazy(() => valueMeta(machine, inner, element, own(), attribute.value));
    entries.set(name, { value: meta, at: attribute.at });
  }
  return set(entries, whole.open);
}

function itemsMeta(machine: Machine, context: MergeContext, element: OptionType, value: Lazy): Value {
  const whole = machine.force(value);
  if (whole.type !== "list") return whole;
  const metas = whole.items.map((item) => machine.lazy(() => valueMeta(machine, context, element, [], item)));
  return list(metas, whole.open);
}
