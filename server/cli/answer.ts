import { resolve } from "node:path";
import { diskFiles, repositoryAround, sourcesInStore } from "../disk.ts";
import { allReads } from "../features/reads.ts";
import type { Root } from "../graph/graph.ts";
import { graphJson } from "../graph/json.ts";
import { type Paint, printable } from "../graph/paint.ts";
import { placesIn } from "../graph/places.ts";
import { graphText } from "../graph/text.ts";
import { makeSnapshot, type Snapshot } from "../project/snapshot.ts";
import { analyse } from "../rules/analyse.ts";
import { type Analysis, type RuleFailure, stackOf } from "../rules/analysis.ts";
import { checkJson } from "../rules/json.ts";
import { summaryOf } from "../rules/summary.ts";
import { findingsText } from "../rules/text.ts";
import { parse } from "../syntax/parse.ts";
import type { LineIndex } from "../text.ts";
import type { FlakeRequest, Format } from "./arguments.ts";
import { findRoot } from "./root.ts";

/** What a command prints, and how it ends. */
export interface Answer {
  readonly output: string;
  /** For stderr. */
  readonly notes: string;
  readonly exitCode: 0 | 1 | 2;
}

/**
 * Reads the flake and answers. The grammar must be loaded. Throws a RangeError when the stack of this thread is too small
 * for the flake; on a thread with a larger one the same question may be asked again.
 */
export function answer(question: FlakeRequest, paint: Paint): Answer {
  const root = findRoot(question.place);
  if (root.problem !== undefined) return { output: "", notes: `dendritic: ${printable(root.problem)}\n`, exitCode: 2 };
  const { directory } = root;
  const snapshot = snapshotOf(directory, question);
  const notes = failureNote(snapshot.graph().root, snapshot.linesOf);
  switch (question.kind) {
    case "graph":
      return { output: graphOutput(snapshot, question.format, paint), notes, exitCode: 0 };
    case "check": {
      const analysis = analyse(snapshot);
      const { errors, warnings } = summaryOf(analysis.graph, analysis.findings);
      const output = checkOutput(analysis, question.format, paint);
      const faults = analysis.failures.map(faultNote).join("");
      return { output, notes: notes + faults, exitCode: errors + warnings > 0 ? 1 : faults === "" ? 0 : 2 };
    }
    default:
      return question.kind satisfies never;
  }
}

function snapshotOf(directory: string, question: FlakeRequest): Snapshot {
  const inputs = new Map([...question.inputs].map(([name, given]) => [name, resolve(given)]));
  const storeDirectory = resolve(question.store);
  const files = diskFiles([directory, ...inputs.values(), ...sourcesInStore(directory, storeDirectory)]);
  const repository = question.path ? undefined : repositoryAround(directory);
  return makeSnapshot({ directory, files, parse, inputs, storeDirectory, repository });
}

function graphOutput(snapshot: Snapshot, format: Format, paint: Paint): string {
  const graph = snapshot.graph();
  if (format === "text") return graphText(graph, snapshot.linesOf, paint);
  const reads = allReads({ graph, namesOf: snapshot.namesOf });
  return json(graphJson(graph, snapshot.linesOf, (option) => reads.get(option) ?? []));
}

function checkOutput({ graph, findings, textOf, linesOf }: Analysis, format: Format, paint: Paint): string {
  return format === "json" ? json(checkJson(graph, findings, linesOf)) : findingsText(graph, findings, textOf, paint);
}

/** A mistake of ours: without that rule's findings the flake must not count as clean. Too small a stack is the caller's matter. */
function faultNote({ code, problem }: RuleFailure): string {
  if (problem instanceof RangeError) throw problem;
  return `dendritic: internal error in the rule ${code}, please report it\n${stackOf(problem)}\n`;
}

/** Why there is no graph. */
function failureNote({ directory, failure, remark }: Root, lineIndex: (file: string) => LineIndex): string {
  const note = failure ?? remark;
  if (!note) return "";
  const places = placesIn(directory, lineIndex);
  const place = note.at ? `${places.lineOf(note.at)}: ` : "";
  return `dendritic: ${printable(place + places.wordsOf(note.message))}\n`;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
