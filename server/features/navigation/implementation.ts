import { contributionsTo, namesOfBranches } from "../../subjects/branch-places.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import type { View } from "../view.ts";
import { type Targets, targetsOf } from "./definition.ts";
import { references } from "./references.ts";

/** What is behind a name: the contributions of a branch, the places that set an option. */
export function implementation(view: View, place: Place): Targets | undefined {
  const subject = subjectAt(view, place);
  if (subject?.kind === "branches")
    return targetsOf(subject, namesOfBranches(view, contributionsTo(view.graph, subject.branches), subject.branches));
  if (subject?.kind !== "options") return undefined;
  const set = references(view, place)?.places.filter(({ kind }) => kind === "write") ?? [];
  return targetsOf(
    subject,
    set.map(({ file, start, end }) => ({ file, start, end })),
  );
}
