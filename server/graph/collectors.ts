import { evaluationOf, extendsModules, type ModuleEvaluation } from "../modules/evaluation.ts";
import { Nesting } from "../modules/nesting.ts";
import type { Option, OptionSet } from "../modules/option.ts";
import type { OptionType } from "../modules/types/type.ts";
import { isOpaque, NULL } from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, Value } from "../nix/value.ts";
import { ANY_ITEM, type OptionPattern, showOption } from "../option-path.ts";
import {
  contributionsOf,
  droppedContributions,
  type FoundContribution,
  ghostContributions,
  writtenPlace,
} from "./contributions.ts";
import { droppedModules } from "./dropped.ts";
import { pathInWhole } from "./extensions.ts";
import type { FoundCollector, FoundUndeclared, UntypedOption, Walk } from "./found-collectors.ts";
import { noteUndeclared } from "./undeclared.ts";

/*
 * Branches are found by what options hold, not by what they are called: every option is visited whose type can hold modules (`deferredModule`, a
 * list or set of it, a submodule with such an option), down into its value, and each instance that holds modules is a collector. The path of an
 * instance mixes names of options with names that somebody chose; `instances` says which are which, and makes `branches.<name>.nixos` one branch
 * of two classes.
 * Three things do not fit that rule. Options whose type says nothing (`raw`, `anything`) are collectors only if somebody uses what they hold as a
 * module (`untyped`). What a false condition keeps out is not in the value, and is added from the definitions (`dropped.ts`). Partitions of
 * flake-parts hold the whole flake again (`extensions`); what lies there has the name that it has in the whole.
 */

export interface FoundCollectors {
  readonly collectors: readonly FoundCollector[];
  /** Definitions that nothing declares, where nothing outside could. */
  readonly undeclared: readonly FoundUndeclared[];
  /** The paths below which the evaluation's own options lie again, with more modules: partitions of flake-parts. */
  readonly extensions: readonly (readonly string[])[];
  /** Options that may turn out to collect modules, once somebody uses their values as such. */
  readonly untyped: readonly UntypedOption[];
}

/** Every collector of an evaluated module system: options whose definitions hold modules. */
export function findCollectors(machine: Machine, evaluation: ModuleEvaluation): FoundCollectors {
  const walk: Walk = {
    machine,
    evaluation,
    collectors: [],
    undeclared: [],
    untyped: [],
    dropped: [],
    extensions: [],
    depth: 0,
    nesting: new Nesting(),
    whole: evaluation,
  };
  const tree = evaluation.tree();
  noteUndeclared(walk, evaluation, tree);
  visitTree(walk, tree, new Set(), undefined);
  return {
    ...walk,
    collectors: withDropped(walk).map((found) => inWhole(found, walk.extensions)),
    untyped: walk.untyped.map((found) => inWhole(found, walk.extensions)),
  };
}

/** What lies in an extension, under the name that it has in the whole; what stands beside it there is the extension's. */
function inWhole<Found extends Pick<FoundCollector, "path" | "instances" | "siblings">>(
  found: Found,
  extensions: Walk["extensions"],
): Found {
  const path = pathInWhole(found.path, extensions);
  const cut = found.path.length - path.length;
  if (cut === 0) return found;
  const instances = new Set([...found.instances].flatMap((at) => (at >= cut ? [at - cut] : [])));
  return { ...found, path, instances, siblings: undefined };
}

/** The collectors, with what false conditions around them keep out. */
function withDropped({ machine, collectors, dropped }: Walk): readonly FoundCollector[] {
  if (dropped.length === 0) return collectors;
  const byPath = new Map<string, FoundContribution[]>();
  for (const { path, file, value, definedAt, condition } of dropped) {
    const at = writtenPlace(machine, value) ?? placeOf(value) ?? definedAt;
    const key = showOption(path);
    const found: FoundContribution = { contribution: undefined, file, value, at, definedAt, condition };
    byPath.set(key, [...(byPath.get(key) ?? []), found]);
  }
  return collectors.map((collector) => {
    const more = byPath.get(showOption(collector.path));
    return more ? { ...collector, contributions: [...collector.contributions, ...more] } : collector;
  });
}

function noteUntyped(walk: Walk, visit: Visit): void {
  const { option, path, instances, siblings, type } = visit;
  if (type.shape.kind === "attrs" && UNTYPED.has(type.shape.element().name)) addAliases(walk, visit);
  const inner = type.shape.kind === "list" || type.shape.kind === "attrs" ? type.shape.element() : type;
  if (UNTYPED.has(inner.name)) walk.untyped.push({ option, path, instances, siblings });
}

/** An untyped set of modules that come from collectors: another name for each of these. */
function addAliases(walk: Walk, visit: Visit): void {
  const { option, path, instances } = visit;
  if (option.declarations.every(({ at }) => at === undefined || isNativePath(at.file))) return;
  const value = option.merged();
  for (const [name, attribute] of value.type === "set" ? value.entries : []) {
    const module = walk.machine.force(attribute.value);
    if (!isFromCollector(walk.machine, module)) continue;
    const definition = option.definitions().kept[0];
    const file = definition?.file;
    const alias = { ...visit, path: [...path, name], instances: new Set([...instances, path.length]) };
    addCollector(walk, alias, [], false, file);
  }
}

/** flake-parts publishes a collector's module wrapped into a function, or into a set of its own. */
function isFromCollector(machine: Machine, value: Value): boolean {
  if (value.type === "set") {
    if (value.collector) return true;
    const imports = value.at && isNativePath(value.at.file) ? value.entries.get("imports") : undefined;
    const list = imports && machine.force(imports.value);
    const first = list?.type === "list" && list.items[0] !== undefined ? machine.force(list.items[0]) : undefined;
    return first?.type === "set" && first.collector !== undefined;
  }
  return value.type === "lambda" && isNativePath(value.at.file);
}

const UNTYPED: ReadonlySet<string> = new Set(["raw", "unspecified", "anything", "attrs"]);

function visitTree(walk: Walk, tree: OptionSet, instances: ReadonlySet<number>, siblings: OptionSet | undefined): void {
  for (const [name, node] of tree.children) {
    if (name === "_module") continue;
    if (node.kind === "set") visitTree(walk, node, instances, siblings);
    else visitOption(walk, node.option, instances, siblings);
  }
}

function visitOption(
  walk: Walk,
  option: Option,
  instances: ReadonlySet<number>,
  siblings: OptionSet | undefined,
): void {
  if (isPerSystem(walk, option)) return;
  const type = option.type();
  if (!mayHoldModules(type, 0)) {
    noteUntyped(walk, { option, path: option.path, instances, siblings, type, value: NULL });
    return;
  }
  visitValue(walk, { option, path: option.path, instances, siblings, type, value: option.merged() });
  walk.dropped.push(...droppedModules(walk.machine, option));
}

/** flake-parts' own `perSystem` takes modules of the evaluation for each platform; these are not branches. */
function isPerSystem({ whole }: Walk, { path, declarations }: Option): boolean {
  return (
    path.length === whole.prefix.length + 1 &&
    path.at(-1) === "perSystem" &&
    declarations.some(({ at }) => at !== undefined && isNativePath(at.file))
  );
}

/** Whether a value of the type can hold modules; submodules are looked into. */
function mayHoldModules(type: OptionType, depth: number): boolean {
  if (depth > 8) return false;
  const { shape } = type;
  switch (shape.kind) {
    case "module":
    case "submodule":
      return true;
    case "list":
    case "attrs":
      return mayHoldModules(shape.element(), depth + 1);
    case "choice":
      return shape.alternatives().some((alternative) => mayHoldModules(alternative, depth + 1));
    case "leaf":
    case "function":
      return false;
    default:
      return shape satisfies never;
  }
}

interface Visit {
  readonly option: Option;
  readonly path: OptionPattern;
  readonly instances: ReadonlySet<number>;
  readonly siblings: OptionSet | undefined;
  readonly type: OptionType;
  readonly value: Value;
}

/** Types and values may contain themselves: collectors lie within this many steps, or are not found. */
const MOST_STEPS = 40;

function visitValue(walk: Walk, visit: Visit): void {
  const { machine } = walk;
  if (walk.depth >= MOST_STEPS || machine.spend(visit.option.declarations[0]?.at, 10)) return;
  walk.depth++;
  visitByType(walk, visit);
  walk.depth--;
}

function visitByType(walk: Walk, visit: Visit): void {
  const { machine } = walk;
  const { type, value, path, instances } = visit;
  const { shape } = type;
  switch (shape.kind) {
    case "module":
      addCollector(walk, visit, contributionsOf(machine, value, undefined), isOpen(value));
      return;
    case "list":
      visitList(walk, visit, shape.element());
      return;
    case "attrs": {
      if (value.type !== "set") return;
      for (const [name, attribute] of value.entries) {
        const inner = {
          ...visit,
          path: [...path, name],
          instances: new Set([...instances, path.length]),
          type: shape.element(name),
        };
        visitValue(walk, { ...inner, value: machine.force(attribute.value) });
      }
      return;
    }
    case "submodule": {
      const inner = evaluationOf(value);
      if (inner) walk.nesting.within(shape.modules, () => visitSubmodule(walk, visit, shape.modules, inner, instances));
      return;
    }
    case "choice": {
      const fitting = shape
        .alternatives()
        .find((alternative) => mayHoldModules(alternative, 0) && alternative.check(machine, value) !== false);
      if (fitting) visitValue(walk, { ...visit, type: fitting });
      return;
    }
    case "leaf":
    case "function":
      return;
    default:
      shape satisfies never;
  }
}

function isOpen(value: Value): boolean {
  return isOpaque(value) || (value.type === "set" && value.open !== undefined);
}

function visitSubmodule(
  walk: Walk,
  visit: Visit,
  modules: readonly Lazy[],
  inner: ModuleEvaluation,
  instances: ReadonlySet<number>,
): void {
  // The extensions of an extension, and so on without end, are asked for by nobody.
  const before = walk.whole;
  const isExtension = extendsModules(modules, walk.evaluation);
  if (isExtension && before !== walk.evaluation) return;
  if (isExtension) {
    walk.whole = inner;
    walk.extensions.push(inner.prefix);
  }
  const tree = inner.tree();
  const freeform = inner.freeform();
  noteUndeclared(walk, inner, tree);
  // What stands beside it in a submodule that nobody named is of no branch.
  visitTree(walk, tree, instances, instances.size > 0 ? tree : undefined);
  if (freeform && mayHoldModules(freeform, 0))
    visitValue(walk, { ...visit, type: freeform, value: undeclaredPart(visit.value, tree) });
  walk.whole = before;
}

function visitList(walk: Walk, visit: Visit, element: OptionType): void {
  if (isModuleType(element)) return addListCollector(walk, visit);
  if (!mayHoldModules(element, 0)) return noteUntyped(walk, visit);
  const { value, path, instances } = visit;
  for (const item of value.type === "list" ? value.items : []) {
    const inner = {
      ...visit,
      path: [...path, ANY_ITEM],
      instances: new Set([...instances, path.length]),
      type: element,
    };
    visitValue(walk, { ...inner, value: walk.machine.force(item) });
  }
}

/** Modules themselves, or a choice of which modules are one. */
function isModuleType(type: OptionType): boolean {
  const { shape } = type;
  return shape.kind === "module" || (shape.kind === "choice" && shape.alternatives().some(isModuleType));
}

/** What a submodule holds beside its declared options. */
function undeclaredPart(value: Value, tree: OptionSet): Value {
  if (value.type !== "set") return value;
  return { ...value, entries: new Map([...value.entries].filter(([name]) => !tree.children.has(name))) };
}

function addListCollector(walk: Walk, visit: Visit): void {
  const { machine } = walk;
  const { value, option } = visit;
  if (value.type !== "list") {
    addCollector(walk, visit, [], isOpaque(value));
    return;
  }
  const contributions = [
    ...value.items.flatMap((item) => contributionsOf(machine, machine.force(item), conditionOf(item))),
    ...(value.ghosts ?? []).flatMap((ghost) => ghostContributions(machine, ghost)),
    ...(isOwnOption(visit) ? droppedContributions(machine, option) : []),
  ];
  addCollector(walk, visit, contributions, value.open !== undefined);
}

/** The visited value is the option's own, not a part of it. */
function isOwnOption(visit: Visit): boolean {
  return visit.path.length === visit.option.path.length;
}

/** `by`: a file that defines the collector without contributing a module of its own. */
function addCollector(
  walk: Walk,
  visit: Visit,
  contributions: readonly FoundContribution[],
  open: boolean,
  by?: string,
): void {
  const { option, path, instances, siblings } = visit;
  const own = isOwnOption(visit) ? option.definitions() : undefined;
  const defining = own ? [...own.kept, ...own.dropped].map((definition) => definition.file) : [];
  const files = new Set(
    [...defining, by, ...contributions.map((found) => found.file)].filter((file) => file !== undefined),
  );
  walk.collectors.push({
    path,
    instances,
    evaluation: walk.evaluation.identity,
    contributions,
    declaredAt: option.declarations.flatMap(({ at }) => (at ? [at] : [])),
    files: [...files].sort(),
    open,
    siblings,
  });
}
