import { definitionsOf } from "../../subjects/definition-places.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { nowSpans, type Place } from "../../subjects/live-flake.ts";
import { optionsAlong } from "../../subjects/option-tree.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import type { View } from "../view.ts";
import { type Targets, targetsOf } from "./definition.ts";

/** Where the word at a place is declared: an option, the option that a branch is an instance of, the option that a value is part of. */
export function declaration(view: View, place: Place): Targets | undefined {
  const subject = subjectAt(view, place);
  if (!subject) return undefined;
  if (subject.kind === "branches")
    return targetsOf(
      subject,
      nowSpans(
        view,
        subject.branches.flatMap(({ declaredAt }) => declaredAt),
      ),
    );
  if (subject.kind === "value") {
    const { options } = optionsAlong(graphIndexOf(view.graph), subject.path);
    const declared = options.flatMap(({ declarations }) => declarations);
    if (declared.length > 0) return targetsOf(subject, nowSpans(view, declared));
  }
  return targetsOf(subject, definitionsOf(view, place, subject));
}
