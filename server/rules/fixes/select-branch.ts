import { slotClassesOf } from "../../flake/slots.ts";
import type { Branch, Graph, Host, HostSelection } from "../../graph/graph.ts";
import { branchesById, leavesByFile } from "../../graph/graph-lookup.ts";
import { counted } from "../../graph/rows.ts";
import { enclosing } from "../../syntax/enclosing.ts";
import type { Expression, SyntaxTree } from "../../syntax/syntax-tree.ts";
import { type OffsetRange, type Span, smallestAround, startKey } from "../../text.ts";
import type { Fix } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { itemAddition, type ListItem, listItemAt } from "./list-items.ts";
import { ownLists } from "./own-lists.ts";
import { renamedReference } from "./reference-edits.ts";

/** Hosts that are offered at most. */
const MOST_HOSTS = 5;
/** Branches that select others and are offered at most, after the hosts. */
const MOST_BRANCHES = 3;

/**
 * Adds the branch to the list in which a host selects branches of its kind; one for each host, the nearest to `near` first; then to those
 * of branches that hosts select. `among`: ids of the only hosts that are meant, and of them alone.
 */
export function selectInHosts(
  context: RuleContext,
  branch: Branch,
  near: string,
  among?: readonly string[],
): readonly Fix[] {
  const { hosts, images } = context.graph;
  const all = [...hosts, ...images];
  const takers = hosts.filter((host) => isFor(host, branch) && (among?.includes(host.id) ?? true));
  const own = takers.flatMap((host) => {
    const place = placesIn(context, host, branch, all)[0] ?? ownLists(context, host, branch)[0];
    return place ? [{ place, where: shownHost(context.graph, host) }] : [];
  });
  const shared = among ? [] : sharedPlaces(context, takers, branch);
  const byNearness = (a: FoundPlace, b: FoundPlace) =>
    sharedFolders(b.place.file, near) - sharedFolders(a.place.file, near);
  return [...own.sort(byNearness).slice(0, MOST_HOSTS), ...shared.sort(byNearness).slice(0, MOST_BRANCHES)].map(
    ({ place: { file, list, item }, where }) => ({
      title: `Select \`${branch.name}\` in ${where}`,
      edits: [itemAddition(context.textOf(file) ?? "", file, list, item)],
    }),
  );
}

function isFor(host: Host, branch: Branch): boolean {
  return host.class === branch.class || slotClassesOf(host.class).includes(branch.class ?? "");
}

function isForAnother(host: Host, branch: Branch): boolean {
  return branch.class !== undefined && !isFor(host, branch);
}

function shownHost({ hosts }: Graph, host: Host): string {
  const isUnique = hosts.every((other) => other === host || other.name !== host.name);
  return `\`${isUnique ? host.name : host.id}\``;
}

interface FoundPlace {
  readonly place: Place;
  /** As the fix's title names it. */
  readonly where: string;
}

/** One for each branch that selects branches of that kind for hosts. */
function sharedPlaces(context: RuleContext, hosts: readonly Host[], branch: Branch): FoundPlace[] {
  const found = new Map<string, FoundPlace>();
  for (const host of hosts) {
    for (const selection of host.selections) {
      const via = selectingBranch(context.graph, selection);
      if (!via || via.id === branch.id || found.has(via.id)) continue;
      const place = placeAt(context, host, selection, branch);
      const where = `\`${via.name}\` (${counted(via.selectedBy.length, "host")})`;
      if (place) found.set(via.id, { place, where });
    }
  }
  return [...found.values()];
}

interface Place {
  readonly file: string;
  readonly list: ListItem["list"];
  /** What to put there. */
  readonly item: string;
}

interface Candidate extends Place {
  /** It stands where the host is made. */
  readonly isNear: boolean;
  /** Of the selections in the list. */
  readonly count: number;
}

/** Lists of selections that are the host's alone, the likeliest first. */
function placesIn(context: RuleContext, host: Host, branch: Branch, all: readonly Host[]): readonly Place[] {
  const places = new Map<string, Candidate>();
  for (const selection of host.selections) {
    if (isShared(all, host, selection.at) || !isOwn(host, selectingBranch(context.graph, selection))) continue;
    const place = placeAt(context, host, selection, branch);
    if (!place || isInBuilder(context.treeOf(place.file), place.list)) continue;
    const key = startKey({ file: place.file, start: place.list.start });
    const known = places.get(key);
    places.set(key, {
      ...place,
      isNear: place.file === host.at?.file,
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...places.values()].sort(byLikelihood);
}

function byLikelihood(a: Candidate, b: Candidate): number {
  return Number(b.isNear) - Number(a.isNear) || b.count - a.count;
}

/** Another host would get it, too. */
function isShared(all: readonly Host[], host: Host, at: Span): boolean {
  return all.some((other) => other !== host && other.name !== host.name && selectsAt(other, at));
}

function selectsAt({ selections }: Host, place: Span): boolean {
  return selections.some(({ at }) => startKey(at) === startKey(place));
}

/** The host's own modules, and those of its own collector or of the branch that bears its name. */
function isOwn(host: Host, branch: Branch | undefined): boolean {
  return branch === undefined || branch.owner === host.id || branch.name === host.name;
}

/** The branch whose module makes the selection. What a module selects in a slot of its host stands in it anyway. */
function selectingBranch(graph: Graph, { through, at }: HostSelection): Branch | undefined {
  const leaves = (leavesByFile(graph).get(at.file) ?? []).filter(({ branch }) => branch !== undefined);
  const id = through ?? smallestAround(leaves, at)[0]?.branch;
  return id === undefined ? undefined : branchesById(graph).get(id);
}

/** A function that is not a module, or the like, makes several hosts, though it may have made one only yet. */
function isInBuilder(tree: SyntaxTree | undefined, list: OffsetRange): boolean {
  const functions = tree ? enclosing(tree, list).filter((one) => one.kind === "lambda") : [];
  return functions.some((one) => one !== tree?.root && !one.formals?.open);
}

/** The list that holds a selection, with what selects the other branch there. Undefined where nothing shows how. */
function placeAt(
  { graph, treeOf, textOf }: RuleContext,
  host: Host,
  { branch: id, kind, at }: HostSelection,
  wanted: Branch,
): Place | undefined {
  const known = branchesById(graph).get(id);
  const tree = treeOf(at.file);
  const found = listItemAt(tree, at);
  if (!known || !tree || !found) return undefined;
  const { list, item } = found;
  if (kind === "string") {
    // A list of hosts, whose names select, is none of branches.
    if (item.kind === "string" && item.parts.length === 1 && item.parts[0] === host.name) return undefined;
    const takesIt = isAlike(known, wanted, false) && takesWhole(graph, host, wanted);
    const text = takesIt && renamedString(item, known.name, wanted.name);
    return text ? { file: at.file, list, item: text } : undefined;
  }
  if (kind !== "reference" || !isAlike(known, wanted, true)) return undefined;
  const text = renamedReference(tree, textOf(at.file) ?? "", found, known.name, wanted.name);
  return text ? { file: at.file, list, item: text } : undefined;
}

/** A string selects the branch for all classes: the host must take what it has for each of them, or it would be dropped. */
function takesWhole({ branches }: Graph, host: Host, wanted: Branch): boolean {
  const parts = branches.filter((branch) => branch.name === wanted.name && isAlike(branch, wanted, false));
  const chosen = host.selections.flatMap(({ branch: id }) => branches.find((branch) => branch.id === id) ?? []);
  return parts.every(
    (part) => part.leaves.length === 0 || isForAnother(host, part) || chosen.some((one) => isAlike(one, part, true)),
  );
}

/** Whether the paths differ in the branches' own names alone; those of strings may go on differently. */
function isAlike(a: Branch, b: Branch, wholly: boolean): boolean {
  const own = a.path.lastIndexOf(a.name);
  if (own < 0 || own !== b.path.lastIndexOf(b.name) || a.owner !== b.owner) return false;
  const length = wholly ? Math.max(a.path.length, b.path.length) : own;
  return Array.from({ length }, (_, at) => at === own || a.path[at] === b.path[at]).every(Boolean);
}

/** The name may be built from the string: `"hosts/${name}"`. */
function renamedString(item: Expression, known: string, wanted: string): string | undefined {
  const text = item.kind === "string" && item.parts.length === 1 ? item.parts[0] : undefined;
  if (typeof text !== "string" || text === "" || !known.includes(text)) return undefined;
  const before = known.slice(0, known.indexOf(text));
  const behind = known.slice(before.length + text.length);
  if (!wanted.startsWith(before) || !wanted.endsWith(behind) || wanted.length <= before.length + behind.length)
    return undefined;
  return JSON.stringify(wanted.slice(before.length, wanted.length - behind.length));
}

/** How many folders two files have in common. */
function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  const differs = left.findIndex((folder, at) => folder !== right[at]);
  return differs < 0 ? left.length : differs;
}
