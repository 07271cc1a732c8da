import type { LoadedFlake } from "../flake/load.ts";
import { evaluationOf, type ModuleEvaluation } from "../modules/evaluation.ts";
import { once } from "../modules/once.ts";
import type { LazyLevel } from "../modules/tree.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Contribution } from "../nix/provenance.ts";
import type { SourceFiles } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { absencesOf } from "./absences.ts";
import { branchClasses, branchNames, isTopLevel, mentionsOf, namingPlaces, ownerOf, shownClasses } from "./branches.ts";
import { listCells } from "./cells.ts";
import { type ClassPieces, classPieces } from "./class-pieces.ts";
import { type FoundCollector, type FoundUndeclared, findCollectors } from "./collectors.ts";
import { branchesInside } from "./consumers.ts";
import { declaredTree } from "./declared.ts";
import { type Doubts, doubtsOf } from "./doubts.ts";
import { pathInWhole } from "./extensions.ts";
import type { Branch, BrokenFile, Cell, DeclaredOption, Graph, Host, Leaf } from "./graph.ts";
import { type CollectorReference, describeHost, distinctReasons, type HostContext, type HostDraft } from "./host.ts";
import { evaluationsIn, namedReads } from "./named-reads.ts";
import { type Observations, observe } from "./observations.ts";
import { OptionRegistry } from "./options.ts";
import { type FoundSystems, findSystems, HOST_OUTPUTS } from "./outputs.ts";
import { PER_SYSTEM, perSystemEvaluations } from "./per-system.ts";
import { flakeProblems } from "./problems/flake.ts";
import { compareText, type LeafDraft, LeafRegistry } from "./registry.ts";
import { remarkOn } from "./remark.ts";
import { findSelectors } from "./selectors.ts";
import { unselectedOptions, withUnselected } from "./unselected.ts";
import { untypedCollectors } from "./untyped.ts";
import { evaluateWritten } from "./written-values.ts";

/**
 * Builds the graph of a loaded flake in three steps. First everything is forced that the graph is made of; then it is fixed what the
 * evaluation came by on the way (`observe`); then the parts are described, in any order. Last come those that look at more than the graph
 * is made of: problems, and the names by which options are read.
 * `broken`: those files with syntax errors that were read so far; forcing reads more. `stored`: all files, also those that the flake does
 * not see. `everything`: evaluates what the graph does not need, too; see `Graph.readsEverything`. `order`: of describing, for tests.
 */
export function buildGraph(
  flake: LoadedFlake,
  broken: () => ReadonlyMap<string, BrokenFile>,
  stored: SourceFiles,
  everything = false,
  order: (parts: readonly GraphPart[]) => readonly GraphPart[] = (parts) => parts,
): BuiltGraph {
  const forced = forceGraph(flake);
  const describers = describersOf(forced, observe(flake, broken()), stored);
  for (const part of order(Object.keys(describers) as GraphPart[])) flake.machine.allow<unknown>(describers[part]);
  const { top, hosts, images, parked, isOwn } = forced;
  const problems = flake.machine.allow(() => flakeProblems(forced));
  const others = [...flake.evaluations, ...parked];
  const { inside } = forced.registry;
  const evaluated = { top, systems: [...hosts, ...images], others, inside, extensions: forced.extensions };
  const readsEverything = everything && evaluateWritten(flake, evaluationsIn(evaluated));
  const { machine, lib } = flake;
  const known = describers.options();
  const unselected = once(() => unselectedOptions({ machine, lib, parked, known, isOwn }));
  const graph: Graph = {
    declared: describers.declared(),
    root: describers.root(),
    cells: describers.cells(),
    options: everything ? withUnselected(known, unselected()) : known,
    aliases: describers.aliases(),
    branches: describers.branches(),
    leaves: describers.leaves(),
    hosts: describers.hosts(),
    images: describers.images(),
    ...describers.selecting(),
    absences: describers.absences(),
    problems,
    reads: namedReads(flake.machine.reads(), evaluated, { isOwn, everything: readsEverything }),
    readsEverything,
  };
  return { graph, unselectedOptions: unselected };
}

/** A graph, and what only few want to know. */
export interface BuiltGraph {
  readonly graph: Graph;
  /** Options that only modules declare which no system takes, evaluated when first asked for. A graph of everything lists them itself. */
  readonly unselectedOptions: () => readonly DeclaredOption[];
}

/** Everything that the graph is made of, forced. */
interface Forced extends Builder {
  readonly systems: FoundSystems;
  /** The evaluations of the flake's own level. */
  readonly top: readonly ModuleEvaluation[];
  readonly extensions: readonly (readonly string[])[];
  readonly branches: readonly BranchDraft[];
  /** Evaluations of modules that no system takes. */
  readonly parked: readonly ModuleEvaluation[];
  readonly undeclared: readonly FoundUndeclared[];
  readonly finished: ReadonlyMap<LeafDraft, Leaf>;
  readonly registry: OptionRegistry;
}

function forceGraph(flake: LoadedFlake): Forced {
  const { machine, lib } = flake;
  const isOwn = (file: string) => file.startsWith(`${flake.directory}/`) && !isNativePath(file);
  const relative = (file: string) => (isOwn(file) ? file.slice(flake.directory.length + 1) : file);
  const systems = findSystems(flake);
  const top = flake.evaluations.filter(isTopLevel);
  const found = top.map((evaluation) => machine.allow(() => findCollectors(machine, evaluation)));
  const extensions = found.flatMap((each) => each.extensions);
  const typed = distinctCollectors(found.flatMap((each) => each.collectors));
  const leaves = new LeafRegistry();
  const identities = new Set(top.map((evaluation) => evaluation.identity));
  const ids = new Set(typed.map((collector) => showOption(collector.path)));
  const used = new Map<string, Contribution[]>();
  const passing = new Map<string, FoundCollector>();
  const branchOf: HostContext["branchOf"] = (reference) => {
    if (!identities.has(reference.evaluation)) return undefined;
    const id = showOption(pathInWhole(reference.option, extensions));
    if (reference.direct && "definedAt" in reference)
      used.set(id, [...(used.get(id) ?? []), reference as Contribution]);
    if (reference.passes && !ids.has(id)) passing.set(id, passingCollector(reference));
    return reference.direct || reference.passes || ids.has(id) ? id : undefined;
  };
  const homes = new Map(typed.map(({ path, files }) => [showOption(path), new Set(files)]));
  const isHome = (branch: string, file: string) => homes.get(branch)?.has(file) ?? false;
  const context: HostContext = { machine, lib, leaves, branchOf, isOwn, isHome };
  const hosts = systems.hosts.map((host) =>
    machine.allow(() => describeHost(context, host, HOST_OUTPUTS.get(host.kind) ?? host.kind)),
  );
  const images = systems.images.map((image) => machine.allow(() => describeHost(context, image, "nixos")));
  const loose = found.flatMap((each) => each.untyped);
  const untyped = machine.allow(() => untypedCollectors(machine, loose, distinctContributions(used)));
  const further = [...untyped, ...passing.values()].filter((collector) => !ids.has(showOption(collector.path)));
  const collectors = distinctCollectors([...typed, ...further]);
  const builder: Builder = { flake, collectors, leaves, hosts, images, branchOf, isOwn };
  const { branches, parked } = machine.allow(() => draftBranches(builder));
  const finished = leaves.finish(relative);
  const registry = machine.allow(() => declaredOptions(builder, top));
  const undeclared = found.flatMap((each): readonly FoundUndeclared[] => each.undeclared);
  return { ...builder, systems, top, extensions, branches, parked, undeclared, finished, registry };
}

type Described = Pick<
  Graph,
  "declared" | "root" | "cells" | "options" | "aliases" | "branches" | "leaves" | "hosts" | "images" | "absences"
> & { readonly selecting: Pick<Graph, "selectors" | "stringOptions"> };

/** The parts of the graph that are described one by one. */
export type GraphPart = keyof Described;

/** Each part is described when it is first asked for. None may ask the evaluation what it came by so far: that is in `observed`. */
function describersOf(
  forced: Forced,
  observed: Observations,
  stored: SourceFiles,
): { readonly [Part in GraphPart]: () => Described[Part] } {
  const { flake, systems, top, hosts, images, finished, registry, parked, isOwn } = forced;
  const all = [...hosts, ...images];
  const doubts = once(() => doubtsOf({ flake, top, observed, systems, hosts: all, isOwn }));
  const finishHost = (draft: HostDraft) => finishedHost(draft, finished, doubts());
  const options = once(() => registry.finish());
  const branches = once(() => sortedById(forced.branches.map((draft) => finishedBranch(draft, finished, doubts()))));
  const leaves = once(() => sortedById([...finished.values()]));
  const finishedHosts = once(() => sortedById(hosts.map(finishHost)));
  const imported = new Set(
    top
      .flatMap((evaluation) => evaluation.collected().modules)
      .flatMap((module) => (module.content.kind === "module" && module.content.path ? [module.content.path] : [])),
  );
  const cells = once(() =>
    listCells({
      flake,
      stored,
      imported,
      observed,
      options: options(),
      branches: branches(),
      leaves: leaves(),
      hosts: finishedHosts(),
      isOwn,
    }),
  );
  const whole = top[0];
  return {
    declared: once(() => (whole ? declaredTree(flake.machine, flake.lib, whole) : { names: new Map(), open: true })),
    root: once(() => {
      const { isConfigDoubtful, configDoubtsAt } = doubts();
      return { ...rootOf(forced, imported, cells()), isDoubtful: isConfigDoubtful, doubtsAt: configDoubtsAt };
    }),
    cells,
    options,
    aliases: once(() => registry.aliases()),
    branches,
    leaves,
    hosts: finishedHosts,
    images: once(() => sortedById(images.map(finishHost))),
    selecting: once(() => findSelectors(flake.machine, top, all)),
    absences: once(() => absencesOf(all, parked, isOwn)),
  };
}

interface Builder {
  readonly flake: LoadedFlake;
  readonly collectors: readonly FoundCollector[];
  readonly leaves: LeafRegistry;
  readonly hosts: readonly HostDraft[];
  readonly images: readonly HostDraft[];
  readonly branchOf: HostContext["branchOf"];
  readonly isOwn: (file: string) => boolean;
}

/** The same option seen by several evaluations (partitions) is one branch, with what each has for it. */
function distinctCollectors(collectors: readonly FoundCollector[]): readonly FoundCollector[] {
  const byId = new Map<string, FoundCollector>();
  for (const collector of collectors) {
    const id = showOption(collector.path);
    const known = byId.get(id);
    byId.set(id, known ? joinedCollector(known, collector) : collector);
  }
  return [...byId.values()];
}

/** A collector that is no option of its own: an aspect that only includes others. All but the first two names are people's choice. */
function passingCollector({ option, evaluation }: CollectorReference): FoundCollector {
  return {
    path: option,
    instances: new Set(option.map((_, index) => index).slice(Math.min(2, option.length - 1))),
    evaluation,
    contributions: [],
    declaredAt: [],
    files: [],
    open: false,
    siblings: undefined,
  };
}

function joinedCollector(known: FoundCollector, more: FoundCollector): FoundCollector {
  const places = new Set(known.contributions.map(placeKey));
  const contributions = more.contributions.filter((each) => !places.has(placeKey(each)));
  if (contributions.length === 0) return known;
  const files = [...new Set([...known.files, ...more.files])].sort();
  return { ...known, files, contributions: [...known.contributions, ...contributions] };
}

function placeKey({ file, at }: FoundCollector["contributions"][number]): string {
  return `${file} ${at?.file}:${at?.start}`;
}

/** The same contribution is met once by every host that takes it. */
function distinctContributions(
  used: ReadonlyMap<string, readonly Contribution[]>,
): ReadonlyMap<string, readonly Contribution[]> {
  return new Map(
    [...used].map(([id, contributions]) => {
      const byPlace = new Map(contributions.map((each) => [`${each.file} ${each.at?.file}:${each.at?.start}`, each]));
      return [id, [...byPlace.values()]];
    }),
  );
}

interface BranchDraft extends Omit<Branch, "leaves"> {
  readonly leafDrafts: readonly LeafDraft[];
}

function draftBranches(builder: Builder): {
  readonly branches: readonly BranchDraft[];
  readonly parked: readonly ModuleEvaluation[];
} {
  const { collectors, hosts, images, isOwn, flake } = builder;
  const systems = [...hosts, ...images];
  const shown = shownClasses(systems);
  const pieces = classPieces(collectors, shown);
  const classes = branchClasses(collectors, shown, pieces);
  const inside = branchesInside(flake, collectors, systems, classes, builder.branchOf);
  const branches = collectors.map((collector) => {
    const names = branchNames(collector, pieces);
    const leafDrafts = collector.contributions.flatMap(
      (contribution) => leafOf(builder, names.id, classes.get(names.id), contribution) ?? [],
    );
    return {
      ...names,
      path: collector.path,
      class: classes.get(names.id),
      namesClass: pieces.has(names.id),
      owner: ownerOf(collector, hosts),
      declaredAt: collector.declaredAt.filter((at) => isOwn(at.file)),
      namedAt: namingPlaces(siblingsOf(collector, names.group, pieces), isOwn),
      leafDrafts,
      selectedBy: hosts
        .filter((host) => host.consumed.has(names.id))
        .map((host) => host.id)
        .sort(compareText),
      consumedBy: [
        ...images.filter((image) => image.consumed.has(names.id)).map((image) => image.id),
        ...(inside.consumers.get(names.id) ?? []),
      ].sort(compareText),
      mayBeConsumed: inside.mayBeConsumed(names.id),
      files: collector.files.filter(isOwn),
      open: collector.open,
      published: collector.path[0] === "flake",
      mentions: mentionsOf(flake.machine, collector.siblings, isOwn),
    };
  });
  return { branches, parked: inside.parked };
}

/** What stands beside the collector is of the branch only where it stands below the branch's name, and a class piece beside nothing else. */
function siblingsOf(collector: FoundCollector, group: string, pieces: ClassPieces): FoundCollector["siblings"] {
  const { siblings, path, instances } = collector;
  if (!siblings) return undefined;
  const isOwn = pieces.has(showOption(path))
    ? showOption(siblings.path) === group
    : siblings.path.length > Math.max(...instances);
  return isOwn ? siblings : undefined;
}

function leafOf(
  builder: Builder,
  branch: string,
  moduleClass: string | undefined,
  found: FoundCollector["contributions"][number],
): LeafDraft | undefined {
  const { isOwn, flake, leaves } = builder;
  const at = found.at;
  const file = found.file ?? at?.file;
  if (!at || !file || !isOwn(file)) return undefined;
  const value = flake.machine.force(found.value);
  const external = value.type === "external" ? value.path : undefined;
  return leaves.add({
    holder: branch,
    branch,
    file,
    at,
    definedAt: found.definedAt,
    class: moduleClass,
    external,
    condition: found.condition,
  });
}

function finishedBranch(
  { leafDrafts, ...branch }: BranchDraft,
  finished: ReadonlyMap<LeafDraft, Leaf>,
  doubts: Doubts,
): Branch {
  return { ...branch, open: branch.open || doubts.whole.length > 0, leaves: idsOf(leafDrafts, finished) };
}

function idsOf(drafts: readonly LeafDraft[], finished: ReadonlyMap<LeafDraft, Leaf>): readonly string[] {
  return [...new Set(drafts.flatMap((draft) => finished.get(draft)?.id ?? []))];
}

function finishedHost(draft: HostDraft, finished: ReadonlyMap<LeafDraft, Leaf>, doubts: Doubts): Host {
  const unresolved = distinctReasons([...draft.unresolved, ...doubts.of(draft), ...doubts.whole]);
  return {
    id: draft.id,
    kind: draft.found.kind,
    name: draft.found.name,
    class: draft.class,
    at: draft.found.at,
    complete: unresolved.length === 0,
    unresolved,
    selections: [...draft.selections].sort(
      (a, b) => compareText(a.branch, b.branch) || compareText(a.at.file, b.at.file) || a.at.start - b.at.start,
    ),
    pulls: draft.pulls.flatMap(({ leaf, via, slot, uncertain }) => {
      const id = finished.get(leaf)?.id;
      return id === undefined ? [] : [{ leaf: id, via, slot, uncertain }];
    }),
    files: [...draft.files].sort(compareText),
  };
}

function declaredOptions(builder: Builder, top: readonly ModuleEvaluation[]): OptionRegistry {
  const { machine, lib } = builder.flake;
  const registry = new OptionRegistry(machine, lib, builder.isOwn);
  for (const evaluation of top) registry.addEvaluation(evaluation, undefined);
  // Every platform declares the same.
  const [platform] = perSystemEvaluations(builder.flake);
  if (platform) registry.addEvaluation(platform, PER_SYSTEM);
  for (const host of [...builder.hosts, ...builder.images]) {
    for (const evaluation of host.evaluations) registry.addEvaluation(evaluation, evaluation.class ?? host.class);
  }
  return registry;
}

function rootOf(
  { flake, systems, top }: Forced,
  imported: ReadonlySet<string>,
  cells: readonly Cell[],
): Omit<Graph["root"], "isDoubtful" | "doubtsAt"> {
  const outputs = flake.machine.force(flake.outputs);
  const failure =
    outputs.type === "failure"
      ? { message: outputs.message, at: outputs.at, certain: true }
      : outputs.type === "unknown"
        ? { message: outputs.reason, at: outputs.at, certain: outputs.recursive === true }
        : undefined;
  const trees = new Map(flake.trees.map((tree) => [tree.directory, tree]));
  return {
    directory: flake.directory,
    file: flake.file,
    trees: [...trees.values()],
    inputs: flake.inputs.map(({ name, source, at }) => ({ name, source, at })),
    failure,
    outsideModules: top.some((evaluation) => evaluation.externals().length > 0),
    rootNames: declaredNames(top.map((evaluation) => evaluation.level())),
    outputNames: declaredNames(top.flatMap((evaluation) => outputLevels(evaluation))),
    perSystemNames: declaredNames(perSystemEvaluations(flake).map((one) => one.level())),
    takesAnything: top.some((evaluation) => evaluation.isFreeform() || !evaluation.checksNames()),
    dendritic: top.length > 0 && imported.size > 0,
    remark: failure ? undefined : remarkOn({ flake, systems, top, imported, cells }),
  };
}

function declaredNames(levels: readonly LazyLevel[]): readonly string[] {
  return [...new Set(levels.flatMap((level) => [...level.names().keys()]))].sort(compareText);
}

/** What stands below the option `flake`. */
function outputLevels(evaluation: ModuleEvaluation): readonly LazyLevel[] {
  const node = evaluation.level().child("flake");
  const inner = node?.kind === "option" ? evaluationOf(node.option.merged()) : undefined;
  if (node?.kind === "level") return [node.level];
  return inner ? [inner.level()] : [];
}

function sortedById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => compareText(a.id, b.id));
}
