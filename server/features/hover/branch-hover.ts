import type { Branch, Host, Leaf } from "../../graph/graph.ts";
import { counted } from "../../graph/rows.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { waysTo } from "../../graph/why-in-host.ts";
import { code, inlineCode, paragraphs, some, words } from "../../markdown.ts";
import { branchPlaces } from "../../subjects/branch-places.ts";
import { branchSize, sizeWords } from "../../subjects/branch-size.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { hostsSelecting } from "../../subjects/graph-node.ts";
import type { Place } from "../../subjects/live-flake.ts";
import type { View } from "../view.ts";

/** All branches of one name (a branch has a part for each class), and the leaves that are contributed at the place. */
export function branchHover(view: View, place: Place, branches: readonly Branch[]): string {
  const { graph } = view;
  const places = placesIn(graph.root.directory, view.graphLines);
  const parts = branches
    .filter(({ leaves }) => leaves.length > 0)
    .map((branch) => `- ${branch.class ?? "class unknown"}: ${counted(branch.leaves.length, "leaf", "leaves")}`);
  const groups = [...new Set(branches.map(({ group }) => group))];
  const files = [...new Set(branchPlaces(graph, branches).map((at) => places.lineOf(at)))];
  const consumers = [...new Set(branches.flatMap(({ consumedBy }) => consumedBy))];
  return paragraphs([
    code(`branch ${groups.join(", ")}`),
    parts.length > 0 ? parts.join("\n") : "no leaf contributes to it",
    hostsText(view, hostsSelecting(graph.hosts, branches), "host", branches),
    hostsText(view, hostsSelecting(graph.images, branches), "image", branches),
    consumers.length > 0 ? `consumed by ${some(consumers)}` : undefined,
    branches.some(({ open }) => open) ? "more may contribute to it than is known" : undefined,
    files.length > 0 ? `at ${some(files, 3)}` : undefined,
    ...leavesAt(view, place, branches).map((leaf) => leafText(view, leaf)),
  ]);
}

/** What a name takes, and how many leaves that has; undefined: nothing. */
export function takenText(branches: readonly Branch[]): string | undefined {
  const groups = [...new Set(branches.map(({ group }) => group))];
  const leaves = new Set(branches.flatMap((branch) => branch.leaves));
  return groups.length > 0 ? `takes ${some(groups)}: ${counted(leaves.size, "leaf", "leaves")}` : undefined;
}

/** With the number of leaves that each gets, where it is not that of the branch: some are off, or it brings other branches along. */
function hostsText({ graph }: View, hosts: readonly Host[], noun: string, branches: readonly Branch[]): string {
  if (hosts.length === 0) return noun === "host" ? "selected by no host" : "";
  const own = new Set(branches.flatMap(({ leaves }) => leaves)).size;
  const sizes = hosts.map((host) => ({ host, size: branchSize(graph, branches, [host]) }));
  const isPlain = sizes.every(({ size }) => size.reaching === own);
  const listed = sizes.map(({ host, size }) => {
    const words = size.reaching === 0 ? ["nothing of it"] : sizeWords({ ...size, idle: 0 });
    return isPlain ? inlineCode(host.name) : `${inlineCode(host.name)} (${words.join(" · ")})`;
  });
  return `${counted(hosts.length, noun)}: ${listed.join(", ")}`;
}

/** The leaves of the branches whose contribution is written around the place. */
function leavesAt(view: View, { file, offset }: Place, branches: readonly Branch[]): readonly Leaf[] {
  const { leafById } = graphIndexOf(view.graph);
  const line = (at: number) => view.linesOf(file).positionAt(at).line;
  const leaves = branches.flatMap((branch) => branch.leaves.flatMap((id) => leafById.get(id) ?? []));
  return leaves.filter(({ definedAt }) => {
    const now = definedAt?.file === file ? view.nowSpan(definedAt) : undefined;
    return now && line(now.start) === line(offset);
  });
}

/** Why hosts pull a leaf in, or why none does. */
export function leafText(view: View, leaf: Leaf): string {
  const { graph } = view;
  const what =
    leaf.external === undefined
      ? `this ${leaf.class === undefined ? "" : `${words(leaf.class)} `}leaf`
      : `the module ${inlineCode(leaf.external)}, from outside,`;
  const ways = waysTo(graph, [leaf], [...graph.hosts, ...graph.images]).map(({ host, slot, steps }) => {
    const chain = [host.name, ...steps.map(({ id, branch }) => branch?.group ?? id)];
    return `- ${chain.map(inlineCode).join(" → ")}${slot === undefined ? "" : ` in ${inlineCode(slot)}`}`;
  });
  const condition = conditionText(view, leaf);
  if (ways.length > 0) {
    const unique = [...new Set(ways)];
    const more = unique.length > 8 ? [`- … and ${unique.length - 8} more`] : [];
    return [`${what} is pulled in${condition && `, ${condition},`} by`, ...unique.slice(0, 8), ...more].join("\n");
  }
  return `${what} reaches no host: ${absenceText(view, leaf, condition)}`;
}

function conditionText(view: View, { condition }: Leaf): string {
  if (!condition) return "";
  const places = placesIn(view.graph.root.directory, view.graphLines);
  const at = condition.at ? ` at ${inlineCode(places.lineOf(condition.at))}` : "";
  const said = { true: "that is true", false: "that is false", unknown: "that is not known" } as const;
  return `behind a condition${at} ${said[condition.value]}`;
}

function absenceText({ graph }: View, leaf: Leaf, condition: string): string {
  if (leaf.condition?.value === "false") return `it stands ${condition}`;
  const branch = graphIndexOf(graph).branchById.get(leaf.branch ?? "");
  if (!branch) return "nothing takes it";
  const partial = graph.hosts.filter(({ complete }) => !complete).map(({ name }) => name);
  const known = partial.length === 0 ? "" : `, as far as is known: ${some(partial)} may`;
  if (branch.selectedBy.length === 0) return `no host selects ${inlineCode(branch.group)}${known}`;
  return `the hosts that select ${inlineCode(branch.group)} do not take it${known}`;
}
