import { EMPTY_SET, record, string } from "../../nix/make.ts";
import type { Lazy, Machine, Value } from "../../nix/value.ts";
import { ANY_ITEM, pieceText } from "../../option-path.ts";
import { evaluationOf } from "../evaluation.ts";
import type { OptionType, SubmoduleRequest } from "./type.ts";

/** nixpkgs' `getSubOptions`: the options that lie inside values of a type, without anybody's definitions. */
export function subOptions(
  machine: Machine,
  type: OptionType,
  prefix: readonly string[],
  evaluateSubmodule: (request: SubmoduleRequest) => Value,
): Value {
  const below = (inner: OptionType, ...names: readonly string[]) =>
    subOptions(machine, inner, [...prefix, ...names], evaluateSubmodule);
  const { shape } = type;
  switch (shape.kind) {
    case "attrs":
      return below(shape.element(), `<${shape.placeholder ?? "name"}>`);
    case "list":
      return below(shape.element(), pieceText(ANY_ITEM));
    case "function":
      return below(shape.result(), "<function body>");
    case "choice": {
      const [only] = type.name === "either" ? [] : shape.alternatives();
      return only ? below(only) : EMPTY_SET;
    }
    case "submodule":
      return optionsOf(machine, shape.modules, prefix, evaluateSubmodule);
    case "module":
      return optionsOf(machine, shape.staticModules, prefix, evaluateSubmodule);
    case "leaf":
      return EMPTY_SET;
    default:
      return shape satisfies never;
  }
}

function optionsOf(
  machine: Machine,
  modules: readonly Lazy[],
  prefix: readonly string[],
  evaluateSubmodule: (request: SubmoduleRequest) => Value,
): Value {
  const config = evaluateSubmodule({
    path: prefix,
    modules: [...modules, UNCHECKED],
    definitions: [],
    shorthandOnlyDefinesConfig: false,
    specialArgs: undefined,
    class: undefined,
  });
  const evaluation = evaluationOf(config);
  if (!evaluation) return config;
  const options = machine.force(evaluation.options);
  const freeform = evaluation.freeform();
  if (!freeform || options.type !== "set") return options;
  const inside = machine.lazy(() => subOptions(machine, freeform, prefix, evaluateSubmodule));
  return { ...options, entries: new Map([...options.entries, ["_freeformOptions", { value: inside }]]) };
}

/** Documentation asks for options only. */
const UNCHECKED = record({
  config: record({
    _module: record({
      check: record({
        _type: string("override"),
        priority: { type: "int", value: 50n },
        content: { type: "bool", value: false },
      }),
    }),
  }),
});
