import type { Branch, Graph, Host, HostSelection, Leaf, Pull } from "./graph.ts";
import { branchesById } from "./graph-lookup.ts";
import type { Places } from "./shown-places.ts";

/*
 * Why a host has a leaf: the branches that the leaf came through, and what made the host take each of them. A host can have one leaf in
 * several ways; every pull of it is one. The ways are found while the host is followed (`host.ts`); here they are read.
 */

/** One way on which a system gets a leaf. */
export interface Way {
  readonly host: Host;
  readonly leaf: Leaf;
  /** The place inside the host that takes the leaf; undefined: the host itself does. */
  readonly slot: string | undefined;
  readonly steps: readonly WayStep[];
}

/** A branch on the way, from the system to the leaf. */
export interface WayStep {
  readonly id: string;
  readonly branch: Branch | undefined;
  /** A collector that belongs to the host alone. */
  readonly isOwn: boolean;
  /** What makes the host take the branch on this way; undefined: nothing that was seen. */
  readonly selection: HostSelection | undefined;
}

/** All ways on which the systems get some of the leaves. */
export function waysTo(graph: Graph, leaves: readonly Leaf[], systems: readonly Host[]): readonly Way[] {
  const wanted = new Map(leaves.map((leaf) => [leaf.id, leaf]));
  return systems.flatMap((host) =>
    host.pulls.flatMap((pull) => {
      const leaf = wanted.get(pull.leaf);
      return leaf ? [{ host, leaf, slot: pull.slot, steps: stepsOf(graph, host, pull) }] : [];
    }),
  );
}

function stepsOf(graph: Graph, host: Host, { via }: Pull): readonly WayStep[] {
  const branches = branchesById(graph);
  return via.map((id, at) => {
    const branch = branches.get(id);
    return { id, branch, isOwn: branch?.owner !== undefined, selection: selectionOf(host, id, via[at - 1]) };
  });
}

/** The place that selects the branch on this way. */
function selectionOf({ selections }: Host, branch: string, through: string | undefined): HostSelection | undefined {
  const here = selections.filter((one) => one.branch === branch);
  return here.find((one) => one.through === through) ?? here[0];
}

/** The groups of branches on the way, without the host's own collectors; once where one class of a group brings in another. */
export function groupsOn(graph: Graph, { via }: Pull): readonly string[] {
  const groups = via.flatMap((id) => groupOf(graph, id) ?? []);
  return groups.filter((group, index) => group !== groups[index - 1]);
}

/** The name of a branch with all its classes; undefined: it is a host's own. */
export function groupOf(graph: Graph, id: string): string | undefined {
  const branch = branchesById(graph).get(id);
  return branch?.owner === undefined ? (branch?.group ?? id) : undefined;
}

/** How a branch is selected, in words that go on "selected by". */
export const selectingWords: Readonly<Record<HostSelection["kind"], string>> = {
  reference: "a reference",
  string: "a string",
  wildcard: "taking all",
  predicate: "a test of names",
  target: "what the leaf names",
};

/** Where a branch is selected: `reference at cells/hosts.nix:3`; and through which helper, where that stands elsewhere. */
export function selectionPlace(selection: HostSelection, places: Places): string {
  const through = helperPlace(selection, places);
  const place = `${selection.kind} at ${places.lineOf(selection.at)}`;
  return through === undefined ? place : `${place} through ${through}`;
}

/** The code that hands the branch on, or makes its name, where that stands in another line than what selects. */
export function helperPlace({ at, helper }: HostSelection, { lineOf }: Places): string | undefined {
  return helper === undefined || lineOf(helper) === lineOf(at) ? undefined : lineOf(helper);
}
