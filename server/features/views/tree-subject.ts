import type { NameIndex } from "../../names/name-index.ts";
import { occurrenceAt } from "../../names/names-at.ts";
import { hostAround } from "../../subjects/host-names.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import { covers, touches } from "../../text.ts";
import type { View } from "../view.ts";

/** What the tree of hosts should show for a place, as far as the words there tell. */
export interface TreeSubject {
  /** The shared branch that the word names, if it contributes nothing to it there. */
  readonly group: string | undefined;
  /** Ids of the hosts that the place is about: that take the branch by the word, or that the code speaks of. */
  readonly hosts: readonly string[];
  /** Ids of the leaves that the path at the place contributes. */
  readonly leaves: readonly string[];
  /** The file contributes leaves, and none of them reaches a host. */
  readonly inNoHost: boolean;
}

/** Says nothing (empty lists) where the words say nothing. */
export function treeSubject(view: View, place: Place): TreeSubject {
  const { file, offset } = place;
  const names = view.namesOf(file);
  const inNoHost = reachesNoHost(view, file);
  if (!names) return { group: undefined, hosts: [], leaves: [], inNoHost };
  const leaves = leavesDefined(view, names, offset);
  const subject = leaves.length > 0 ? undefined : subjectAt(view, place);
  const shared = subject?.kind === "branches" ? subject.branches.filter(({ owner }) => owner === undefined) : [];
  const around = hostAround(view, names, offset)?.id;
  const taking = shared.length > 0 ? hostsSelectingAt(view, place) : [];
  return {
    group: shared[0]?.group,
    hosts: [...(around === undefined ? [] : [around]), ...taking],
    leaves,
    inNoHost,
  };
}

/** Leaves of the definition whose path the offset lies in. */
function leavesDefined(view: View, names: NameIndex, offset: number): readonly string[] {
  const occurrence = occurrenceAt(names, offset)?.occurrence;
  if (occurrence?.use !== "define") return [];
  return view.graph.leaves
    .filter(({ definedAt }) => {
      return definedAt?.file === names.file && covers(occurrence.range, view.nowSpan(definedAt));
    })
    .map(({ id }) => id);
}

function hostsSelectingAt(view: View, { file, offset }: Place): readonly string[] {
  const then = view.thenOffset(file, offset);
  return [...view.graph.hosts, ...view.graph.images]
    .filter(({ selections }) =>
      selections.some(({ at, repeats }) =>
        [at, ...(repeats ? [repeats] : [])].some((one) => one.file === file && touches(one, then)),
      ),
    )
    .map(({ id }) => id);
}

function reachesNoHost({ graph }: View, file: string): boolean {
  const here = new Set(graph.leaves.filter((leaf) => leaf.file === file || leaf.at.file === file).map(({ id }) => id));
  const systems = [...graph.hosts, ...graph.images];
  return here.size > 0 && !systems.some(({ pulls }) => pulls.some(({ leaf }) => here.has(leaf)));
}
