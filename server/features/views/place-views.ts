import type { Graph, Host, Leaf } from "../../graph/graph.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { LeafView, NamedPlace, NodeLocation } from "../../protocol.ts";
import type { Span } from "../../text.ts";
import type { View } from "../view.ts";

/** Gives the address of a file. */
export type UriOf = (file: string) => string;

/** How answers to clients write places of the graph, in the files as they are now. */
export interface PlaceViews {
  /** Undefined also for what ships with us and has no file. */
  readonly location: (at: Span | undefined) => NodeLocation | undefined;
  /** Of a place in a file as it is now. */
  readonly locationNow: (at: Span) => NodeLocation;
  readonly locations: (spans: readonly Span[]) => readonly NodeLocation[];
  readonly leaf: (leaf: Leaf) => LeafView;
  readonly host: (host: Host) => NamedPlace;
}

export function placeViews(view: View, uriOf: UriOf): PlaceViews {
  const { graph, nowSpan, linesOf } = view;
  const pulled = pulledLeaves(graph);
  const places = placesIn(graph.root.directory, linesOf);
  const locationNow = (at: Span) => ({ uri: uriOf(at.file), range: linesOf(at.file).rangeOf(at) });
  const location = (at: Span | undefined) => (at && !isNativePath(at.file) ? locationNow(nowSpan(at)) : undefined);
  const leaf = ({ id, at, external, file, condition }: Leaf): LeafView => {
    const absent = condition?.value === "false" || !pulled.has(id);
    return {
      id,
      label: external ?? places.pathOf(file),
      location: location(at),
      marks: condition?.value === "unknown" ? ["conditional"] : absent ? ["disabled"] : [],
    };
  };
  const host = ({ id, name, at }: Host): NamedPlace => ({ id, name, location: location(at) });
  return { location, locationNow, locations: (spans) => spans.flatMap((at) => location(at) ?? []), leaf, host };
}

function pulledLeaves({ hosts, images }: Graph): ReadonlySet<string> {
  return new Set([...hosts, ...images].flatMap(({ pulls }) => pulls.map(({ leaf }) => leaf)));
}
