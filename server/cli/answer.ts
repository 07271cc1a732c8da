import { resolve } from "node:path";
import { diskFiles, repositoryAround, sourcesInStore } from "../disk.ts";
import type { Root } from "../graph/graph.ts";
import { graphJson } from "../graph/graph-json.ts";
import { graphText } from "../graph/graph-text.ts";
import { type Paint, printable } from "../graph/paint.ts";
import { placesIn } from "../graph/shown-places.ts";
import { makeSnapshot, type Snapshot } from "../project/snapshot.ts";
import { allReads } from "../subjects/option-reads.ts";
import { parse } from "../syntax/parse.ts";
import type { LineIndex } from "../text.ts";
import { check } from "./check.ts";
import type { Answer, Style } from "./command-answer.ts";
import type { FlakeRequest, GraphRequest } from "./command-arguments.ts";
import { findRoot } from "./root.ts";

/**
 * Reads the flake and answers. The grammar must be loaded. Throws a RangeError when the stack of this thread is too small
 * for the flake; on a thread with a larger one the same question may be asked again.
 */
export function answer(question: FlakeRequest, style: Style): Answer {
  const root = findRoot(question.place);
  if (root.problem !== undefined) return { output: "", notes: `dendritic: ${printable(root.problem)}\n`, exitCode: 2 };
  const snapshot = snapshotOf(root.directory, question);
  const notes = failureNote(snapshot.graph().root, snapshot.linesOf);
  switch (question.kind) {
    case "graph":
      return { output: graphOutput(snapshot, question, style.paint), notes, exitCode: 0 };
    case "check": {
      const answered = check(snapshot, question, style);
      // What nobody could look at must not count as clean.
      const exitCode = answered.exitCode === 0 && snapshot.graph().root.remark?.unread ? 2 : answered.exitCode;
      return { ...answered, notes: notes + answered.notes, exitCode };
    }
    default:
      return question satisfies never;
  }
}

function snapshotOf(directory: string, question: FlakeRequest): Snapshot {
  const inputs = new Map([...question.inputs].map(([name, given]) => [name, resolve(given)]));
  const storeDirectory = resolve(question.store);
  const files = diskFiles([directory, ...inputs.values(), ...sourcesInStore(directory, storeDirectory)]);
  const repository = question.path ? undefined : repositoryAround(directory);
  return makeSnapshot({ directory, files, parse, inputs, storeDirectory, repository });
}

function graphOutput(snapshot: Snapshot, { format }: GraphRequest, paint: Paint): string {
  const graph = snapshot.graph();
  if (format === "text") return graphText(graph, snapshot.linesOf, paint);
  const reads = allReads({ graph, namesOf: snapshot.namesOf });
  return `${JSON.stringify(
    graphJson(graph, snapshot.linesOf, (option) => reads.get(option) ?? []),
    undefined,
    2,
  )}\n`;
}

/** Why there is no graph. */
function failureNote({ directory, failure, remark }: Root, lineIndex: (file: string) => LineIndex): string {
  const note = failure ?? remark;
  if (!note) return "";
  const places = placesIn(directory, lineIndex);
  const place = note.at ? `${places.lineOf(note.at)}: ` : "";
  return `dendritic: ${printable(place + places.wordsOf(note.message))}\n`;
}
