import type { ReachView } from "../../protocol.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import type { View } from "../view.ts";
import { placeViews, type UriOf } from "./place-views.ts";

/** Which hosts files have a part in: those that get a module from one of them, by any way. */
export function reach(view: View, files: readonly string[], uriOf: UriOf): ReachView {
  const { graph } = view;
  const wanted = new Set(files);
  const places = placeViews(view, uriOf);
  const { leafById } = graphIndexOf(graph);
  const hosts = [...graph.hosts, ...graph.images].flatMap((host) => {
    const leaves = [...new Set(host.pulls.map(({ leaf }) => leaf))]
      .flatMap((id) => leafById.get(id) ?? [])
      .filter(({ file, at }) => wanted.has(file) || wanted.has(at.file));
    const touched = leaves.length > 0 || host.files.some((file) => wanted.has(file)) || wanted.has(host.at?.file ?? "");
    return touched ? [{ ...places.host(host), leaves: leaves.map(places.leaf), incomplete: !host.complete }] : [];
  });
  const everywhere = graph.cells.some(
    ({ file, roles }) => wanted.has(file) && (roles.includes("root") || roles.includes("schema")),
  );
  return { hosts, everywhere };
}
