import type { Host } from "../../graph/graph.ts";
import { hostOutline, leavesBelow } from "../../graph/outline.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { code, inlineCode, paragraphs, words } from "../../markdown.ts";
import { hostSizeWords } from "../../subjects/branch-size.ts";
import type { View } from "../view.ts";

/** At most this many branches, and reasons, are listed. */
const MOST = 8;

/** A host: its class and size, its branches with the leaves that each brings, whether all of it is known, where it is built. */
export function hostHover(view: View, host: Host): string {
  const { graph } = view;
  const places = placesIn(graph.root.directory, view.graphLines);
  const parts = hostOutline(graph, host)
    .map((branch) => ({ name: nameOf(view, branch.group), count: leavesBelow(branch).size }))
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => `${name} ${count}`);
  const rest = parts.length > MOST ? [`${parts.length - MOST} more`] : [];
  const reasons = host.unresolved.map(({ reason, at }) => {
    const where = at ? ` (${inlineCode(places.lineOf(at))})` : "";
    return `- ${words(places.wordsOf(reason)).replaceAll("\n", "\n  ")}${where}`;
  });
  return paragraphs([
    code(`host ${host.id}`),
    `${host.class} · ${hostSizeWords(graph, host)}`,
    [...parts.slice(0, MOST), ...rest].join(" · "),
    host.complete ? undefined : ["known in part, because:", ...new Set(reasons.slice(0, MOST))].join("\n"),
    host.at && `built at ${inlineCode(places.lineOf(host.at))}`,
  ]);
}

function nameOf({ graph }: View, group: string | undefined): string {
  if (group === undefined) return "its own";
  return inlineCode(graph.branches.find((branch) => branch.group === group)?.name ?? group);
}
