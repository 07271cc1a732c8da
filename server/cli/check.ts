import { readNamed, repositoryAround, writeNamed } from "../disk.ts";
import { printable } from "../graph/paint.ts";
import { counted } from "../graph/rows.ts";
import { placesIn } from "../graph/shown-places.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { RULES } from "../rules/all-rules.ts";
import { analyse } from "../rules/analyse.ts";
import { type Analysis, type RuleFailure, stackOf } from "../rules/analysis.ts";
import { type AcceptedFinding, baselineText, compareWithBaseline, parseBaseline } from "../rules/baseline.ts";
import { checkJson } from "../rules/check-json.ts";
import { findingsText, summaryText } from "../rules/check-text.ts";
import { githubText } from "../rules/github.ts";
import { sarifLog } from "../rules/sarif.ts";
import { summaryOf } from "../rules/summary.ts";
import type { Answer, Style } from "./command-answer.ts";
import type { CheckRequest } from "./command-arguments.ts";

/** Prints what the rules find, or writes it down as accepted. */
export function check(snapshot: Snapshot, question: CheckRequest, style: Style): Answer {
  const analysis = analyse(snapshot, { levels: question.rules });
  const faults = analysis.failures.map(faultNote).join("");
  if (question.baselineToWrite !== undefined) return writeBaseline(analysis, question.baselineToWrite, faults);
  const { baseline } = question;
  const accepted = baseline === undefined ? [] : readBaseline(baseline);
  if (!accepted) return unreadable(baseline ?? "");
  const compared = compareWithBaseline(analysis.findings, accepted, placesFor(analysis));
  const { errors, warnings } = summaryOf(analysis.graph, compared.fresh);
  const failed = errors > 0 || warnings > question.mostWarnings;
  return {
    output: outputFor({ ...analysis, findings: compared.fresh }, question, style),
    notes: faults + baselineNotes(baseline, compared.accepted, compared.stale),
    exitCode: failed ? 1 : faults === "" ? 0 : 2,
  };
}

/** A mistake of ours: without that rule's findings the flake must not count as clean. Too small a stack is the caller's matter. */
function faultNote({ code, problem }: RuleFailure): string {
  if (problem instanceof RangeError) throw problem;
  return `dendritic: internal error in the rule ${code}, please report it\n${stackOf(problem)}\n`;
}

function placesFor({ graph, linesOf }: Analysis) {
  return placesIn(graph.root.directory, linesOf);
}

function outputFor(analysis: Analysis, { format }: CheckRequest, { paint, version }: Style): string {
  const { graph, findings, textOf, linesOf } = analysis;
  switch (format) {
    case "text":
      return findingsText(graph, findings, textOf, paint);
    case "json":
      return json(checkJson(graph, findings, linesOf));
    case "sarif":
      return json(sarifLog(findings, repositoryPlaces(analysis), RULES, version));
    case "github":
      return `${githubText(findings, repositoryPlaces(analysis))}${summaryText(graph, findings)}\n`;
    default:
      return format satisfies never;
  }
}

/** What reads them stands at the top of the repository. */
function repositoryPlaces({ graph, linesOf }: Analysis) {
  const { directory } = graph.root;
  return placesIn(repositoryAround(directory)?.directory ?? directory, linesOf);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function readBaseline(file: string): readonly AcceptedFinding[] | undefined {
  try {
    return parseBaseline(readNamed(file));
  } catch {
    return undefined;
  }
}

function unreadable(file: string): Answer {
  const notes = `dendritic: ${printable(file)}: cannot be read, or was not written by --write-baseline\n`;
  return { output: "", notes, exitCode: 2 };
}

function writeBaseline(analysis: Analysis, file: string, faults: string): Answer {
  try {
    writeNamed(file, baselineText(analysis.findings, placesFor(analysis)));
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : String(problem);
    return { output: "", notes: `${faults}dendritic: ${printable(reason)}\n`, exitCode: 2 };
  }
  const output = `${printable(file)} accepts ${counted(analysis.findings.length, "finding")}\n`;
  return { output, notes: faults, exitCode: faults === "" ? 0 : 2 };
}

function baselineNotes(file: string | undefined, accepted: number, stale: readonly AcceptedFinding[]): string {
  if (file === undefined) return "";
  const name = printable(file);
  const lines = [
    ...(accepted > 0 ? [`${name} accepts ${counted(accepted, "finding")}`] : []),
    ...stale.map((one) => `${name} accepts a finding that no longer exists: ${printable(staleText(one))}`),
    ...(stale.length > 0 ? [`update it with --write-baseline ${name}`] : []),
  ];
  return lines.map((line) => `dendritic: ${line}\n`).join("");
}

function staleText({ code, file, message, count }: AcceptedFinding): string {
  return `${file}: ${code}: ${message}${count > 1 ? ` (${count} times)` : ""}`;
}
