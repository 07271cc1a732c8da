import type { Branch, Host, Leaf } from "../../graph/graph.ts";
import { counted } from "../../graph/rows.ts";
import { contributionsTo, namesOfBranches } from "../../subjects/branch-places.ts";
import { branchSize, hostSizeWords, sizeWords, systemsWords } from "../../subjects/branch-size.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { graphNode, hostsTaking, type NodeId, nodePlace, optionId } from "../../subjects/graph-node.ts";
import { nowSpans } from "../../subjects/live-flake.ts";
import { referencesTo } from "../../subjects/reference-places.ts";
import { type OffsetRange, type Span, sortedSpans, spanKey } from "../../text.ts";
import type { View } from "../view.ts";

/** A line over some code. What it says is found out when it is to be shown. */
export interface Lens {
  readonly range: OffsetRange;
  /** Several where leaves stand in one line, or where one place builds several hosts. */
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
      const systems = hostsTaking(view, first);
      const size = sizeWords(branchSize(view.graph, branches, systems));
      const places = namesOfBranches(view, contributionsTo(view.graph, branches), branches);
      return { title: [...size, ...takenWords(view, branches, systems)].join(" · "), places };
    }
    case "host": {
      const hosts = nodes.flatMap((node) => (node.kind === "host" ? [node.host] : []));
      const selected = hosts.flatMap(({ selections }) => selections.map(({ at }) => at));
      const words =
        hosts.length > 1 ? systemsWords(view.graph, hosts).join(" · ") : hostSizeWords(view.graph, first.host);
      return { title: words, places: nowSpans(view, selected) };
    }
    case "option": {
      const { declarations, path, class: moduleClass } = first.option;
      const range = declarations[0] ?? { start: 0, end: 0 };
      const subject = { kind: "options", options: [first.option], path: { path, class: moduleClass }, range } as const;
      const found = referencesTo(view, declarations[0]?.file ?? "", subject, view.files);
      const writes = sortedSpans(found.filter(({ kind }) => kind === "write"));
      const reads = sortedSpans(found.filter(({ kind }) => kind === "read"));
      const set =
        writes.length > 0 ? `set in ${writes.length}` : first.option.default === undefined ? "not set" : "default";
      return { title: `${set} · read in ${reads.length}`, places: [...writes, ...reads] };
    }
    case undefined:
      return undefined;
    default:
      return first satisfies never;
  }
}

/** At most this many branches are named. */
const MOST_NAMED = 3;

function leafText(view: View, leaves: readonly Leaf[]): LensText {
  const { branchById } = graphIndexOf(view.graph);
  const systems = [...new Set(leaves.flatMap((leaf) => hostsTaking(view, { kind: "leaf", id: leaf.id, leaf })))];
  const branches = [...new Set(leaves.flatMap(({ branch }) => branchById.get(branch ?? "") ?? []))];
  const names = [...new Set(branches.map(({ name }) => name))];
  const classes = new Set(leaves.flatMap((leaf) => leaf.class ?? []));
  const isMany = names.length > MOST_NAMED;
  const perBranch = Math.max(...branches.map(({ id }) => leaves.filter(({ branch }) => branch === id).length));
  const parts = [
    isMany ? `in ${names.length} branches` : names.join(", "),
    isMany ? "" : [...classes].join(", "),
    perBranch > 1 && names.length === 1 ? counted(leaves.length, "leaf", "leaves") : "",
    ...takenWords(view, branches, systems),
  ];
  const places = systems.flatMap((host) => selectingPlaces(host, leaves));
  return { title: parts.filter(Boolean).join(" · "), places: nowSpans(view, places) };
}

function takenWords({ graph }: View, branches: readonly Branch[], systems: readonly Host[]): readonly string[] {
  const isUsed = systems.length === 0 && branches.some(({ consumedBy }) => consumedBy.length > 0);
  return isUsed ? ["used elsewhere"] : systemsWords(graph, systems);
}

/** Why the host has the leaves: the places that select the branches which they come through, else the host. */
function selectingPlaces({ pulls, selections, at }: Host, leaves: readonly Leaf[]): readonly Span[] {
  const ids = new Set(leaves.map(({ id }) => id));
  const via = new Set(pulls.filter(({ leaf }) => ids.has(leaf)).flatMap((pull) => pull.via));
  const selecting = selections.filter(({ branch }) => via.has(branch)).map((one) => one.at);
  return selecting.length > 0 ? selecting : at ? [at] : [];
}

/**
 * One for each line (two where some of its leaves reach a host and others none), of leaves that any host may select: those of a host's
 * own say nothing that is not written around them.
 */
function leafLenses(view: View, file: string): readonly Lens[] {
  const { branchById } = graphIndexOf(view.graph);
  const byLine = new Map<string, { readonly range: OffsetRange; readonly leaves: Leaf[] }>();
  for (const leaf of view.graph.leaves) {
    const at = leaf.definedAt?.file === file ? leaf.definedAt : leaf.at;
    const branch = branchById.get(leaf.branch ?? "");
    if (at.file !== file || !branch || branch.owner !== undefined) continue;
    const { start, end } = view.nowSpan(at);
    const isTaken = hostsTaking(view, { kind: "leaf", id: leaf.id, leaf }).length > 0;
    const line = `${view.linesOf(file).positionAt(start).line} ${isTaken}`;
    const known = byLine.get(line) ?? { range: { start, end }, leaves: [] };
    known.leaves.push(leaf);
    byLine.set(line, known);
  }
  return [...byLine.values()].map(({ range, leaves }) => ({
    range,
    about: leaves.map(({ id }) => ({ kind: "leaf", id })),
  }));
}

function branchLenses(view: View, file: string): readonly Lens[] {
  const named = view.graph.branches.filter(
    ({ owner, namedAt }) => owner === undefined && namedAt.some((at) => at.file === file),
  );
  return [...new Set(named.map(({ group }) => group))].flatMap((group) => {
    const members = named.filter((branch) => branch.group === group);
    const here = members.flatMap(({ namedAt }) => namedAt).filter((at) => at.file === file);
    const [first] = sortedSpans(namesOfBranches(view, here, members));
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

/** One for each place: a function may build many hosts. */
function hostLenses(view: View, file: string): readonly Lens[] {
  const byPlace = new Map<string, { readonly range: OffsetRange; readonly hosts: NodeId[] }>();
  for (const host of view.graph.hosts) {
    const at = nodePlace(view, { kind: "host", id: host.id, host });
    if (at?.file !== file) continue;
    const known = byPlace.get(spanKey(at)) ?? { range: { start: at.start, end: at.end }, hosts: [] };
    known.hosts.push({ kind: "host", id: host.id });
    byPlace.set(spanKey(at), known);
  }
  return [...byPlace.values()].map(({ range, hosts }) => ({ range, about: hosts }));
}
