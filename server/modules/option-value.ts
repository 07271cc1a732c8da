import { bool, int, NULL, record, string } from "../nix/make.ts";
import { positionAt } from "../nix/source-text.ts";
import type { External, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { strongest } from "./definitions.ts";
import { levelEntries } from "./level-entries.ts";
import { withDefault } from "./merge-option.ts";
import type { Declaration, Option } from "./option.ts";
import type { LazyLevel } from "./option-levels.ts";
import { PRIORITIES } from "./properties.ts";
import type { MergeContext, OptionType } from "./types/type.ts";
import { valueMeta } from "./value-meta.ts";

/** The declared options as modules see them through their `options` argument. `outside`: who else may declare some. */
export function optionTreeValue(
  machine: Machine,
  level: LazyLevel,
  showType: (type: OptionType) => Value,
  merge: Omit<MergeContext, "path">,
  outside: readonly External[],
): SetValue {
  const entries = levelEntries(machine, level, merge.evaluation, (node) =>
    node.kind === "option"
      ? optionValue(machine, node.option, showType, merge)
      : optionTreeValue(machine, node.level, showType, merge, outside),
  );
  const open = [...outside, ...level.openDeclarations()];
  return open.length > 0 ? { type: "set", entries, open } : { type: "set", entries };
}

function optionValue(
  machine: Machine,
  option: Option,
  showType: (type: OptionType) => Value,
  merge: Omit<MergeContext, "path">,
): SetValue {
  const kept = () => strongest(withDefault(machine, option, option.definitions().kept));
  const lazyList = (items: () => readonly Lazy[]) => machine.lazy(() => ({ type: "list", items: items() }));
  const fields: Record<string, Lazy> = {
    _type: string("option"),
    loc: { type: "list", items: option.path.map((name) => string(name)) },
    value: option.value,
    type: machine.lazy(() => showType(option.type())),
    valueMeta: machine.lazy(() =>
      valueMeta(machine, { ...merge, path: option.path }, option.type(), kept(), machine.lazy(option.merged)),
    ),
    isDefined: machine.lazy(() => bool(kept().length > 0)),
    definitions: lazyList(() => kept().map((definition) => definition.value)),
    definitionsWithLocations: lazyList(() =>
      kept().map((definition) =>
        record({ file: string(definition.file ?? "<unknown-file>"), value: definition.value }),
      ),
    ),
    files: lazyList(() => kept().map((definition) => string(definition.file ?? "<unknown-file>"))),
    declarations: { type: "list", items: option.declarations.map(({ file }) => string(file ?? "<unknown-file>")) },
    declarationPositions: {
      type: "list",
      items: option.declarations.map((declaration) => positionValue(machine, declaration)),
    },
    highestPrio: machine.lazy(() => int(kept()[0]?.priority ?? PRIORITIES.optionDefault)),
    __toString: {
      type: "primop",
      applied: [],
      primop: { name: "__toString", arity: 1, run: () => string(showOption(option.path)) },
    },
  };
  for (const name of ["default", "defaultText", "description", "example"] as const) {
    const value = option[name];
    if (value !== undefined) fields[name] = value;
  }
  return record(fields);
}

/** As `builtins.unsafeGetAttrPos` gives it; lines and columns count from one. */
function positionValue(machine: Machine, { file, at, placeless }: Declaration): Value {
  const coordinate = (which: "line" | "character") =>
    machine.lazy(() => (at && !placeless ? int((positionAt(machine, at)?.[which] ?? 0) + 1) : NULL));
  return record({
    file: string(at?.file ?? file ?? "<unknown-file>"),
    line: coordinate("line"),
    column: coordinate("character"),
  });
}
