import { compareText } from "../text.ts";
import type { Branch, Graph, Host, HostSelection, Leaf } from "./graph.ts";
import { leavesById } from "./graph-lookup.ts";
import { groupOf, groupsOn } from "./why-in-host.ts";

/** A branch as people read it: all its classes at once, with the branches that it brings along. */
export interface OutlineBranch {
  /** Undefined: what the host holds itself, inline or through a collector of its own. */
  readonly group: string | undefined;
  /** The places that select it here. */
  readonly selections: readonly HostSelection[];
  readonly classes: readonly OutlineClass[];
  readonly branches: readonly OutlineBranch[];
}

export interface OutlineClass {
  /** Undefined: not known. */
  readonly class: string | undefined;
  /** The place inside the host that takes the leaves. */
  readonly slot: string | undefined;
  readonly leaves: readonly Leaf[];
}

/** What a host is made of: its own part first, then the branches by name. */
export function hostOutline(graph: Graph, host: Host): readonly OutlineBranch[] {
  const leaves = leavesById(graph);
  const top = newDraft(undefined);
  for (const pull of host.pulls) {
    const { slot } = pull;
    const leaf = leaves.get(pull.leaf);
    if (leaf) addLeaf(draftAt(top, groupsOn(graph, pull)), leaf, leaf.class ?? (slot ? undefined : host.class), slot);
  }
  const selections = host.selections.map((selection) => ({
    selection,
    group: groupOf(graph, selection.branch),
    through: selection.through === undefined ? undefined : groupOf(graph, selection.through),
  }));
  const finish = (draft: Draft): OutlineBranch => ({
    group: draft.group,
    selections: selections
      .filter(({ group }) => group === draft.group && group !== undefined)
      .filter(({ through }) => through === draft.parent)
      .map(({ selection }) => selection),
    classes: finishClasses(draft, host.class),
    branches: finishBranches(draft, finish),
  });
  const own = { ...finish(top), branches: [] };
  return [...(own.classes.length > 0 ? [own] : []), ...finishBranches(top, finish)];
}

/** Branches whose modules nothing takes, and those that are empty but named. */
export function unselectedOutline(graph: Graph): readonly OutlineBranch[] {
  const taken = takenBranches(graph);
  const leaves = leavesById(graph);
  const shared = graph.branches.filter((branch) => branch.owner === undefined);
  const living = new Set(shared.filter((one) => taken.has(one.id) || one.leaves.length > 0).map((one) => one.group));
  const top = newDraft(undefined);
  for (const branch of shared) {
    if (taken.has(branch.id)) continue;
    const empty = branch.leaves.length === 0;
    if (empty && (branch.namedAt.length === 0 || living.has(branch.group))) continue;
    const draft = draftAt(top, [branch.group]);
    for (const id of branch.leaves) {
      const leaf = leaves.get(id);
      if (leaf) addLeaf(draft, leaf, leaf.class ?? branch.class, undefined);
    }
  }
  const finish = (draft: Draft): OutlineBranch => ({
    group: draft.group,
    selections: [],
    classes: finishClasses(draft, undefined),
    branches: [],
  });
  return finishBranches(top, finish);
}

/** Leaves of branches that are taken, which still reach no host: a false condition keeps them out, or nobody takes their class. */
export function unpulledLeaves(graph: Graph): readonly Leaf[] {
  const taken = takenBranches(graph);
  const pulled = new Set([...graph.hosts, ...graph.images].flatMap((host) => host.pulls.map(({ leaf }) => leaf)));
  const consumed = new Set(graph.branches.filter((branch) => branch.consumedBy.length > 0).map(({ id }) => id));
  const missing = ({ id, branch }: Leaf) =>
    !pulled.has(id) && branch !== undefined && taken.has(branch) && !consumed.has(branch);
  return graph.leaves.filter(missing).sort((a, b) => compareText(a.id, b.id));
}

/** The leaves below a branch, those of the branches in it among them; each once, however many ways it comes. */
export function leavesBelow({ classes, branches }: OutlineBranch): ReadonlySet<Leaf> {
  return new Set([...classes.flatMap(({ leaves }) => leaves), ...branches.flatMap((one) => [...leavesBelow(one)])]);
}

/** How many groups of shared branches there are among these. */
export function countGroups(branches: readonly Branch[]): number {
  return new Set(branches.filter(({ owner }) => owner === undefined).map(({ group }) => group)).size;
}

function takenBranches(graph: Graph): ReadonlySet<string> {
  const systems = [...graph.hosts, ...graph.images];
  const said = graph.branches.filter(
    (one) => one.selectedBy.length > 0 || one.consumedBy.length > 0 || one.owner !== undefined,
  );
  return new Set([...said.map(({ id }) => id), ...systems.flatMap((host) => host.pulls.flatMap(({ via }) => via))]);
}

interface Draft {
  readonly group: string | undefined;
  /** The group it is nested in. */
  readonly parent: string | undefined;
  readonly classes: Map<string, { class: string | undefined; slot: string | undefined; leaves: Set<Leaf> }>;
  readonly branches: Map<string, Draft>;
}

function newDraft(group: string | undefined, parent?: string): Draft {
  return { group, parent, classes: new Map(), branches: new Map() };
}

function draftAt(top: Draft, groups: readonly string[]): Draft {
  let draft = top;
  for (const group of groups) {
    const known = draft.branches.get(group);
    const next: Draft = known ?? newDraft(group, draft.group);
    if (!known) draft.branches.set(group, next);
    draft = next;
  }
  return draft;
}

function addLeaf(draft: Draft, leaf: Leaf, moduleClass: string | undefined, slot: string | undefined): void {
  const key = `${moduleClass ?? ""}\n${slot ?? ""}`;
  const known = draft.classes.get(key);
  if (known) known.leaves.add(leaf);
  else draft.classes.set(key, { class: moduleClass, slot, leaves: new Set([leaf]) });
}

/** The host's own class first. */
function finishClasses(draft: Draft, first: string | undefined): OutlineClass[] {
  const rank = (one: { class: string | undefined; slot: string | undefined }) =>
    one.class === first && !one.slot ? 0 : 1;
  return [...draft.classes.values()]
    .sort(
      (a, b) =>
        rank(a) - rank(b) || compareText(a.class ?? "", b.class ?? "") || compareText(a.slot ?? "", b.slot ?? ""),
    )
    .map((one) => ({ ...one, leaves: [...one.leaves].sort(compareLeaves) }));
}

function finishBranches(draft: Draft, finish: (draft: Draft) => OutlineBranch): OutlineBranch[] {
  const drafts = [...draft.branches.values()];
  return drafts.sort((a, b) => compareText(a.group ?? "", b.group ?? "")).map(finish);
}

function compareLeaves(a: Leaf, b: Leaf): number {
  return compareText(a.file, b.file) || a.at.start - b.at.start || compareText(a.id, b.id);
}
