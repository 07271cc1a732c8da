import { bool, failure, int, record, string } from "../nix/make.ts";
import type { Attribute, External, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { strongest } from "./definition.ts";
import type { Option } from "./option.ts";
import { PRIORITIES } from "./properties.ts";
import type { LazyLevel } from "./tree.ts";
import { showOption } from "./types/merge.ts";
import type { OptionType } from "./types/type.ts";

/** The declared options as modules see them through their `options` argument. `outside`: who else may declare some. */
export function optionTreeValue(
  machine: Machine,
  level: LazyLevel,
  showType: (type: OptionType) => Value,
  outside: readonly External[],
): SetValue {
  const entries = new Map<string, Attribute>();
  for (const [name, at] of level.names()) {
    const value = machine.lazy(() => {
      const node = level.child(name);
      if (!node) return failure(`attribute '${name}' missing`, at);
      return node.kind === "option" ? optionValue(machine, node.option, showType) : optionTreeValue(machine, node.level, showType, outside);
    }, at);
    entries.set(name, { value, at });
  }
  const open = [...outside, ...level.openDeclarations()];
  return open.length > 0 ? { type: "set", entries, open } : { type: "set", entries };
}

function optionValue(machine: Machine, option: Option, showType: (type: OptionType) => Value): SetValue {
  const kept = () => strongest(option.definitions().kept);
  const lazyList = (items: () => readonly Lazy[]) => machine.lazy(() => ({ type: "list", items: items() }));
  const fields: Record<string, Lazy> = {
    _type: string("option"),
    loc: { type: "list", items: option.path.map((name) => string(name)) },
    value: option.value,
    type: machine.lazy(() => showType(option.type())),
    isDefined: machine.lazy(() => bool(kept().length > 0 || option.default !== undefined)),
    definitions: lazyList(() => kept().map((definition) => definition.value)),
    definitionsWithLocations: lazyList(() =>
      kept().map((definition) => record({ file: string(definition.file ?? "<unknown-file>"), value: definition.value })),
    ),
    files: lazyList(() => kept().map((definition) => string(definition.file ?? "<unknown-file>"))),
    declarations: { type: "list", items: option.declarations.map(({ file }) => string(file ?? "<unknown-file>")) },
    highestPrio: machine.lazy(() => int(kept()[0]?.priority ?? PRIORITIES.optionDefault)),
    __toString: { type: "primop", applied: [], primop: { name: "__toString", arity: 1, run: () => string(showOption(option.path)) } },
  };
  for (const name of ["default", "defaultText", "description"] as const) {
    const value = option[name];
    if (value !== undefined) fields[name] = value;
  }
  return record(fields);
}
