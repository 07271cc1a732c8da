import { EMPTY_SET, external, isOpaque, record, recursion, set, string, unknown } from "../nix/make.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { type Definition, discharge, strongest } from "./definitions.ts";
import type { EvaluationFact, EvaluationRequest, ModuleEvaluation } from "./evaluation.ts";
import { levelEntries } from "./level-entries.ts";
import { openValue } from "./open.ts";
import type { LazyLevel } from "./option-levels.ts";
import { mergedOutside } from "./types/merge.ts";
import type { MergeContext, OptionType } from "./types/type.ts";

/** What `config` is: declared options by their values, and what the freeform type or an open evaluation adds. */
export function configValue(
  machine: Machine,
  request: EvaluationRequest,
  evaluation: ModuleEvaluation,
  submodules: MergeContext["evaluateSubmodule"],
): Value {
  if (evaluation.isCollecting()) return recursion(undefined, ": 'imports' depend on 'config' of the same evaluation");
  if (evaluation.isDefining()) return recursion(undefined, ": the names of definitions depend on 'config'");
  const level = evaluation.level();
  const declared = levelValue(machine, request, evaluation, level);
  const freeform = evaluation.freeform();
  const whole = freeform ? withFreeform(machine, request, evaluation, declared, freeform, submodules) : declared;
  const native: EvaluationFact = { fact: "evaluation", evaluation };
  return whole.type === "set" ? { ...whole, ...(freeform && suppliedBy(request)), native } : whole;
}

/** A module from outside, of an evaluation around, may define any name where the flake's own modules need not declare it. */
function suppliedBy({ open, outside, prefix }: EvaluationRequest): Pick<SetValue, "outside"> {
  const isSupplied = open === undefined && prefix.length > 0 && (outside?.() ?? []).length > 0;
  return isSupplied ? { outside: external(`config.${showOption(prefix)}`) } : {};
}

/** `config` as everybody but its own modules sees it. */
export function withoutInternals(config: Value): Value {
  if (config.type !== "set" || !config.entries.has("_module")) return config;
  const entries = new Map(config.entries);
  entries.delete("_module");
  return { ...config, entries };
}

function levelValue(
  machine: Machine,
  request: EvaluationRequest,
  evaluation: ModuleEvaluation,
  level: LazyLevel,
): SetValue {
  const entries = levelEntries(machine, level, evaluation.identity, (node) => {
    if (node.kind === "option") return machine.force(node.option.value);
    const [open] = node.level.names().size === 0 ? node.level.openDeclarations() : [];
    // What declares it is not known: it may be an option as well as a set of them.
    return open && request.open === undefined ? open : levelValue(machine, request, evaluation, node.level);
  });
  const isRoot = level.path.length === request.prefix.length;
  const isSupplied = isRoot && request.open === undefined && evaluation.externals().length > 0;
  if (isSupplied && !evaluation.freeform()) addSuppliedNames(machine, evaluation, level, entries);
  if (request.open !== undefined) addOpenNames(machine, request.open, request, level, entries);
  const open = request.open !== undefined ? [external(placeName(request, level))] : [];
  const value = set(entries, [...open, ...level.openDeclarations()]);
  if (!isRoot || request.open !== undefined) return value;
  // A module from outside, or one that is not known, may declare namespaces of its own; those declared here stay closed.
  const doubt = evaluation.collected().unknowns.find(({ failure }) => !failure);
  if (doubt) return { ...value, outside: unknown(doubt.reason, doubt.at) };
  return isSupplied ? { ...value, outside: external("config") } : value;
}

function placeName(request: EvaluationRequest, level: LazyLevel): string {
  const inner = level.path.slice(request.prefix.length);
  return inner.length === 0 ? (request.open ?? "config") : `${request.open ?? "config"}.${showOption(inner)}`;
}

/** What is defined here, while only a module from outside can declare it. */
function addSuppliedNames(
  machine: Machine,
  { identity, externals }: ModuleEvaluation,
  { path, undeclaredHere }: LazyLevel,
  entries: Map<string, Attribute>,
): void {
  for (const [name, group] of undeclaredHere()) {
    const at = group[0]?.at;
    const context: MergeContext = {
      path: [...path, name],
      evaluation: identity,
      evaluateSubmodule: () => EMPTY_SET,
      outside: externals,
    };
    const merge = () => mergedOutside(machine, context, strongest(discharge(machine, group).kept));
    entries.set(name, { value: machine.lazy(merge, at), at });
  }
}

/** In an open evaluation, what is defined without a declaration can still be read. */
function addOpenNames(
  machine: Machine,
  name: string,
  request: EvaluationRequest,
  level: LazyLevel,
  entries: Map<string, Attribute>,
): void {
  for (const [key, group] of level.undeclaredHere()) {
    const path = [...level.path.slice(request.prefix.length), key];
    const at = group[0]?.at;
    entries.set(key, { value: machine.lazy(() => openValue(machine, name, path, group), at), at });
  }
}

/** Definitions that nothing declares are merged by the freeform type, under the declared ones. */
function withFreeform(
  machine: Machine,
  request: EvaluationRequest,
  evaluation: ModuleEvaluation,
  declared: SetValue,
  type: OptionType,
  evaluateSubmodule: MergeContext["evaluateSubmodule"],
): Value {
  const undeclared = evaluation.level().undeclared();
  if (undeclared.length === 0) return declared;
  const definitions: Definition[] = undeclared.map(({ path, definition }) => {
    const value = nestUnder(path.slice(request.prefix.length), withPriorities(definition));
    return { ...definition, value, wrappers: definition.wrappers.filter(({ kind }) => kind !== "override") };
  });
  const context = {
    path: request.prefix,
    evaluation: evaluation.identity,
    evaluateSubmodule,
    outside: request.outside,
  };
  // As in nixpkgs, the whole is merged without a look at its type; what it holds is checked.
  const { kept } = discharge(machine, definitions);
  const merged = kept.length > 0 ? type.merge(machine, context, kept) : declared;
  return merged.type === "set"
    ? recursivelyUpdated(machine, merged, declared)
    : isOpaque(merged)
      ? { ...declared, open: [merged] }
      : merged;
}

/** Priorities around the whole set hold for each of its attributes. */
function withPriorities({ value, wrappers, ...definition }: Definition): Definition {
  const overrides = wrappers.flatMap((wrapper) => (wrapper.kind === "override" ? [wrapper.priority] : []));
  const wrap = (content: Lazy, priority: Lazy): Lazy => record({ _type: string("override"), priority, content });
  return { ...definition, wrappers, value: overrides.reduceRight(wrap, value) };
}

function nestUnder(path: readonly string[], definition: Definition): Lazy {
  return path.reduceRight<Lazy>(
    (inner, name) => ({
      type: "set",
      entries: new Map([[name, { value: inner, at: definition.at }]]),
      at: definition.at,
    }),
    definition.value,
  );
}

/** nixpkgs' `recursiveUpdate`: the right side wins, sets are merged in depth. */
function recursivelyUpdated(machine: Machine, left: SetValue, right: SetValue): SetValue {
  const entries = new Map(left.entries);
  for (const [name, attribute] of right.entries) {
    const below = entries.get(name);
    const value = below
      ? machine.lazy(() => updatedInDepth(machine, below.value, attribute.value), attribute.at)
      : attribute.value;
    entries.set(name, { ...attribute, value });
  }
  return set(entries, [...(left.open ?? []), ...(right.open ?? [])]);
}

function updatedInDepth(machine: Machine, left: Lazy, right: Lazy): Value {
  const a = machine.force(left);
  const b = machine.force(right);
  return a.type === "set" && b.type === "set" && !b.collector ? recursivelyUpdated(machine, a, b) : b;
}
