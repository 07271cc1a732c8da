import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { OptionSet } from "../modules/option.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Machine } from "../nix/value.ts";
import { ANY_NAME, pieceText, showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import type { ClassPieces } from "./class-pieces.ts";
import type { FoundCollector } from "./found-collectors.ts";
import type { Branch, BranchMention } from "./graph.ts";
import type { HostDraft } from "./host-draft.ts";
import { SYSTEM_CLASSES } from "./namespaces.ts";

/** What the path of a collector says of the branch. */
export interface BranchNames {
  readonly id: string;
  readonly group: string;
  readonly name: string;
}

/** Names a branch after its path: instance names are what people chose, unless the last one is a class. */
export function branchNames(collector: FoundCollector, pieces: ClassPieces): BranchNames {
  const { path, instances } = collector;
  const id = showOption(path);
  const length = pieces.get(id);
  const nameAt = (index: number) => pieceText(path[index] ?? id);
  if (length !== undefined) return { id, group: showOption(path.slice(0, length)), name: nameAt(length - 1) };
  const last = Math.max(-1, ...instances);
  const name = nameAt(last < 0 ? path.length - 1 : last);
  if (last < 0) return { id, group: id, name };
  return { id, group: last === path.length - 1 ? name : showOption(path.slice(0, last + 1)), name };
}

/** Where the branch's own name stands in its path; negative: nowhere. */
export function ownNameIndex({ path, group, name }: Pick<Branch, "path" | "group" | "name">): number {
  const grouped = group === name ? -1 : path.findIndex((_, at) => showOption(path.slice(0, at + 1)) === group);
  return grouped < 0 ? path.findLastIndex((piece) => pieceText(piece) === name) : grouped;
}

/** The path with the branch's own name left out: what it shares with its kind. */
export function branchKind(collector: Pick<FoundCollector, "path" | "instances">, pieces?: ClassPieces): string {
  const own = (pieces?.get(showOption(collector.path)) ?? 0) - 1;
  const last = own < 0 ? Math.max(-1, ...collector.instances) : own;
  return showOption(collector.path.map((piece, index) => (index === last ? ANY_NAME : piece)));
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
  const [first, second, third] = path;
  if (first === "flake" && second === "modules")
    return typeof third === "string" && third !== "generic" ? third : undefined;
  return DECLARED_CLASSES.get(showOption(path.slice(0, 2)));
}

/** The classes that the collectors themselves show: what the declaration says, else as which systems take it. */
export function shownClasses(hosts: readonly HostDraft[]): (collector: FoundCollector) => string | undefined {
  const consumed = new Map<string, string>();
  for (const host of hosts)
    for (const [branch, name] of host.consumed) consumed.set(branch, consumed.get(branch) ?? name);
  return (collector) => declaredClass(collector) ?? consumed.get(showOption(collector.path));
}

/** The class of every branch: the one that it shows, else what its kind is taken as. */
export function branchClasses(
  collectors: readonly FoundCollector[],
  shown: (collector: FoundCollector) => string | undefined,
  pieces: ClassPieces,
): ReadonlyMap<string, string> {
  const byKind = new Map<string, Set<string>>();
  for (const collector of collectors) {
    const name = shown(collector);
    if (!name) continue;
    const kind = branchKind(collector, pieces);
    byKind.set(kind, (byKind.get(kind) ?? new Set()).add(name));
  }
  const classes = new Map<string, string>();
  for (const collector of collectors) {
    const id = showOption(collector.path);
    const alike = [...(byKind.get(branchKind(collector, pieces)) ?? [])];
    const name = shown(collector) ?? (alike.length === 1 ? alike[0] : namedClass(collector, pieces));
    if (name) classes.set(id, name);
  }
  return classes;
}

/** Nothing takes its like, but the last name of its kin says the class. */
function namedClass({ path }: FoundCollector, pieces: ClassPieces): string | undefined {
  const last = path.at(-1);
  return typeof last === "string" && pieces.has(showOption(path)) && SYSTEM_CLASSES.has(last) ? last : undefined;
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
    host.selections.some((selection) => selection.branch === id && selection.kind === "string" && !selection.partial),
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
