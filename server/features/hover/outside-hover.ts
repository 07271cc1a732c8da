import type { RootInput } from "../../graph/graph.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { code, inlineCode, paragraphs, some, words } from "../../markdown.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { type OffsetRange, type Span, touches } from "../../text.ts";
import type { View } from "../view.ts";
import { leafText } from "./branch-hover.ts";

/** An input: whether its source is at hand, and which leaves come from it. */
export function inputHover(view: View, name: string): string | undefined {
  const { graph } = view;
  const input = graph.root.inputs.find((one) => one.name === name);
  if (!input) return undefined;
  const places = placesIn(graph.root.directory, view.graphLines);
  const prefix = `inputs.${name}.`;
  const taken = graph.leaves.filter(({ external }) => external?.startsWith(prefix));
  const modules = [...new Set(taken.flatMap(({ external }) => external ?? []))];
  return paragraphs([
    code(`input ${name}`),
    sourceText[input.source],
    modules.length > 0 ? `modules of it: ${some(modules)}` : undefined,
    input.at ? `declared at ${inlineCode(places.lineOf(input.at))}` : undefined,
  ]);
}

const sourceText: Readonly<Record<RootInput["source"], string>> = {
  none: "Its source is not at hand: what comes from it is external, and is shown by its path.",
  directory: "Its source is read from the folder that the settings name.",
  store: "Its source is read from the Nix store.",
  native: "It is known here without its source.",
};

interface Told {
  readonly range: OffsetRange;
  readonly markdown: string;
}

/** What is not known at a place, or comes from outside there, and why. */
export function outsideHover(view: View, { file, offset }: Place): Told | undefined {
  const { graph, nowSpan } = view;
  const isHere = (at: Span | undefined): at is Span => {
    if (at?.file !== file || at.end - at.start > LONGEST) return false;
    return touches(nowSpan(at), offset);
  };
  const external = (graphIndexOf(graph).leavesIn.get(file) ?? []).filter(
    (leaf) => leaf.external !== undefined && isHere(leaf.at),
  );
  const doubts = graph.hosts.flatMap((host) =>
    host.unresolved.filter(({ at }) => isHere(at)).map(({ reason, at }) => ({ reason, at, host: host.name })),
  );
  const at = external[0]?.at ?? doubts[0]?.at;
  if (!at) return undefined;
  const places = placesIn(graph.root.directory, view.graphLines);
  const reasons = [...new Set(doubts.map(({ reason }) => places.wordsOf(reason)))];
  const hosts = [...new Set(doubts.map(({ host }) => host))];
  const { start, end } = nowSpan(at);
  return {
    range: { start, end },
    markdown: paragraphs([
      ...external.map((leaf) => leafText(view, leaf)),
      ...reasons.map((reason) => `Not known: ${words(reason)}`),
      hosts.length > 0 ? `Therefore known in part: ${some(hosts)}` : undefined,
    ]),
  };
}

/** Longer stretches are whole expressions; a word inside of them speaks for itself. */
const LONGEST = 120;
