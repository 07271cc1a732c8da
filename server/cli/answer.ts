import { diskFiles } from "../disk.ts";
import type { Root } from "../graph/graph.ts";
import { graphJson } from "../graph/json.ts";
import { type Paint, printable } from "../graph/paint.ts";
import { placesIn } from "../graph/places.ts";
import { graphText } from "../graph/text.ts";
import { makeSnapshot } from "../project/snapshot.ts";
import { analyse } from "../rules/analyse.ts";
import { checkJson } from "../rules/json.ts";
import { summaryOf } from "../rules/summary.ts";
import { findingsText } from "../rules/text.ts";
import { parse } from "../syntax/parse.ts";
import { type LineIndex, lineIndexOf } from "../text.ts";
import type { Format } from "./arguments.ts";
import { findRoot } from "./root.ts";

/** What a command prints, and how it ends. */
export interface Answer {
  readonly output: string;
  /** For stderr. */
  readonly notes: string;
  readonly exitCode: 0 | 1 | 2;
}

export interface Question {
  readonly kind: "graph" | "check";
  readonly format: Format;
  readonly place: string;
}

/**
 * Reads the flake and answers. The grammar must be loaded. Throws a RangeError when the stack of this thread is too small
 * for the flake; on a thread with a larger one the same question may be asked again.
 */
export function answer(question: Question, paint: Paint): Answer {
  const root = findRoot(question.place);
  if (root.problem !== undefined) return { output: "", notes: `dendritic: ${printable(root.problem)}\n`, exitCode: 2 };
  const { directory } = root;
  const { graph, findings, textOf } = analyse(makeSnapshot({ directory, files: diskFiles([directory]), parse }));
  const lineIndex = remembered((file) => lineIndexOf(textOf(file) ?? ""));
  const notes = failureNote(graph.root, lineIndex);
  const { format } = question;
  if (question.kind === "graph") {
    const output = format === "json" ? json(graphJson(graph, lineIndex)) : graphText(graph, lineIndex, paint);
    return { output, notes, exitCode: 0 };
  }
  const { errors, warnings } = summaryOf(graph, findings);
  const output =
    format === "json" ? json(checkJson(graph, findings, lineIndex)) : findingsText(graph, findings, textOf, paint);
  return { output, notes, exitCode: errors + warnings > 0 ? 1 : 0 };
}

/** Why there is no graph. */
function failureNote({ directory, failure }: Root, lineIndex: (file: string) => LineIndex): string {
  if (!failure) return "";
  const place = failure.at ? `${placesIn(directory, lineIndex).lineOf(failure.at)}: ` : "";
  return `dendritic: ${printable(place + failure.message)}\n`;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function remembered(indexOf: (file: string) => LineIndex): (file: string) => LineIndex {
  const known = new Map<string, LineIndex>();
  return (file) => {
    const index = known.get(file) ?? indexOf(file);
    known.set(file, index);
    return index;
  };
}
