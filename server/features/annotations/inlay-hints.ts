import { namesOfBranches } from "../../subjects/branch-places.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { hostsTaking } from "../../subjects/graph-node.ts";
import { type OffsetRange, sortedSpans } from "../../text.ts";
import type { View } from "../view.ts";

export interface InlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
  /** On which side of it there is a gap. */
  readonly gap: "left" | "right";
}

/** More names would push the code away. */
const MOST_NAMES = 3;

/** The class before each module whose place does not say it, and behind a branch's name the hosts that select it. In source order. */
export function inlayHints(view: View, file: string, within: OffsetRange): readonly InlayHint[] {
  const all = [...classHints(view, file), ...hostHints(view, file)];
  return all.filter(({ offset }) => within.start <= offset && offset <= within.end).sort((a, b) => a.offset - b.offset);
}

function classHints(view: View, file: string): readonly InlayHint[] {
  const leaves = graphIndexOf(view.graph).leavesIn.get(file) ?? [];
  const hints = new Map<number, InlayHint>();
  for (const { at, branch, class: moduleClass, external } of leaves) {
    const saysIt = branch?.split(".").some((piece) => piece === moduleClass) ?? false;
    if (moduleClass === undefined || saysIt || external !== undefined) continue;
    const { start } = view.nowSpan(at);
    if (start > 0)
      hints.set(start, { offset: start, text: moduleClass, tooltip: `A ${moduleClass} module`, gap: "right" });
  }
  return [...hints.values()];
}

function hostHints(view: View, file: string): readonly InlayHint[] {
  const { graph } = view;
  const shared = graph.branches.filter(({ owner }) => owner === undefined);
  const leaves = new Map(graph.leaves.map((leaf) => [leaf.id, leaf]));
  const hints = new Map<number, InlayHint>();
  const here = shared.filter(({ files, namedAt }) => files.includes(file) || namedAt.some((at) => at.file === file));
  for (const group of new Set(here.map((branch) => branch.group))) {
    const branches = shared.filter((branch) => branch.group === group);
    const said = branches.flatMap((branch) => [
      ...branch.namedAt,
      ...branch.leaves.flatMap((id) => leaves.get(id)?.definedAt ?? []),
    ]);
    const places = said.filter((at) => at.file === file);
    if (places.length === 0) continue;
    const names = hostsTaking(view, { kind: "branch", id: group, branches }).map(({ name }) => name);
    const more = names.length > MOST_NAMES ? `, +${names.length - MOST_NAMES}` : "";
    const text = names.length === 0 ? "← no host" : `← ${names.slice(0, MOST_NAMES).join(", ")}${more}`;
    for (const { end } of sortedSpans(namesOfBranches(view, places, branches))) {
      hints.set(end, {
        offset: end,
        text,
        tooltip: `Hosts that take ${group}: ${names.join(", ") || "none"}`,
        gap: "left",
      });
    }
  }
  return [...hints.values()];
}
