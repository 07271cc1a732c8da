import type { DeclaredOption } from "../../graph/graph.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { nowSpans, type Place } from "../../subjects/live-flake.ts";
import { optionsAlong } from "../../subjects/option-tree.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import type { View } from "../view.ts";
import { type Targets, targetsOf } from "./definition.ts";

/** The schema behind a word: the declaration of the option that a branch or a value is part of, and of those right inside of it. */
export function typeDefinition(view: View, place: Place): Targets | undefined {
  const subject = subjectAt(view, place);
  if (!subject) return undefined;
  const index = graphIndexOf(view.graph);
  if (subject.kind === "branches") {
    const spans = subject.branches.flatMap((branch) => {
      const { options } = optionsAlong(index, { path: branch.path, class: undefined });
      return [...branch.declaredAt, ...declarationsOf(options)];
    });
    return targetsOf(subject, nowSpans(view, spans));
  }
  if (subject.kind !== "options" && subject.kind !== "value") return undefined;
  const { options } = subject.kind === "options" ? subject : optionsAlong(index, subject.path);
  return targetsOf(subject, nowSpans(view, declarationsOf(options)));
}

function declarationsOf(options: readonly DeclaredOption[]) {
  return options.flatMap(({ declarations }) => declarations);
}
