import { resolve } from "node:path";
import { diskFiles, repositoryAround, sourcesInStore } from "../disk.ts";
import type { Root } from "../graph/graph.ts";
import { graphJson } from "../graph/graph-json.ts";
import { graphText } from "../graph/graph-text.ts";
import { type Paint, printable } from "../graph/paint.ts";
import { placesIn } from "../graph/shown-places.ts";
import { makeSnapshot, type Snapshot, type SnapshotSource } from "../project/snapshot.ts";
import { allReads } from "../subjects/option-reads.ts";
import { parse } from "../syntax/parse.ts";
import type { LineIndex } from "../text.ts";
import { check } from "./check.ts";
import type { Answer, Style } from "./command-answer.ts";
import type { FlakeRequest, GraphRequest } from "./command-arguments.ts";
import { isKept, keptAnswer, keyOf, trackedDigest } from "./kept-answers.ts";
import { recordedFiles } from "./recorded-files.ts";
import { findRoot } from "./root.ts";

/**
 * Reads the flake and answers. The grammar must be loaded. Throws a RangeError when the stack of this thread is too small
 * for the flake; on a thread with a larger one the same question may be asked again.
 */
export function answer(question: FlakeRequest, style: Style): Answer {
  const root = findRoot(question.place);
  if (root.problem !== undefined) return { output: "", notes: `dendritic: ${printable(root.problem)}\n`, exitCode: 2 };
  const { directory } = root;
  const source = sourceOf(directory, question);
  const key = keyOf(source, question, style);
  if (!isKept(question)) return fresh(makeSnapshot(source), question, style);
  const kept = keptAnswer(style.cache.read(key), source);
  if (kept) return kept;
  const { files, record } = recordedFiles(source.files);
  const snapshot = makeSnapshot({ ...source, files });
  const answered = fresh(snapshot, question, style);
  if (!snapshot.isSpent()) style.cache.write(key, { record: record(), tracked: trackedDigest(source), answered });
  return answered;
}

function fresh(snapshot: Snapshot, question: FlakeRequest, style: Style): Answer {
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

function sourceOf(directory: string, question: FlakeRequest): SnapshotSource {
  const inputs = new Map([...question.inputs].map(([name, given]) => [name, resolve(given)]));
  const storeDirectory = resolve(question.store);
  const files = diskFiles([directory, ...inputs.values(), ...sourcesInStore(directory, storeDirectory)]);
  const repository = question.path ? undefined : repositoryAround(directory);
  return { directory, files, parse, inputs, storeDirectory, repository };
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
