import type { Leaf } from "../graph/graph.ts";
import { countGroups } from "../graph/outline.ts";
import { counted } from "../graph/rows.ts";
import type { OffsetRange, Span } from "../text.ts";
import { contributionsTo, namesOfBranches } from "./definition.ts";
import { graphIndexOf, spanKey } from "./graph-index.ts";
import { graphNode, hostsTaking, type NodeId, nodePlace, optionId } from "./graph-node.ts";
import { referencesTo } from "./references.ts";
import { distinctSpans, nowSpans, type View } from "./view.ts";

/** A line over some code. What it says is found out when it is to be shown. */
export interface Lens {
  readonly range: OffsetRange;
  /** Several where leaves of one branch stand in one definition. */
  readonly about: readonly NodeId[];
}

export interface LensText {
  readonly title: string;
  /** Where a click leads; empty: nowhere. */
  readonly places: readonly Span[];
}

/** Where a file has a leaf, a branch that it describes, an option that it declares, a host. In source order, one for each place. */
export function codeLenses(view: View, file: string): readonly Lens[] {
  const found = [
    ...leafLenses(view, file),
    ...branchLenses(view, file),
    ...optionLenses(view, file),
    ...hostLenses(view, file),
  ];
  return found.sort((a, b) => a.range.start - b.range.start);
}

/** Undefined when the flake has it no more. */
export function resolveCodeLens(view: View, about: readonly NodeId[]): LensText | undefined {
  const nodes = about.flatMap((id) => graphNode(view, id) ?? []);
  const [first] = nodes;
  switch (first?.kind) {
    case "leaf":
      return leafText(
        view,
        nodes.flatMap((node) => (node.kind === "leaf" ? [node.leaf] : [])),
      );
    case "branch": {
      const { branches } = first;
      const leaves = branches.flatMap((branch) => branch.leaves).length;
      const hosts = hostsTaking(view, first);
      const places = namesOfBranches(view, contributionsTo(view.graph, branches), branches);
      return { title: `${counted(leaves, "leaf", "leaves")} · ${counted(hosts.length, "host")}`, places };
    }
    case "host": {
      const { pulls, selections } = first.host;
      const { branchById } = graphIndexOf(view.graph);
      const taken = new Set([...pulls.flatMap(({ via }) => via), ...selections.map(({ branch }) => branch)]);
      const branches = [...taken].flatMap((id) => branchById.get(id) ?? []);
      const leaves = new Set(pulls.map(({ leaf }) => leaf)).size;
      const title = `${counted(countGroups(branches), "branch", "branches")} · ${counted(leaves, "leaf", "leaves")}`;
      return {
        title,
        places: nowSpans(
          view,
          selections.map(({ at }) => at),
        ),
      };
    }
    case "option": {
      const { declarations, path, class: level } = first.option;
      const range = declarations[0] ?? { start: 0, end: 0 };
      const subject = { kind: "options", options: [first.option], path: { path, class: level }, range } as const;
      const found = referencesTo(view, declarations[0]?.file ?? "", subject, view.files);
      const writes = distinctSpans(found.filter(({ kind }) => kind === "write"));
      const reads = distinctSpans(found.filter(({ kind }) => kind === "read"));
      return { title: `set in ${writes.length} · read in ${reads.length}`, places: [...writes, ...reads] };
    }
    case undefined:
      return undefined;
    default:
      return first satisfies never;
  }
}

function leafText(view: View, leaves: readonly Leaf[]): LensText {
  const { branchById } = graphIndexOf(view.graph);
  const hosts = new Map(
    leaves.flatMap((leaf) => hostsTaking(view, { kind: "leaf", id: leaf.id, leaf })).map((host) => [host.id, host]),
  );
  const names = new Set(leaves.map(({ branch }) => branchById.get(branch ?? "")?.name ?? "inline"));
  const classes = new Set(leaves.flatMap((leaf) => leaf.class ?? []));
  const parts = [
    [...names].join(", "),
    [...classes].join(", "),
    ...(leaves.length > 1 ? [counted(leaves.length, "leaf", "leaves")] : []),
    counted(hosts.size, "host"),
  ];
  const places = [...hosts.values()].flatMap(({ at }) => (at ? [view.nowSpan(at)] : []));
  return { title: parts.filter(Boolean).join(" · "), places };
}

function leafLenses(view: View, file: string): readonly Lens[] {
  const byPlace = new Map<string, { readonly at: Span; readonly leaves: Leaf[] }>();
  for (const leaf of view.graph.leaves) {
    const at = leaf.definedAt?.file === file ? leaf.definedAt : leaf.at;
    if (at.file !== file) continue;
    const key = `${spanKey(at)} ${leaf.branch}`;
    const known = byPlace.get(key) ?? { at, leaves: [] };
    known.leaves.push(leaf);
    byPlace.set(key, known);
  }
  return [...byPlace.values()].map(({ at, leaves }) => {
    const { start, end } = view.nowSpan(at);
    return { range: { start, end }, about: leaves.map(({ id }) => ({ kind: "leaf", id })) };
  });
}

function branchLenses(view: View, file: string): readonly Lens[] {
  const named = view.graph.branches.filter(
    ({ owner, namedAt }) => owner === undefined && namedAt.some((at) => at.file === file),
  );
  return [...new Set(named.map(({ group }) => group))].flatMap((group) => {
    const members = named.filter((branch) => branch.group === group);
    const here = members.flatMap(({ namedAt }) => namedAt).filter((at) => at.file === file);
    const [first] = distinctSpans(namesOfBranches(view, here, members));
    return first
      ? [{ range: { start: first.start, end: first.end }, about: [{ kind: "branch" as const, id: group }] }]
      : [];
  });
}

function optionLenses(view: View, file: string): readonly Lens[] {
  const declared = (graphIndexOf(view.graph).optionPlacesIn.get(file) ?? []).filter(({ declares }) => declares);
  const byPlace = new Map(declared.map((place) => [spanKey(place.at), place]));
  return [...byPlace.values()].map(({ at, option }) => {
    const { start, end } = view.nowSpan(at);
    return { range: { start, end }, about: [{ kind: "option", id: optionId(option) }] };
  });
}

function hostLenses(view: View, file: string): readonly Lens[] {
  return view.graph.hosts.flatMap((host) => {
    const at = nodePlace(view, { kind: "host", id: host.id, host });
    if (at?.file !== file) return [];
    return [{ range: { start: at.start, end: at.end }, about: [{ kind: "host" as const, id: host.id }] }];
  });
}
