import type { Branch, Host, HostSelection, Leaf } from "../../graph/graph.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { type GraphNode, graphNode, type NodeId, nodeName, nodePlace } from "../../subjects/graph-node.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import { type OffsetRange, type Span, touches } from "../../text.ts";
import type { View } from "../view.ts";

/** A host, a branch or a leaf in the chain leaf ← branch ← host. */
export interface ChainItem extends NodeId {
  readonly name: string;
  readonly detail: string;
  readonly at: Span;
}

export interface ChainLink {
  readonly item: ChainItem;
  /** Where the one that takes says so, in its own file. */
  readonly from: readonly OffsetRange[];
}

/** The branch that the word at a place names, the host that stands there, else the leaf around the place. */
export function prepareCallHierarchy(view: View, place: Place): readonly ChainItem[] {
  const subject = subjectAt(view, place);
  if (subject?.kind === "branches") {
    const groups = new Set(subject.branches.filter(({ owner }) => owner === undefined).map(({ group }) => group));
    const owners = new Set(subject.branches.flatMap(({ owner }) => owner ?? []));
    const ids: NodeId[] = [
      ...[...groups].map((id) => ({ kind: "branch" as const, id })),
      ...[...owners].map((id) => ({ kind: "host" as const, id })),
    ];
    return ids.flatMap((id) => itemOf(view, id) ?? []);
  }
  const around = nodesAround(view, place);
  return around.slice(0, 1).flatMap((id) => itemOf(view, id) ?? []);
}

/** Who takes it: of a leaf its branch, or the host that holds it; of a branch the hosts and branches that select it. */
export function incomingLinks(view: View, id: NodeId): readonly ChainLink[] {
  const node = graphNode(view, id);
  if (node?.kind === "leaf") return holdersOf(view, node.leaf);
  if (node?.kind === "branch") return selectorsOf(view, node.branches);
  return [];
}

/** What it takes: of a host its branches and own leaves; of a branch its leaves and the branches that it selects. */
export function outgoingLinks(view: View, id: NodeId): readonly ChainLink[] {
  const node = graphNode(view, id);
  if (node?.kind === "host") return takenByHost(view, node.host);
  if (node?.kind === "branch") return takenByBranch(view, node.branches);
  return [];
}

/** The smallest of what lies around a place. */
function nodesAround(view: View, { file, offset }: Place): readonly NodeId[] {
  const { graph } = view;
  const hosts = [...graph.hosts, ...graph.images].map(({ id, at }) => ({ kind: "host" as const, id, at }));
  const leaves = (graphIndexOf(graph).leavesIn.get(file) ?? []).map(({ id, at }) => ({
    kind: "leaf" as const,
    id,
    at,
  }));
  return [...leaves, ...hosts]
    .flatMap(({ kind, id, at }) => (at?.file === file ? [{ kind, id, at: view.nowSpan(at) }] : []))
    .filter(({ at }) => touches(at, offset))
    .sort((a, b) => a.at.end - a.at.start - (b.at.end - b.at.start));
}

function itemOf(view: View, id: NodeId): ChainItem | undefined {
  const node = graphNode(view, id);
  const at = node && nodePlace(view, node);
  return node && at && { ...id, name: nodeName(view, node), detail: detailOf(node), at };
}

function detailOf(node: GraphNode): string {
  switch (node.kind) {
    case "host":
      return `host · ${node.host.class}`;
    case "branch":
      return node.id;
    case "leaf":
      return [node.leaf.class, node.leaf.branch].filter(Boolean).join(" · ");
    case "option":
      return "option";
    default:
      return node satisfies never;
  }
}

function link(view: View, id: NodeId, places: readonly (Span | undefined)[], file?: string): readonly ChainLink[] {
  const item = itemOf(view, id);
  if (!item) return [];
  const said = places
    .flatMap((at) => (at ? [view.nowSpan(at)] : []))
    .filter((at) => at.file === (file ?? item.at.file));
  const unique = [...new Map(said.map(({ start, end }) => [`${start}:${end}`, { start, end }])).values()];
  return [{ item, from: unique.length > 0 || file !== undefined ? unique : [item.at] }];
}

function holdersOf(view: View, { id, branch, definedAt }: Leaf): readonly ChainLink[] {
  const { branchById } = graphIndexOf(view.graph);
  const held = branch === undefined ? undefined : branchById.get(branch);
  if (held && held.owner === undefined) return link(view, { kind: "branch", id: held.group }, [definedAt]);
  const owner = held?.owner;
  const hosts = [...view.graph.hosts, ...view.graph.images].filter(
    (host) => host.id === owner || (owner === undefined && host.pulls.some(({ leaf }) => leaf === id)),
  );
  return hosts.flatMap((host) => link(view, { kind: "host", id: host.id }, [definedAt ?? host.at]));
}

function selectorsOf(view: View, branches: readonly Branch[]): readonly ChainLink[] {
  const ids = new Set(branches.map(({ id }) => id));
  const { branchById } = graphIndexOf(view.graph);
  const groups = new Map<string, HostSelection[]>();
  const direct = [...view.graph.hosts, ...view.graph.images].flatMap((host) => {
    const mine = host.selections.filter(({ branch }) => ids.has(branch));
    for (const selection of mine) {
      const through = selection.through === undefined ? undefined : branchById.get(selection.through);
      if (through && through.owner === undefined && !ids.has(through.id))
        groups.set(through.group, [...(groups.get(through.group) ?? []), selection]);
    }
    const own = mine.filter(({ through }) => through === undefined || branchById.get(through)?.owner !== undefined);
    return own.length > 0
      ? link(
          view,
          { kind: "host", id: host.id },
          own.map(({ at }) => at),
        )
      : [];
  });
  const through = [...groups].flatMap(([id, selections]) =>
    link(
      view,
      { kind: "branch", id },
      selections.map(({ at }) => at),
    ),
  );
  return [...through, ...direct];
}

function takenByHost(view: View, host: Host): readonly ChainLink[] {
  const { branchById, leafById } = graphIndexOf(view.graph);
  const file = host.at?.file ?? view.graph.root.file;
  const groups = new Map<string, Span[]>();
  const own: Leaf[] = [];
  for (const { branch, through, at } of host.selections) {
    const found = branchById.get(branch);
    const isOwn = through === undefined || branchById.get(through)?.owner !== undefined;
    if (found && found.owner === undefined && isOwn) groups.set(found.group, [...(groups.get(found.group) ?? []), at]);
  }
  for (const { leaf: id, via } of host.pulls) {
    const leaf = leafById.get(id);
    if (leaf && via.every((one) => branchById.get(one)?.owner !== undefined)) own.push(leaf);
  }
  return [
    ...[...groups].flatMap(([id, places]) => link(view, { kind: "branch", id }, places, file)),
    ...[...new Set(own)].flatMap(({ id, definedAt, at }) => link(view, { kind: "leaf", id }, [definedAt ?? at], file)),
  ];
}

function takenByBranch(view: View, branches: readonly Branch[]): readonly ChainLink[] {
  const { branchById, leafById } = graphIndexOf(view.graph);
  const ids = new Set(branches.map(({ id }) => id));
  const groups = new Map<string, Span[]>();
  for (const { selections } of [...view.graph.hosts, ...view.graph.images]) {
    for (const { branch, through, at } of selections) {
      const group = branchById.get(branch)?.group;
      if (through !== undefined && ids.has(through) && group !== undefined && !ids.has(branch))
        groups.set(group, [...(groups.get(group) ?? []), at]);
    }
  }
  const node = graphNode(view, { kind: "branch", id: branches[0]?.group ?? "" });
  const file = (node && nodePlace(view, node)?.file) ?? "";
  const leaves = branches.flatMap((branch) => branch.leaves).flatMap((id) => leafById.get(id) ?? []);
  return [
    ...[...groups].flatMap(([id, places]) => link(view, { kind: "branch", id }, places, file)),
    ...leaves.flatMap(({ id, definedAt, at }) => link(view, { kind: "leaf", id }, [definedAt ?? at], file)),
  ];
}
