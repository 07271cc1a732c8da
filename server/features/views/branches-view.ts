import type { Branch } from "../../graph/graph.ts";
import type { BranchClassView, BranchView, RootBranches } from "../../protocol.ts";
import { branchDefinitions } from "../../subjects/branch-places.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { hostsTaking, nodePlace } from "../../subjects/graph-node.ts";
import { compareText } from "../../text.ts";
import type { View } from "../view.ts";
import { type PlaceViews, placeViews, type UriOf } from "./place-views.ts";

/** Every shared branch of a flake with its leaves by class, and the hosts that take it; sorted by group. */
export function branchesView(view: View, uriOf: UriOf): RootBranches {
  const { branches, root } = view.graph;
  const shared = branches.filter(({ owner }) => owner === undefined);
  const groups = [...new Set(shared.map(({ group }) => group))].sort(compareText);
  const members = (group: string) => shared.filter((branch) => branch.group === group);
  const places = placeViews(view, uriOf);
  return { uri: uriOf(root.file), branches: groups.map((group) => branchView(view, places, group, members(group))) };
}

function branchView(view: View, places: PlaceViews, group: string, branches: readonly Branch[]): BranchView {
  const node = { kind: "branch", id: group, branches } as const;
  const at = nodePlace(view, node);
  return {
    group,
    name: branches[0]?.name ?? group,
    location: at && places.locationNow(at),
    definitions: branchDefinitions(view, branches).map(places.locationNow),
    classes: classesOf(view, places, branches),
    hosts: hostsTaking(view, node).map(places.host),
    consumedBy: [...new Set(branches.flatMap(({ consumedBy }) => consumedBy))].sort(compareText),
  };
}

function classesOf(view: View, places: PlaceViews, branches: readonly Branch[]): readonly BranchClassView[] {
  const { leafById } = graphIndexOf(view.graph);
  const classes = [...new Set(branches.map((branch) => branch.class))];
  return classes
    .sort((a, b) => compareText(a ?? "", b ?? ""))
    .map((moduleClass) => {
      const members = branches.filter((branch) => branch.class === moduleClass);
      const leaves = members.flatMap((branch) => branch.leaves).flatMap((id) => leafById.get(id) ?? []);
      return { class: moduleClass, leaves: leaves.map(places.leaf), open: members.some(({ open }) => open) };
    });
}
