import { takenOut } from "../../nix/direct.ts";
import { isOpaque, set, string } from "../../nix/make.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Collector, Contribution } from "../../nix/provenance.ts";
import { placeOf } from "../../nix/thunk.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../../nix/value.ts";
import { type Discharged, tellingCondition } from "../definitions.ts";
import { PRIORITIES } from "../properties.ts";
import { pathType } from "./basic.ts";
import { markConditions, withoutListPlace } from "./merge.ts";
import { checkKind, type MergeContext, type OptionType } from "./type.ts";

/** A string that says where the module is counts as a path. */
const ABSOLUTE_PATH = pathType(undefined, true);

/** `types.deferredModule`, with static modules: one module that imports every definition. Its value remembers where each came from. */
export function deferredModule(staticModules: readonly Lazy[] = []): OptionType {
  return {
    name: "deferredModule",
    describe: () => "module",
    phrase: "noun",
    check: (machine, value) =>
      ABSOLUTE_PATH.check(machine, value) === true || checkKind("set", "lambda", "primop")(machine, value),
    merge: (machine, context, definitions) => collectedModule(machine, context, staticModules, definitions),
    shape: { kind: "module", staticModules },
    mergeWith: (other) =>
      other.shape.kind === "module" ? deferredModule([...staticModules, ...other.shape.staticModules]) : undefined,
  };
}

function collectedModule(
  machine: Machine,
  context: MergeContext,
  staticModules: readonly Lazy[],
  definitions: readonly Discharged[],
): SetValue {
  const collector = collectorOf(context);
  const own = definitions
    .filter(({ isPart }) => !isPart)
    .map((definition) => markConditions(machine, contributed(machine, collector, context, definition), definition));
  const fixed = staticModules.map((module) =>
    context.declaredIn ? fixedModule(collector, context.declaredIn, module) : module,
  );
  const imports: Value = { type: "list", items: [...fixed, ...own] };
  const open = definitions
    .filter(({ isPart }) => isPart)
    .map(({ value }) => machine.force(value))
    .filter(isOpaque);
  const entries: SetValue["entries"] = new Map([["imports", { value: imports }]]);
  return { ...set(entries, open), collector, at: definitions[0]?.at };
}

/** Elements of a list belong to the list's option. */
function collectorOf(context: MergeContext): Collector {
  return { option: withoutListPlace(context.path), evaluation: context.evaluation };
}

/** A module that comes with the type: the declaration contributes it. */
function fixedModule(collector: Collector, file: string, module: Lazy): SetValue {
  const at = placeOf(module);
  const contribution: Contribution = { ...collector, file, at, definedAt: undefined, isDefault: true };
  return {
    type: "set",
    entries: new Map([["imports", { value: { type: "list", items: [module] } }]]),
    contribution,
    at,
  };
}

/** The contributed value for whoever takes the collector's module apart; the module system takes it as it is. */
function inOtherHands(machine: Machine, contribution: Contribution, value: Lazy): Lazy {
  const part: Contribution = { ...contribution, isPart: true };
  return machine.lazy(() => {
    machine.log.takenApart.push(contribution);
    return takenOut(machine, machine.force(value), part);
  }, placeOf(value));
}

/** A module that imports one definition, credited to its file. */
function contributed(machine: Machine, collector: Collector, context: MergeContext, definition: Discharged): SetValue {
  const at = placeOf(definition.value) ?? definition.at;
  // What native code passes on (an alias) belongs to whoever wrote it.
  const file = definition.file !== undefined && isNativePath(definition.file) ? at?.file : definition.file;
  const contribution: Contribution = {
    ...collector,
    file,
    at,
    definedAt: definition.at,
    isDefault: definition.priority >= PRIORITIES.optionDefault,
    condition: tellingCondition(definition.conditions),
    value: definition.value,
  };
  const imports: Value = { type: "list", items: [inOtherHands(machine, contribution, definition.value)] };
  const entries = new Map<string, Attribute>([["imports", { value: imports }]]);
  if (file) entries.set("_file", { value: string(`${file}, via option ${context.path.join(".")}`) });
  return { type: "set", entries, contribution, at };
}
