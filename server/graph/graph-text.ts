import type { LineIndex } from "../text.ts";
import type { Graph, GraphProblem, Host, HostSelection, Leaf } from "./graph.ts";
import {
  countGroups,
  hostOutline,
  leavesBelow,
  type OutlineBranch,
  type OutlineClass,
  unpulledLeaves,
  unselectedOutline,
} from "./outline.ts";
import { type Paint, plain, printable } from "./paint.ts";
import { counted, type Row, tableLines } from "./rows.ts";
import { type Places, placesIn } from "./shown-places.ts";
import { selectionPlace } from "./why-in-host.ts";

/**
 * The graph for people: every host with its branches, their classes and leaves, then what no host takes. Lines end with `\n`;
 * paths are relative to the flake.
 */
export function graphText(graph: Graph, lineIndex: (file: string) => LineIndex, paint: Paint = plain): string {
  const places = placesIn(graph.root.directory, lineIndex);
  const sections = [
    [header(graph, paint)],
    ...graph.hosts.map((host) => hostLines(graph, host, places, paint)),
    ...imageSections(graph, places, paint),
    ...unselectedSection(graph, places, paint),
    ...unpulledSection(graph, places, paint),
    ...problemSection(graph, places, paint),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function header(graph: Graph, paint: Paint): string {
  const { root, hosts, images, branches, leaves, cells } = graph;
  const name = root.directory.slice(root.directory.lastIndexOf("/") + 1) || root.directory;
  const counts = [
    counted(hosts.length, "host"),
    ...(images.length > 0 ? [counted(images.length, "image")] : []),
    counted(countGroups(branches), "branch", "branches"),
    counted(leaves.length, "leaf", "leaves"),
    counted(cells.length, "cell"),
  ];
  return `${paint("strong", printable(name))}: ${counts.join(", ")}`;
}

function hostLines(graph: Graph, host: Host, places: Places, paint: Paint): string[] {
  const outline = hostOutline(graph, host);
  const groups = new Set(host.pulls.flatMap(({ via }) => via));
  const branches = countGroups(graph.branches.filter(({ id }) => groups.has(id)));
  const leaves = new Set(host.pulls.map(({ leaf }) => leaf)).size;
  const state = host.complete ? "complete" : paint("warning", "partial");
  const counts = `${counted(branches, "branch", "branches")}, ${counted(leaves, "leaf", "leaves")}`;
  const place = host.at ? `  ${paint("faint", printable(places.lineOf(host.at)))}` : "";
  const unresolved = host.unresolved.map(({ reason, at }) => {
    const where = at ? `  ${paint("faint", printable(places.lineOf(at)))}` : "";
    return `  ${paint("warning", "unknown")}: ${printable(places.wordsOf(reason))}${where}`;
  });
  const title = `${paint("strong", printable(host.id))} (${printable(host.class)}, ${state}): ${counts}${place}`;
  const rows = outline.flatMap((branch) => branchRows(branch, 1, places));
  return [title, ...unresolved, ...tableLines(rows, paint)];
}

function imageSections(graph: Graph, places: Places, paint: Paint): string[][] {
  if (graph.images.length === 0) return [];
  const title = `Images: ${graph.images.length} (they take branches as hosts do)`;
  return [[paint("strong", title)], ...graph.images.map((image) => hostLines(graph, image, places, paint))];
}

function unselectedSection(graph: Graph, places: Places, paint: Paint): string[][] {
  const outline = unselectedOutline(graph);
  if (outline.length === 0) return [];
  const title = paint("strong", `Branches nobody selects: ${outline.length}`);
  return [
    [
      title,
      ...tableLines(
        outline.flatMap((branch) => branchRows(branch, 1, places)),
        paint,
      ),
    ],
  ];
}

function unpulledSection(graph: Graph, places: Places, paint: Paint): string[][] {
  const leaves = unpulledLeaves(graph);
  if (leaves.length === 0) return [];
  const rows = leaves.map((leaf) => leafRow(leaf, 1, leaf.branch === undefined ? [] : [leaf.branch], places));
  return [
    [paint("strong", `Leaves of selected branches that reach no host: ${leaves.length}`), ...tableLines(rows, paint)],
  ];
}

/** A lookup that may find nothing, and a module that is there twice, are not errors by themselves. */
function isError(problem: GraphProblem): boolean {
  switch (problem.kind) {
    case "vain-lookup":
    case "vain-input":
    case "module-twice":
      return false;
    case "taken-twice":
      return problem.declared.length > 0;
    default:
      return true;
  }
}

function problemSection(graph: Graph, places: Places, paint: Paint): string[][] {
  const { failure } = graph.root;
  const errors = graph.problems.filter((problem) => isError(problem) && problem.certain && !problem.parked);
  const problems = [...(failure ? [failure] : []), ...errors];
  if (problems.length === 0) return [];
  const lines = problems.map(({ message, at }) => {
    const where = at ? `${printable(places.lineOf(at))}: ` : "";
    return `  ${where}${printable(places.wordsOf(message))}`;
  });
  return [[paint("strong", `Problems: ${lines.length}`), ...new Set(lines)]];
}

function branchRows(branch: OutlineBranch, depth: number, places: Places): Row[] {
  const title: Row = {
    depth,
    label: branch.group ?? "inline",
    count: leavesBelow(branch).size,
    notes: selectionNotes(branch.selections, places),
    style: "strong",
  };
  return [
    title,
    ...branch.classes.flatMap((one) => classRows(one, depth + 1, branch, places)),
    ...branch.branches.flatMap((one) => branchRows(one, depth + 1, places)),
  ];
}

function selectionNotes(selections: readonly HostSelection[], places: Places): string[] {
  const [first, ...more] = [...new Set(selections.map((selection) => selectionPlace(selection, places)))];
  if (first === undefined) return [];
  return more.length === 0 ? [first] : [`${first} and ${more.length} more`];
}

function classRows(
  { class: name, slot, leaves }: OutlineClass,
  depth: number,
  { group }: OutlineBranch,
  places: Places,
): Row[] {
  const label = name ?? "class unknown";
  const title: Row = {
    depth,
    label,
    count: leaves.length,
    notes: slot === undefined ? [] : [`in ${slot}`],
    style: "note",
  };
  return [title, ...leaves.map((leaf) => leafRow(leaf, depth + 1, holderNotes(leaf, group), places))];
}

/** How a leaf hangs on the host or branch that it is listed under, where that is not plain. */
function holderNotes({ branch }: Leaf, group: string | undefined): string[] {
  if (group === undefined) return branch === undefined ? ["inline"] : ["inline", branch];
  return branch === undefined ? ["imported"] : [];
}

function leafRow(leaf: Leaf, depth: number, holder: readonly string[], places: Places): Row {
  const written = places.lineOf(leaf.at);
  const elsewhere = leaf.at.file !== leaf.file;
  const label = leaf.external ?? written;
  const notes = [
    ...holder,
    ...(leaf.external === undefined ? [] : ["external", written]),
    ...(elsewhere && leaf.external === undefined ? [`counts for ${places.pathOf(leaf.file)}`] : []),
    ...(leaf.condition ? [conditionNote(leaf.condition.value)] : []),
  ];
  return { depth, label, count: undefined, notes, style: undefined };
}

function conditionNote(value: "true" | "false" | "unknown"): string {
  return value === "unknown" ? "conditional" : `conditional (${value})`;
}
