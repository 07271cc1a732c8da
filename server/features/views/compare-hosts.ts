import type { Host, Leaf } from "../../graph/graph.ts";
import type { ComparedBranch, CompareView } from "../../protocol.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { compareText } from "../../text.ts";
import type { View } from "../view.ts";
import { placeViews, type UriOf } from "./place-views.ts";

/** What one host pulls in and the other does not. Undefined when one of the ids is that of no host. */
export function compareHosts(view: View, leftId: string, rightId: string, uriOf: UriOf): CompareView | undefined {
  const systems = [...view.graph.hosts, ...view.graph.images];
  const left = systems.find(({ id }) => id === leftId);
  const right = systems.find(({ id }) => id === rightId);
  if (!left || !right) return undefined;
  const { host } = placeViews(view, uriOf);
  const inLeft = new Set(left.pulls.map(({ leaf }) => leaf));
  const inRight = new Set(right.pulls.map(({ leaf }) => leaf));
  return {
    left: host(left),
    right: host(right),
    onlyLeft: onlyIn(view, left, inRight, uriOf),
    onlyRight: onlyIn(view, right, inLeft, uriOf),
    shared: [...inLeft].filter((id) => inRight.has(id)).length,
    incomplete: [left, right].filter(({ complete }) => !complete).map(({ name }) => name),
  };
}

function onlyIn(view: View, { pulls }: Host, others: ReadonlySet<string>, uriOf: UriOf): readonly ComparedBranch[] {
  const { leafById, branchById } = graphIndexOf(view.graph);
  const places = placeViews(view, uriOf);
  const groupOf = ({ branch }: Leaf) => {
    const found = branchById.get(branch ?? "");
    return found?.owner === undefined ? found?.group : undefined;
  };
  const taken = new Set([...others].flatMap((id) => leafById.get(id) ?? []).map(groupOf));
  const groups = new Map<string | undefined, Leaf[]>();
  for (const id of new Set(pulls.map(({ leaf }) => leaf))) {
    const leaf = leafById.get(id);
    if (!leaf || others.has(id)) continue;
    const group = groupOf(leaf);
    groups.set(group, [...(groups.get(group) ?? []), leaf]);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a ?? "", b ?? ""))
    .map(([group, leaves]) => ({
      group,
      whole: group !== undefined && !taken.has(group),
      leaves: leaves.sort((a, b) => compareText(a.id, b.id)).map(places.leaf),
    }));
}
