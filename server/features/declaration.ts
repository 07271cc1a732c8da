import { type Targets, targetsOf } from "./definition.ts";
import { definitionsOf } from "./definition-places.ts";
import { graphIndexOf } from "./graph-index.ts";
import { nowSpans, type Place } from "./live-flake.ts";
import { optionsAlong } from "./option-paths.ts";
import { subjectAt } from "./subject.ts";
import type { View } from "./view.ts";

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
