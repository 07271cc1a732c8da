import { graphIndexOf } from "../../subjects/graph-index.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { type Reference, referencesTo } from "../../subjects/reference-places.ts";
import type { Subject } from "../../subjects/subject.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import { type OffsetRange, sortedSpans, spanKey } from "../../text.ts";
import type { View } from "../view.ts";

export interface References {
  /** The word that was asked about. */
  readonly range: OffsetRange;
  readonly places: readonly Reference[];
}

/** All places that speak of what the word at a place speaks of, in the order of files and places. `files`: where to look. */
export function references(view: View, place: Place, files: readonly string[] = view.files): References | undefined {
  const asked = subjectAt(view, place);
  if (!asked) return undefined;
  const subject = atDeclaration(view, place, asked);
  const places = sortedSpans(referencesTo(view, place.file, subject, files));
  return places.length > 0 ? { range: subject.range, places } : undefined;
}

/** A declaration speaks of all options that it makes, if it makes several by the same name. */
function atDeclaration(view: View, { file }: Place, subject: Subject): Subject {
  if (subject.kind !== "options") return subject;
  const { declaredAt } = graphIndexOf(view.graph);
  const here = subject.options.flatMap(({ declarations, path }) =>
    declarations
      .filter((at) => at.file === file && view.nowSpan(at).start === subject.range.start)
      .flatMap((at) => declaredAt.get(spanKey(at)) ?? [])
      .filter((other) => other.path.at(-1) === path.at(-1)),
  );
  return here.length > 0 ? { ...subject, options: [...new Set([...subject.options, ...here])] } : subject;
}
