import type { LoadedFlake } from "../flake/load.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Contribution } from "../nix/provenance.ts";
import { showOption } from "../option-path.ts";
import { compareText, startKey } from "../text.ts";
import { branchClasses, branchNames, isTopLevel, mentionsOf, namingPlaces, ownerOf, shownClasses } from "./branches.ts";
import { type ClassPieces, classPieces } from "./class-pieces.ts";
import { findCollectors } from "./collectors.ts";
import { branchesInside } from "./consumers.ts";
import { pathInWhole } from "./extensions.ts";
import type { FoundCollector, FoundUndeclared } from "./found-collectors.ts";
import type { Branch, Leaf } from "./graph.ts";
import { describeHost } from "./host.ts";
import type { CollectorReference, HostContext, HostDraft } from "./host-draft.ts";
import { OptionRegistry } from "./options.ts";
import { type FoundSystems, findSystems, HOST_OUTPUTS } from "./outputs.ts";
import { PER_SYSTEM, perSystemEvaluations } from "./per-system.ts";
import { type LeafDraft, LeafRegistry } from "./registry.ts";
import { untypedCollectors } from "./untyped.ts";

/** Everything that the graph is made of, forced: the first step of `build.ts`. What it forces counts as reached. */
export interface Forced extends Builder {
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

export function forceGraph(flake: LoadedFlake): Forced {
  const { machine, lib } = flake;
  const isOwn = (file: string) => file.startsWith(`${flake.directory}/`) && !isNativePath(file);
  const relative = (file: string) => (isOwn(file) ? file.slice(flake.directory.length + 1) : file);
  const systems = findSystems(flake);
  const top = flake.log.evaluations.filter(isTopLevel);
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

/** A collector that is not an option of its own: an aspect that only includes others. All but the first two names are people's choice. */
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
  return `${file} ${startKey(at)}`;
}

/** The same contribution is met once by every host that takes it. */
function distinctContributions(
  used: ReadonlyMap<string, readonly Contribution[]>,
): ReadonlyMap<string, readonly Contribution[]> {
  return new Map(
    [...used].map(([id, contributions]) => {
      const byPlace = new Map(contributions.map((each) => [`${each.file} ${startKey(each.at)}`, each]));
      return [id, [...byPlace.values()]];
    }),
  );
}

export interface BranchDraft extends Omit<Branch, "leaves"> {
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

function declaredOptions(builder: Builder, top: readonly ModuleEvaluation[]): OptionRegistry {
  const { machine, lib } = builder.flake;
  const registry = new OptionRegistry(machine, lib, builder.isOwn);
  for (const evaluation of top) registry.addEvaluation(evaluation, undefined);
  // Every platform declares the same.
  const [platform] = perSystemEvaluations(builder.flake.log.evaluations);
  if (platform) registry.addEvaluation(platform, PER_SYSTEM);
  for (const host of [...builder.hosts, ...builder.images]) {
    for (const evaluation of host.evaluations) registry.addEvaluation(evaluation, evaluation.class ?? host.class);
  }
  return registry;
}
