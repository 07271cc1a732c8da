import type { Leaf } from "../../graph/graph.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { helperPlace, selectingWords, type Way, type WayStep, waysTo } from "../../graph/why-in-host.ts";
import type { WhyChain, WhyStep, WhyView } from "../../protocol.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { nodePlace } from "../../subjects/graph-node.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { smallestAt } from "../../text.ts";
import type { View } from "../view.ts";
import { type PlaceViews, placeViews, type UriOf } from "./place-views.ts";

/**
 * Why hosts get the leaf around a place, or what the place's file contributes where no leaf is around it: for each way the places from the
 * host to the leaf. `host`: an id; undefined: all that get it.
 */
export function why(view: View, place: Place, host: string | undefined, uriOf: UriOf): WhyView {
  const { graph } = view;
  const systems = [...graph.hosts, ...graph.images].filter(({ id }) => host === undefined || id === host);
  const views = placeViews(view, uriOf);
  const chains = waysTo(graph, leavesAt(view, place), systems).map((way) => chainOf(view, views, way));
  return { chains: [...new Map(chains.map((chain) => [JSON.stringify(chain), chain])).values()] };
}

function leavesAt(view: View, { file, offset }: Place): readonly Leaf[] {
  const { graph } = view;
  const here = (graphIndexOf(graph).leavesIn.get(file) ?? []).map((leaf) => ({ leaf, at: view.nowSpan(leaf.at) }));
  const around = smallestAt(here, offset).map(({ leaf }) => leaf);
  return around.length > 0 ? around : graph.leaves.filter((leaf) => leaf.file === file || leaf.at.file === file);
}

function chainOf(view: View, views: PlaceViews, { host, leaf, slot, steps }: Way): WhyChain {
  const first: WhyStep = { kind: "host", text: `${host.name} (${host.class})`, location: views.location(host.at) };
  const where = slot === undefined ? "" : ` in \`${slot}\``;
  const what = leaf.external === undefined ? `${leaf.class ?? ""} module`.trim() : `\`${leaf.external}\``;
  const text = `contributes this ${what}${where}`;
  const last: WhyStep = { kind: "leaf", text, location: views.location(leaf.definedAt ?? leaf.at) };
  const between = steps.flatMap((step) => stepsAt(view, views, step));
  return { host: host.id, leaf: leaf.id, steps: [first, ...between, last] };
}

function stepsAt(view: View, { location, locationNow }: PlaceViews, step: WayStep): readonly WhyStep[] {
  const { id, branch, isOwn, selection } = step;
  if (isOwn) {
    const at = selection?.at ?? branch?.declaredAt[0];
    return [{ kind: "branch", text: `its own \`${id}\``, location: location(at) }];
  }
  const named = branch && nodePlace(view, { kind: "branch", id, branches: [branch] });
  const taken: WhyStep = { kind: "branch", text: `branch \`${id}\``, location: named && locationNow(named) };
  if (!selection) return [taken];
  const helper = helperPlace(selection, placesIn(view.graph.root.directory, view.graphLines));
  const through = helper === undefined ? "" : `, through ${helper}`;
  const text = `selects ${branch?.name ?? id} by ${selectingWords[selection.kind]}${through}`;
  return [{ kind: "selection", text, location: location(selection.at) }, taken];
}
