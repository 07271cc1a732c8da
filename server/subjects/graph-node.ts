import type { Branch, DeclaredOption, Host, Leaf } from "../graph/graph.ts";
import { placesIn } from "../graph/shown-places.ts";
import { showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import { branchPlaces, namesOfBranches } from "./branch-places.ts";
import { graphIndexOf } from "./graph-index.ts";
import type { LiveFlake } from "./live-flake.ts";

/** Names a host, a branch with all its classes, a leaf or an option, so that clients can ask about it again later. */
export interface NodeId {
  readonly kind: "host" | "branch" | "leaf" | "option";
  /** Of a branch: its group. Of an option: its path, behind its class and a space where it has one. */
  readonly id: string;
}

/** What an id names; undefined when the graph has it no more. */
export type GraphNode =
  | { readonly kind: "host"; readonly id: string; readonly host: Host }
  | { readonly kind: "branch"; readonly id: string; readonly branches: readonly Branch[] }
  | { readonly kind: "leaf"; readonly id: string; readonly leaf: Leaf }
  | { readonly kind: "option"; readonly id: string; readonly option: DeclaredOption };

export function graphNode({ graph }: LiveFlake, { kind, id }: NodeId): GraphNode | undefined {
  switch (kind) {
    case "host": {
      const host = [...graph.hosts, ...graph.images].find((one) => one.id === id);
      return host && { kind, id, host };
    }
    case "branch": {
      const branches = graph.branches.filter((one) => one.group === id && one.owner === undefined);
      return branches.length > 0 ? { kind, id, branches } : undefined;
    }
    case "leaf": {
      const leaf = graphIndexOf(graph).leafById.get(id);
      return leaf && { kind, id, leaf };
    }
    case "option": {
      const option = graph.options.find((one) => optionId(one) === id);
      return option && { kind, id, option };
    }
    default:
      return kind satisfies never;
  }
}

export function optionId({ path, class: moduleClass }: DeclaredOption): string {
  return moduleClass === undefined ? showOption(path) : `${moduleClass} ${showOption(path)}`;
}

/** Where the node is, in the file as it is now; undefined for a host without a place. */
export function nodePlace(flake: LiveFlake, node: GraphNode): Span | undefined {
  switch (node.kind) {
    case "host":
      return node.host.at && flake.nowSpan(node.host.at);
    case "branch":
      return namesOfBranches(flake, branchPlaces(flake.graph, node.branches), node.branches)[0];
    case "leaf":
      return flake.nowSpan(node.leaf.at);
    case "option":
      return node.option.declarations[0] && flake.nowSpan(node.option.declarations[0]);
    default:
      return node satisfies never;
  }
}

/** What people call it; leaves are called after their files. */
export function nodeName({ graph, graphLines }: LiveFlake, node: GraphNode): string {
  switch (node.kind) {
    case "host":
      return node.host.name;
    case "branch":
      return node.branches[0]?.name ?? node.id;
    case "leaf":
      return node.leaf.external ?? placesIn(graph.root.directory, graphLines).lineOf(node.leaf.at);
    case "option":
      return showOption(node.option.path);
    default:
      return node satisfies never;
  }
}

/** Hosts and images that get something of the branches, or a leaf. */
export function hostsTaking(flake: LiveFlake, node: GraphNode): readonly Host[] {
  const systems = [...flake.graph.hosts, ...flake.graph.images];
  switch (node.kind) {
    case "host":
      return [node.host];
    case "branch":
      return hostsSelecting(systems, node.branches);
    case "leaf":
      return systems.filter(({ pulls }) => pulls.some(({ leaf }) => leaf === node.leaf.id));
    case "option":
      return [];
    default:
      return node satisfies never;
  }
}

/** Those that get something of the branches, or select them and get nothing. */
export function hostsSelecting(systems: readonly Host[], branches: readonly Branch[]): readonly Host[] {
  const ids = new Set(branches.map(({ id }) => id));
  return systems.filter(
    ({ pulls, selections }) =>
      pulls.some(({ via }) => via.some((id) => ids.has(id))) || selections.some(({ branch }) => ids.has(branch)),
  );
}
