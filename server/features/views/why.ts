import type { Host, HostSelection, Leaf, Pull } from "../../graph/graph.ts";
import { placesIn } from "../../graph/places.ts";
import type { WhyChain, WhyStep, WhyView } from "../../protocol.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { nodePlace } from "../../subjects/graph-node.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { smallestAt } from "../../text.ts";
import type { View } from "../view.ts";
import { placeViews, type UriOf } from "./place-views.ts";

/**
 * Why hosts get the leaf around a place, or what the place's file contributes where no leaf is around it: for each way the places from the
 * host to the leaf. `host`: an id; undefined: all that get it.
 */
export function why(view: View, place: Place, host: string | undefined, uriOf: UriOf): WhyView {
  const leaves = new Map(leavesAt(view, place).map((leaf) => [leaf.id, leaf]));
  const systems = [...view.graph.hosts, ...view.graph.images].filter(({ id }) => host === undefined || id === host);
  const chains = systems.flatMap((system) =>
    system.pulls.flatMap((pull) => {
      const leaf = leaves.get(pull.leaf);
      return leaf ? [chainOf(view, system, pull, leaf, uriOf)] : [];
    }),
  );
  return { chains: [...new Map(chains.map((chain) => [JSON.stringify(chain), chain])).values()] };
}

function leavesAt(view: View, { file, offset }: Place): readonly Leaf[] {
  const leaves = (graphIndexOf(view.graph).leavesIn.get(file) ?? []).map((leaf) => ({
    leaf,
    at: view.nowSpan(leaf.at),
  }));
  const smallest = smallestAt(leaves, offset).map(({ leaf }) => leaf);
  return smallest.length > 0
    ? smallest
    : view.graph.leaves.filter((leaf) => leaf.file === file || leaf.at.file === file);
}

function chainOf(view: View, host: Host, { via, slot }: Pull, leaf: Leaf, uriOf: UriOf): WhyChain {
  const { location, locationNow } = placeViews(view, uriOf);
  const { branchById } = graphIndexOf(view.graph);
  const steps: WhyStep[] = [{ kind: "host", text: `${host.name} (${host.class})`, location: location(host.at) }];
  for (const [at, id] of via.entries()) {
    const branch = branchById.get(id);
    const selection = selectionOf(host, id, via[at - 1]);
    if (branch?.owner !== undefined) {
      steps.push({
        kind: "branch",
        text: `its own \`${id}\``,
        location: location(selection?.at ?? branch.declaredAt[0]),
      });
      continue;
    }
    if (selection) {
      const text = `selects ${branch?.name ?? id} by ${words[selection.kind]}${throughHelper(view, selection)}`;
      steps.push({ kind: "selection", text, location: location(selection.at) });
    }
    const named = branch && nodePlace(view, { kind: "branch", id, branches: [branch] });
    steps.push({ kind: "branch", text: `branch \`${id}\``, location: named && locationNow(named) });
  }
  const where = slot === undefined ? "" : ` in \`${slot}\``;
  const what = leaf.external === undefined ? `${leaf.class ?? ""} module`.trim() : `\`${leaf.external}\``;
  steps.push({ kind: "leaf", text: `contributes this ${what}${where}`, location: location(leaf.definedAt ?? leaf.at) });
  return { host: host.id, leaf: leaf.id, steps };
}

/** Code elsewhere that hands the branch on, or makes its name. */
function throughHelper(view: View, { at, helper }: HostSelection): string {
  const { lineOf } = placesIn(view.graph.root.directory, view.graphLines);
  return helper === undefined || lineOf(helper) === lineOf(at) ? "" : `, through ${lineOf(helper)}`;
}

const words: Readonly<Record<HostSelection["kind"], string>> = {
  reference: "a reference",
  string: "a string",
  wildcard: "taking all",
  predicate: "a test of names",
  target: "what the leaf names",
};

/** The place that selects the branch on this way. */
function selectionOf({ selections }: Host, branch: string, through: string | undefined): HostSelection | undefined {
  const here = selections.filter((one) => one.branch === branch);
  return here.find((one) => one.through === through) ?? here[0];
}
