import { slotsOf } from "../flake/slots.ts";
import { evaluationOfCall } from "../flake/system-builders.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { isMissing } from "../modules/load-module.ts";
import type { ModuleInstance, ReachedCollector, Step, UnknownModules } from "../modules/module.ts";
import { isNixosModule } from "../modules/nixos-modules.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Condition } from "../nix/provenance.ts";
import type { External, Lazy } from "../nix/value.ts";
import { type Span, startKey } from "../text.ts";
import { contributedValue, writtenPlace } from "./contributions.ts";
import type { Unresolved } from "./graph.ts";
import type { Collecting, HostContext, HostDraft } from "./host-draft.ts";
import { noteSelection } from "./host-selections.ts";
import type { FoundSystem } from "./outputs.ts";
import type { LeafDraft } from "./registry.ts";

/*
 * A host is followed from its module list down: every module that the evaluation collected knows its *steps*, the collectors that it came out of
 * on the way (`modules/marks.ts`). A step that is one of the flake's own collectors is a branch on the way (`via`), and what picked it is a
 * selection. A module that a collector holds is that branch's leaf; one that the host's list holds itself is a leaf without a branch; what a
 * leaf imports from another file is a leaf of its own. Each pair of leaf and way is a pull.
 * Systems inside the system (`flake/slots.ts`) are followed the same way, with the name of their slot. Whatever could not be followed is a
 * reason why the host is known in part.
 */

/** Follows everything that a system's modules pull in, slots included. */
export function describeHost(context: HostContext, found: FoundSystem, outputClass: string): HostDraft {
  const id = `${found.kind}.${found.name}`;
  const collect: Collecting = {
    context,
    id,
    pulls: new Map(),
    selections: new Map(),
    files: new Set(),
    unresolved: [],
    consumed: new Map(),
    evaluations: [],
    recursions: [],
    taken: new Map(),
  };
  if (found.system) visitEvaluation(collect, found.system.evaluation(), undefined, 0);
  else visitUnbuilt(collect, found, outputClass);
  const { pulls, selections, files, unresolved, consumed, evaluations } = collect;
  return {
    id,
    found,
    class: found.system?.class ?? outputClass,
    unresolved: distinctReasons(unresolved),
    selections: [...selections.values()],
    pulls: [...pulls.values()],
    files,
    consumed,
    evaluations,
    recursions: collect.recursions,
  };
}

export function distinctReasons(unresolved: readonly Unresolved[]): readonly Unresolved[] {
  return [...new Map(unresolved.map((each) => [`${each.reason} ${startKey(each.at)}`, each])).values()];
}

/** Modules that a builder from outside was given are shown, though the host is not known whole. */
function visitUnbuilt(collect: Collecting, found: FoundSystem, outputClass: string): void {
  const { machine, lib } = collect.context;
  collect.unresolved.push({ reason: describeUnbuilt(found), at: found.at });
  for (const part of outsideParts(found)) {
    const given = evaluationOfCall(machine, lib, part, outputClass);
    if (given) visitEvaluation(collect, given, undefined, 0);
  }
}

/** What comes from outside: the whole, or what a set `outside // { … }` is made of. */
function outsideParts({ value }: FoundSystem): readonly External[] {
  if (value.type === "external") return [value];
  return value.type === "set" ? (value.open ?? []).filter((part) => part.type === "external") : [];
}

function describeUnbuilt(found: FoundSystem): string {
  const { value } = found;
  const [outside] = outsideParts(found);
  if (outside) return `it is built by ${outside.path}, which is outside this flake`;
  switch (value.type) {
    case "unknown":
      return value.reason;
    case "failure":
      return value.message;
    default:
      return "it is not built by a known system builder";
  }
}

function visitEvaluation(
  collect: Collecting,
  evaluation: ModuleEvaluation,
  slot: string | undefined,
  depth: number,
): void {
  const { machine, lib } = collect.context;
  const { modules, collectors, unknowns } = evaluation.collected();
  collect.evaluations.push(evaluation);
  collect.unresolved.push(...unknowns.map(toUnresolved));
  // What comes from outside is taken as a module from outside is.
  for (const { part, at } of evaluation.hidden())
    if (part.type === "unknown") collect.unresolved.push(toUnresolved({ reason: part.reason, at: part.at ?? at }));
  for (const reached of collectors) noteCollector(collect, reached, evaluation.class, slot);
  for (const module of modules) noteModule(collect, module, evaluation.class, slot);
  const { slots, unknowns: doubts } = slotsOf(machine, evaluation, lib);
  collect.unresolved.push(...doubts.map(toUnresolved));
  if (depth >= MOST_SLOTS && slots.length > 0) {
    collect.unresolved.push({ reason: "systems nested too deeply", at: slots[0]?.at });
    return;
  }
  for (const inner of slots) {
    collect.unresolved.push(...inner.unknowns.map(toUnresolved));
    visitEvaluation(collect, inner.evaluation, slot ? `${slot}.${inner.name}` : inner.name, depth + 1);
  }
}

/** Systems within systems are followed this deep. */
const MOST_SLOTS = 4;

function toUnresolved({ reason, at }: UnknownModules): Unresolved {
  return { reason, at: at && isNativePath(at.file) ? undefined : at };
}

function noteCollector(
  collect: Collecting,
  reached: ReachedCollector,
  moduleClass: string | undefined,
  slot: string | undefined,
): void {
  const branch = collect.context.branchOf(reached);
  if (branch === undefined || reached.inherited) return;
  if (moduleClass !== undefined) collect.consumed.set(branch, collect.consumed.get(branch) ?? moduleClass);
  const through = collect.context.branchOf(lastOf(reached.steps));
  noteSelection(collect, branch, reached, { through, slot });
}

function lastOf(steps: readonly Step[]): Step["contribution"] {
  return steps.at(-1)?.contribution ?? NO_CONTRIBUTION;
}

const NO_CONTRIBUTION: Step["contribution"] = {
  option: [],
  evaluation: {},
  file: undefined,
  at: undefined,
  definedAt: undefined,
};

function noteModule(
  collect: Collecting,
  module: ModuleInstance,
  moduleClass: string | undefined,
  slot: string | undefined,
): void {
  const { context } = collect;
  const { condition } = module;
  // It was reported as one of the system that is extended.
  if (module.inherited) return;
  if (condition?.recursive) collect.recursions.push(condition);
  creditFile(collect, module);
  const via = module.steps.map((step) => context.branchOf(step.contribution)).filter((id) => id !== undefined);
  if (module.role === "contribution") {
    const last = module.steps.at(-1);
    const branch = via.at(-1);
    if (!last || branch === undefined) return;
    if (moduleClass !== undefined) collect.consumed.set(branch, collect.consumed.get(branch) ?? moduleClass);
    const { selection, contribution } = last;
    if (branch === context.branchOf(contribution))
      noteSelection(collect, branch, { selection, condition, contribution }, { through: via.at(-2), slot, module });
    const leaf = contributedLeaf(context, branch, module, last, moduleClass);
    if (leaf) notePull(collect, leaf, via, { slot, condition });
    return;
  }
  if (isLeafOfItsOwn(module, slot)) {
    const leaf = ownLeaf(collect, module, via.at(-1), moduleClass);
    if (leaf) notePull(collect, leaf, via, { slot, condition });
  }
}

function creditFile(collect: Collecting, module: ModuleInstance): void {
  const { file, content } = module;
  if (file === undefined || !collect.context.isOwn(file)) return;
  if (content.kind === "external" && module.steps.length === 0) return;
  if (content.kind === "failure" && isMissing(content.value, file)) return;
  if (module.role === "collector" || module.role === "wrapper" || isEmpty(module) || isMereName(module)) return;
  collect.files.add(file);
}

/** What names itself and only imports others: the wrapping that an option's `apply` puts around a module. */
function isMereName({ content }: ModuleInstance): boolean {
  if (content.kind !== "module" || !content.isNamed || content.path !== undefined || content.options) return false;
  return content.config.type === "set" && content.config.entries.size === 0 && !content.config.open;
}

/** A literal without any content (`optionalAttrs false { … }`) gives the host nothing; an empty file is still a module. */
function isEmpty({ content, imports }: ModuleInstance): boolean {
  if (content.kind !== "module" || content.path !== undefined || imports.length > 0 || content.options !== undefined)
    return false;
  const { config } = content;
  return config.type === "set" && config.entries.size === 0 && !config.open;
}

/**
 * What is shown beside the contributions of branches: items of the host's own list, of the imports of a slot that it fills itself, and
 * whatever a module imports from a file or an input. Literals inside a module's `imports` belong to that module.
 */
function isLeafOfItsOwn(module: ModuleInstance, slot: string | undefined): boolean {
  if (module.role !== "module" || module.content.kind === "unknown" || module.content.kind === "failure") return false;
  if (module.importer?.wrapped || isMereName(module)) return false;
  // NixOS's own modules are not leaves of anybody.
  if (module.content.kind === "external") return !isNixosModule(module.content.value.path);
  if (module.content.path !== undefined) return true;
  if (module.steps.some(({ contribution }) => !contribution.passes)) return false;
  const { importer, wrapped } = behindWrappers(module.importer);
  if (importer === undefined) return slot === undefined || wrapped;
  // A library called what a file holds, and named the module after the file.
  if (wrapped && module.file !== importer.file && module.at !== undefined && module.at.file === module.file)
    return true;
  const slotRoot = slot !== undefined && importer.importer === undefined;
  return slotRoot && importer.content.kind === "module" && importer.content.path === undefined;
}

/** The importer that is not a library's own wrapping, and whether there was one. */
function behindWrappers(importer: ModuleInstance | undefined): {
  readonly importer: ModuleInstance | undefined;
  readonly wrapped: boolean;
} {
  let found = importer;
  while (found?.role === "wrapper") found = found.importer;
  return { importer: found, wrapped: found !== importer };
}

function contributedLeaf(
  context: HostContext,
  branch: string,
  module: ModuleInstance,
  step: Step,
  moduleClass: string | undefined,
): LeafDraft | undefined {
  const { contribution } = step;
  const inner = module.imports.length === 1 ? module.imports[0] : undefined;
  const value = contribution.value ?? (module.wrapped && contributedValue(context.machine, module.wrapped));
  const at = contribution.direct
    ? (module.at ?? contribution.at)
    : ((value && writtenPlace(context.machine, value)) ?? contribution.at ?? module.at);
  const file = flakesFile(contribution.file, at);
  if (!at || !file || !context.isOwn(file) || isNativePath(at.file)) return undefined;
  const condition = module.condition ?? contribution.condition;
  const opaque = contribution.direct ? module : inner;
  const external = contribution.isPart
    ? outsidePath(context, value)
    : opaque?.content.kind === "external"
      ? opaque.content.value.path
      : undefined;
  return context.leaves.add({
    holder: branch,
    branch,
    file,
    at,
    definedAt: contribution.definedAt,
    class: moduleClass,
    external,
    condition,
  });
}

/** The file that Nix credits; what counts for a library's own file is shown where it is written. */
function flakesFile(credited: string | undefined, at: Span | undefined): string | undefined {
  return credited !== undefined && !isNativePath(credited) ? credited : at?.file;
}

function outsidePath({ machine }: HostContext, value: Lazy | undefined): string | undefined {
  const forced = value && machine.force(value);
  return forced?.type === "external" ? forced.path : undefined;
}

function ownLeaf(
  collect: Collecting,
  module: ModuleInstance,
  branch: string | undefined,
  moduleClass: string | undefined,
): LeafDraft | undefined {
  const { context, id } = collect;
  const at = module.content.kind === "module" ? (module.at ?? module.place) : (module.place ?? module.at);
  const file = flakesFile(module.content.kind === "module" ? module.file : undefined, at);
  if (!at || !file || !context.isOwn(file)) return undefined;
  const external = module.content.kind === "external" ? module.content.value.path : undefined;
  const holder = branch ?? id;
  return context.leaves.add({
    holder,
    branch,
    file,
    at,
    definedAt: undefined,
    class: moduleClass,
    external,
    condition: module.condition,
  });
}

/** One way of getting a leaf may be certain where another is not. */
function notePull(
  collect: Collecting,
  leaf: LeafDraft,
  via: readonly string[],
  { slot, condition }: { readonly slot: string | undefined; readonly condition: Condition | undefined },
): void {
  const key = `${leaf.holder}\n${leaf.file}\n${leaf.at.start}\n${leaf.at.end}\n${leaf.external ?? ""}\n${via.join(">")}\n${slot ?? ""}`;
  const uncertain = condition?.value === "unknown" && collect.pulls.get(key)?.uncertain !== false;
  collect.pulls.set(key, { leaf, via, slot, uncertain });
}
