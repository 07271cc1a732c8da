import type { Branch, Host, Leaf, Unresolved } from "../../graph/graph.ts";
import { leavesById, sharedBranchesByGroup } from "../../graph/graph-lookup.ts";
import { hostOutline, leavesBelow, type OutlineBranch, type OutlineClass } from "../../graph/outline.ts";
import { counted } from "../../graph/rows.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { selectionPlace } from "../../graph/why-in-host.ts";
import { inlineCode, words } from "../../markdown.ts";
import type { NodeMark, RootProblem, RootView, TreeNode } from "../../protocol.ts";
import type { Analysis } from "../../rules/analysis.ts";
import { hostSizeWords, sizeWords } from "../../subjects/branch-size.ts";
import type { Span } from "../../text.ts";
import { type HostTree, leafNodes, type TreeContext } from "./host-tree-leaves.ts";

/** Rows of the hosts of one evaluation, which stay as they are while the files whose places they show have the same texts. */
export type KnownRows = Map<string, { readonly row: TreeNode; readonly files: ReadonlySet<string> }>;

/** What need not be made again. */
interface Known {
  /** Those of the evaluation that the graph is from; rows that no edit concerns are put there. */
  readonly rows: KnownRows;
  /** Files whose texts are others than in that evaluation. */
  readonly edited: ReadonlySet<string>;
  /** The same rows as they were shown last, if they are the same. */
  readonly asBefore?: (row: TreeNode) => TreeNode;
}

/**
 * Everything of one flake that the tree of hosts shows. `uriOf` gives the address of a file. `checkpoint` is called for every host; what it
 * throws ends the work.
 */
export function rootView(
  analysis: Analysis,
  uriOf: (file: string) => string,
  checkpoint = () => {},
  known: Known = { rows: new Map(), edited: new Set() },
): RootView {
  const { graph, linesOf } = analysis;
  const { root } = graph;
  let shown = new Set<string>();
  const places = placesIn(root.directory, (file) => {
    shown.add(file);
    return linesOf(file);
  });
  const locate = (at: Span | undefined) => at && { uri: uriOf(at.file), range: places.rangeOf(at) };
  const context: TreeContext = { graph, places, locate };
  const isEdited = (files: ReadonlySet<string>) => [...known.edited].some((file) => files.has(file));
  const rows = (host: Host, kind: "host" | "image") => {
    checkpoint();
    const before = known.rows.get(`${kind} ${host.id}`);
    if (before && !isEdited(before.files)) return before.row;
    shown = new Set();
    const made = hostNode(context, host, kind);
    const row = known.asBefore?.(made) ?? made;
    if (!isEdited(shown)) known.rows.set(`${kind} ${host.id}`, { row, files: shown });
    return row;
  };
  return {
    uri: uriOf(root.file),
    name: root.directory.slice(root.directory.lastIndexOf("/") + 1) || root.directory,
    problem: problemOf(analysis, locate),
    hosts: [...graph.hosts.map((host) => rows(host, "host")), ...graph.images.map((image) => rows(image, "image"))],
  };
}

/**
 * The view, where hosts of which nothing is known but a reason keep the rows that they had in `last`, marked as out of date: a branch
 * name that is half typed does not lose the tree.
 */
export function withLastRows(view: RootView, last: RootView): RootView {
  const known = new Map(last.hosts.map((host) => [host.id, host]));
  return { ...view, hosts: view.hosts.map((host) => keptRows(host, known.get(host.id))) };
}

function keptRows(host: TreeNode, last: TreeNode | undefined): TreeNode {
  const rows = last?.children.filter(isKnown) ?? [];
  if (host.children.some(isKnown) || !host.marks.includes("incomplete") || rows.length === 0) return host;
  const counts = last?.description ?? "";
  const description = counts.startsWith(OUT_OF_DATE) ? counts : `${OUT_OF_DATE}${counts}`;
  return { ...host, description, children: [...host.children, ...rows] };
}

const OUT_OF_DATE = "out of date · ";

function isKnown({ kind }: TreeNode): boolean {
  return kind !== "note";
}

function problemOf({ graph, findings }: Analysis, locate: TreeContext["locate"]): RootProblem | undefined {
  const { root, hosts, images } = graph;
  const mistake = findings.find(({ code }) => code === "syntax");
  if (mistake) return { kind: "broken", message: mistake.message, location: locate(mistake.at) };
  const { failure, remark, dendritic } = root;
  if (failure) return { kind: "broken", message: sentence(failure.message), location: locate(failure.at) };
  if (hosts.length + images.length > 0) return undefined;
  if (remark || !dendritic) {
    const message = remark?.message ?? "this flake imports no cells into a module system";
    return { kind: "not-dendritic", message: sentence(message), location: locate(remark?.at) };
  }
  return { kind: "no-hosts", message: "This flake builds no system.", location: undefined };
}

function hostNode(context: TreeContext, host: Host, kind: "host" | "image"): TreeNode {
  const { graph, locate, places } = context;
  const outline = hostOutline(graph, host);
  const pulled = new Set(host.pulls.map(({ leaf }) => leaf));
  const id = `${graph.root.directory}\n${host.id}`;
  const state = host.complete
    ? []
    : ["known in part, because:", ...host.unresolved.map(({ reason }) => `- ${listed(reason)}`)];
  return {
    id,
    kind,
    label: host.name,
    description: hostSizeWords(graph, host),
    tooltip: [
      `**${words(host.name)}** · ${inlineCode(host.id)}`,
      `${kind === "image" ? "image, " : ""}${words(host.class)}${host.at ? ` · ${words(places.lineOf(host.at))}` : ""}`,
      state.join("\n"),
    ]
      .filter(Boolean)
      .join("\n\n"),
    marks: host.complete ? [] : ["incomplete"],
    location: locate(host.at),
    children: [
      ...host.unresolved.map((unresolved, index) => noteNode(context, id, unresolved, index)),
      ...outline.map((branch) => branchNode({ context, host, pulled }, id, branch)),
    ],
  };
}

/** An item of a list goes on where it is indented. */
function listed(reason: string): string {
  return words(reason).replaceAll("\n", "\n  ");
}

function noteNode(
  { places, locate }: TreeContext,
  parent: string,
  { reason, at }: Unresolved,
  index: number,
): TreeNode {
  return {
    id: `${parent}\nnote ${index}`,
    kind: "note",
    label: reason,
    description: at && places.lineOf(at),
    tooltip: `Not known: ${words(reason)}`,
    marks: [],
    location: locate(at),
    children: [],
  };
}

function branchNode(tree: HostTree, parent: string, outline: OutlineBranch): TreeNode {
  const { group, classes, branches: nested } = outline;
  const { context } = tree;
  const id = `${parent}\n${group ?? ""}`;
  const members = group === undefined ? [] : (sharedBranchesByGroup(context.graph).get(group) ?? []);
  const name = members[0]?.name ?? group;
  const off = new Set(classes.flatMap((one) => absentLeaves(tree, members, one.class)));
  const isRepeated = (wanted: string | undefined) => classes.filter((one) => one.class === wanted).length > 1;
  return {
    id,
    kind: group === undefined ? "inline" : "branch",
    label: name ?? "inline",
    description: sizeWords({ reaching: leavesBelow(outline).size, off: off.size, idle: 0 }).join(" · "),
    tooltip: branchTooltip(context, outline),
    marks: [],
    location: context.locate(group === undefined ? tree.host.at : firstPlace(context, members)),
    children: [
      ...classes.map((one) => classNode(tree, id, one, members, isRepeated(one.class))),
      ...nested.map((one) => branchNode(tree, id, one)),
    ],
  };
}

function branchTooltip({ places }: TreeContext, { group, selections }: OutlineBranch): string {
  if (group === undefined) return "Modules of the host itself, in addition to the branches that it selects.";
  const how = selections.map((selection) => `- by ${words(selectionPlace(selection, places))}`);
  return [`**${words(group)}**`, how.length > 0 ? `selected\n${[...new Set(how)].join("\n")}` : ""]
    .filter(Boolean)
    .join("\n\n");
}

function firstPlace({ graph }: TreeContext, members: readonly Branch[]): Span | undefined {
  const named = members.flatMap(({ namedAt }) => namedAt)[0];
  const leaf = leavesById(graph).get(members.flatMap((branch) => branch.leaves)[0] ?? "");
  return named ?? leaf?.definedAt ?? leaf?.at ?? members[0]?.declaredAt[0];
}

/** The slot is shown only where it tells two of one class apart. */
function classNode(
  tree: HostTree,
  parent: string,
  outline: OutlineClass,
  members: readonly Branch[],
  showsSlot: boolean,
): TreeNode {
  const { class: name, slot, leaves } = outline;
  const id = `${parent}\n${name ?? ""} ${slot ?? ""}`;
  const marks: readonly NodeMark[] = [];
  return {
    id,
    kind: "class",
    label: name ?? "class unknown",
    description: [counted(leaves.length, "leaf", "leaves"), ...(showsSlot && slot !== undefined ? [slot] : [])].join(
      " · ",
    ),
    tooltip: slot === undefined ? undefined : `in ${inlineCode(slot)}`,
    marks,
    location: undefined,
    children: leafNodes(tree, id, [...leaves, ...absentLeaves(tree, members, name)]),
  };
}

/** Leaves of the branch that a false condition keeps out. */
function absentLeaves(
  { context, pulled }: HostTree,
  members: readonly Branch[],
  name: string | undefined,
): readonly Leaf[] {
  const leaves = leavesById(context.graph);
  return members
    .filter((branch) => branch.class === name)
    .flatMap((branch) => branch.leaves.flatMap((id) => leaves.get(id) ?? []))
    .filter((leaf) => leaf.condition?.value === "false" && !pulled.has(leaf.id));
}

function sentence(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
}
