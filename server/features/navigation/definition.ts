import { branchDefinitions } from "../../subjects/branch-places.ts";
import { definitionsOf } from "../../subjects/definition-places.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { branchesCalledSo } from "../../subjects/selecting-strings.ts";
import type { Subject } from "../../subjects/subject.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import { type OffsetRange, type Span, sortedSpans } from "../../text.ts";
import type { View } from "../view.ts";

/** Places that a word leads to, in the files as they are now. */
export interface Targets {
  /** The word that was asked about. */
  readonly range: OffsetRange;
  /** At least one. */
  readonly targets: readonly Span[];
}

/**
 * Where the word at a place leads: the declaration of an option, a branch, an input, a file, a local name; and to the branch that is taken
 * because of the name.
 */
export function definition(view: View, place: Place): Targets | undefined {
  const subject = subjectAt(view, place);
  if (!subject) return undefined;
  const taken = subject.kind === "branches" ? [] : branchesCalledSo(view, { file: place.file, ...subject.range });
  const also = taken.length > 0 ? branchDefinitions(view, taken) : [];
  return targetsOf(subject, [...definitionsOf(view, place, subject), ...also]);
}

export function targetsOf({ range }: Subject, spans: readonly Span[]): Targets | undefined {
  const targets = sortedSpans(spans);
  return targets.length > 0 ? { range, targets } : undefined;
}
