import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { OptionSet } from "../modules/option.ts";
import { showOption } from "../modules/types/merge.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Machine } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { FoundCollector } from "./collectors.ts";
import type { BranchMention } from "./graph.ts";
import type { HostDraft } from "./host.ts";

/** What the path of a collector says of the branch. */
export interface BranchNames {
  readonly id: string;
  readonly group: string;
  readonly name: string;
}

/** Names a branch after its path: instance names are what people chose. */
export function branchNames(collector: FoundCollector): BranchNames {
  const { path, instances } = collector;
  const id = showOption(path);
  const last = Math.max(-1, ...instances);
  const name = path[last < 0 ? path.length - 1 : last] ?? id;
  if (last < 0) return { id, group: id, name };
  return { id, group: last === path.length - 1 ? name : showOption(path.slice(0, last + 1)), name };
}

/** The path with the branch's own name left out: what it shares with its kind. */
export function branchKind(collector: Pick<FoundCollector, "path" | "instances">): string {
  const last = Math.max(-1, ...collector.instances);
  return showOption(collector.path.map((name, index) => (index === last ? "<name>" : name)));
}

/** Options of flake-parts and its kin whose declaration says what class their modules have. */
const DECLARED_CLASSES: ReadonlyMap<string, string> = new Map([
  ["flake.nixosModules", "nixos"],
  ["flake.homeModules", "homeManager"],
  ["flake.darwinModules", "darwin"],
  ["flake.flakeModules", "flake"],
]);

/** The class that the declaration of a collector says, when it is one of flake-parts' own. */
function declaredClass(collector: FoundCollector): string | undefined {
  if (!collector.declaredAt.some((at) => isNativePath(at.file))) return undefined;
  const { path } = collector;
  if (path[0] === "flake" && path[1] === "modules") return path[2] === "generic" ? undefined : path[2];
  return DECLARED_CLASSES.get(showOption(path.slice(0, 2)));
}

/** The class of every branch: as which it is consumed, else what its declaration says, else what its kind is consumed as. */
export function branchClasses(
  collectors: readonly FoundCollector[],
  hosts: readonly HostDraft[],
): ReadonlyMap<string, string> {
  const consumed = new Map<string, string>();
  for (const host of hosts)
    for (const [branch, name] of host.consumed) consumed.set(branch, consumed.get(branch) ?? name);
  const byKind = new Map<string, Set<string>>();
  for (const collector of collectors) {
    const name = declaredClass(collector) ?? consumed.get(showOption(collector.path));
    if (!name) continue;
    const kind = branchKind(collector);
    byKind.set(kind, (byKind.get(kind) ?? new Set()).add(name));
  }
  const classes = new Map<string, string>();
  for (const collector of collectors) {
    const id = showOption(collector.path);
    const alike = [...(byKind.get(branchKind(collector)) ?? [])];
    const name = declaredClass(collector) ?? consumed.get(id) ?? (alike.length === 1 ? alike[0] : undefined);
    if (name) classes.set(id, name);
  }
  return classes;
}

/** Places that say something of the branch beside its modules: a description in the same submodule. */
export function namingPlaces(siblings: OptionSet | undefined, isOwn: (file: string) => boolean): readonly Span[] {
  const places: Span[] = [];
  for (const node of siblings?.children.values() ?? []) {
    if (node.kind !== "option" || node.option.type().shape.kind !== "leaf") continue;
    for (const { at } of node.option.definitions().kept) if (at && isOwn(at.file)) places.push(at);
  }
  return places;
}

/**
 * The host whose own collector it is: one of its instance names is the host's name, that host alone consumes it, and nobody picks it by
 * a string.
 */
export function ownerOf(collector: FoundCollector, hosts: readonly HostDraft[]): string | undefined {
  const id = showOption(collector.path);
  if (collector.path[0] === "flake") return undefined;
  const named = hosts.filter((host) =>
    [...collector.instances].some((index) => collector.path[index] === host.found.name),
  );
  const owner = named[0];
  if (!owner || named.length > 1) return undefined;
  const consumers = hosts.filter((host) => host.consumed.has(id));
  const byString = consumers.some((host) =>
    host.selections.some((selection) => selection.branch === id && selection.kind === "string"),
  );
  return byString || consumers.some((host) => host !== owner) ? undefined : owner.id;
}

/** Evaluations that hold the flake's own options, not a system's nor one per platform. */
export function isTopLevel(evaluation: ModuleEvaluation): boolean {
  return evaluation.class === undefined || evaluation.class === "flake";
}

/** Strings in lists that stand in the same submodule as the collector. */
export function mentionsOf(
  machine: Machine,
  siblings: OptionSet | undefined,
  isOwn: (file: string) => boolean,
): readonly BranchMention[] {
  const mentions: BranchMention[] = [];
  for (const [name, node] of siblings?.children ?? []) {
    const shape = node.kind === "option" ? node.option.type().shape : undefined;
    if (node.kind !== "option" || shape?.kind !== "list" || shape.element().shape.kind !== "leaf") continue;
    const list = node.option.merged();
    for (const item of list.type === "list" ? list.items : []) {
      const value = machine.force(item);
      if (value.type === "string" && value.at && isOwn(value.at.file))
        mentions.push({ option: name, text: value.text, at: value.at });
    }
  }
  return mentions;
}
