import type { Branch, Graph, Host, Leaf } from "../graph/graph.ts";
import { branchesById, leavesById } from "../graph/graph-lookup.ts";
import { counted } from "../graph/rows.ts";

/** How much a branch brings to systems. Counted alike wherever a number of leaves is shown: each leaf once. */
export interface BranchSize {
  /** Leaves that reach a system through the branch, those of branches that it brings along among them. */
  readonly reaching: number;
  /** Leaves of the branch itself that a false condition keeps out of every system. */
  readonly off: number;
  /** Other leaves of the branch itself that reach no system. */
  readonly idle: number;
}

/** The size of all branches of one group, in some systems. */
export function branchSize(graph: Graph, members: readonly Branch[], systems: readonly Host[]): BranchSize {
  const ids = new Set(members.map(({ id }) => id));
  const reaching = new Set(
    systems.flatMap(({ pulls }) => pulls.filter(({ via }) => via.some((id) => ids.has(id))).map(({ leaf }) => leaf)),
  );
  const leafById = leavesById(graph);
  const own = [...new Set(members.flatMap(({ leaves }) => leaves))].flatMap((id) => leafById.get(id) ?? []);
  const left = own.filter(({ id }) => !reaching.has(id));
  const off = left.filter(isOff).length;
  return { reaching: reaching.size, off, idle: left.length - off };
}

function isOff({ condition }: Leaf): boolean {
  return condition?.value === "false";
}

/** `45 leaves · 1 off`; of a branch that reaches nothing the leaves that it has. */
export function sizeWords({ reaching, off, idle }: BranchSize): readonly string[] {
  if (reaching === 0) return [counted(off + idle, "leaf", "leaves")];
  return [
    counted(reaching, "leaf", "leaves"),
    ...(off > 0 ? [`${off} off`] : []),
    ...(idle > 0 ? [`${idle} in no host`] : []),
  ];
}

/**
 * `4 hosts · 1 image`. While nothing at all is known of some host, others may be among them; while anything is missing, none is a number
 * of those that are known.
 */
export function systemsWords(graph: Graph, systems: readonly Host[]): readonly string[] {
  const images = new Set(graph.images.map(({ id }) => id));
  const count = systems.filter(({ id }) => images.has(id)).length;
  const hosts = systems.length - count;
  const all = [...graph.hosts, ...graph.images];
  if (systems.length === 0) return [all.every(({ complete }) => complete) ? "in no host" : "in no known host"];
  const isUnknown = all.some(({ complete, pulls }) => !complete && pulls.length === 0);
  return [
    ...(hosts > 0 ? [counted(hosts, isUnknown ? "known host" : "host")] : []),
    ...(count > 0 ? [counted(count, isUnknown ? "known image" : "image")] : []),
  ];
}

/** How many branches and leaves a system has; the branches are those of which a leaf reaches it. */
export function hostSize(graph: Graph, { pulls }: Host): { readonly branches: number; readonly leaves: number } {
  const branchById = branchesById(graph);
  const groups = pulls
    .flatMap(({ via }) => via)
    .flatMap((id) => {
      const branch = branchById.get(id);
      return branch?.owner === undefined ? [branch?.group ?? id] : [];
    });
  return { branches: new Set(groups).size, leaves: new Set(pulls.map(({ leaf }) => leaf)).size };
}

/** `8 branches · 87 leaves` */
export function hostSizeWords(graph: Graph, host: Host): string {
  const { branches, leaves } = hostSize(graph, host);
  return `${counted(branches, "branch", "branches")} · ${counted(leaves, "leaf", "leaves")}`;
}
