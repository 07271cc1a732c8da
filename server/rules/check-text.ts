import type { Graph } from "../graph/graph.ts";
import { type Paint, plain, printable } from "../graph/paint.ts";
import { counted } from "../graph/rows.ts";
import { type Places, placesIn } from "../graph/shown-places.ts";
import { type LineIndex, lineIndexOf, type Span } from "../text.ts";
import { coarseLevel } from "./coarse-level.ts";
import { compareFindings } from "./finding-order.ts";
import type { Finding } from "./rule.ts";
import { summaryOf } from "./summary.ts";

/**
 * Findings as a compiler prints them: place, severity, code and message, the source with a caret below, related places, and a
 * summary line at the end. `textOf` gives the texts of files, undefined where there is none. Lines end with `\n`.
 */
export function findingsText(
  graph: Graph,
  findings: readonly Finding[],
  textOf: (file: string) => string | undefined,
  paint: Paint = plain,
): string {
  const reader = readerOf(graph.root.directory, textOf);
  const blocks = [...findings].sort(compareFindings).map((finding) => findingLines(finding, reader, paint));
  const end = [...partlyKnown(graph, reader, paint), summaryText(graph, findings, paint)];
  return `${[...blocks, end].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** More hosts than these are counted only. */
const MOST_HOSTS = 3;

/** Why there may be more to say of some hosts. */
function partlyKnown({ hosts }: Graph, reader: Reader, paint: Paint): string[] {
  const partly = hosts.filter(({ complete }) => !complete);
  const reported = partly.slice(0, MOST_HOSTS).map(({ name, unresolved }) => {
    const { reason, at } = unresolved[0] ?? { reason: "some of its modules are not known", at: undefined };
    const place = at ? `${placeText(at, reader, paint)} ` : "";
    const [cause = ""] = reader.places.wordsOf(reason).split("\n");
    return `${place}${paint("note", "note")}: \`${printable(name)}\` is only known in part, so nothing is reported as missing there: ${printable(cause)}`;
  });
  const rest = partly.length - reported.length;
  return rest > 0
    ? [...reported, `${paint("note", "note")}: ${counted(rest, "more host")} only known in part`]
    : reported;
}

interface Reader {
  readonly places: Places;
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
}

function readerOf(directory: string, textOf: (file: string) => string | undefined): Reader {
  const known = new Map<string, LineIndex>();
  const linesOf = (file: string) => {
    const index = known.get(file) ?? lineIndexOf(textOf(file) ?? "");
    known.set(file, index);
    return index;
  };
  return { places: placesIn(directory, linesOf), textOf, linesOf };
}

function findingLines(finding: Finding, reader: Reader, paint: Paint): string[] {
  const { severity, code, message, at, related, fixes } = finding;
  const style = coarseLevel(severity);
  const title = `${placeText(at, reader, paint)} ${paint(style, severity)} ${code}: ${printable(reader.places.wordsOf(message))}`;
  const notes = related.flatMap((one) => [
    `  ${placeText(one.at, reader, paint)} ${paint("note", "note")}: ${printable(reader.places.wordsOf(one.message))}`,
    ...excerpt(one.at, reader, (marks) => paint("note", marks), "    "),
  ]);
  const help = fixes.map(({ title }) => `  ${paint("note", "fix")}: ${printable(title)}`);
  return [title, ...excerpt(at, reader, (marks) => paint(style, marks), "  "), ...notes, ...help];
}

/** `cells/a.nix:3:5`, both counted from one. */
function placeText(at: Span, { places }: Reader, paint: Paint): string {
  const { start } = places.rangeOf(at);
  return paint("strong", `${printable(places.pathOf(at.file))}:${start.line + 1}:${start.character + 1}`);
}

/** A line that is longer is shown around the place only. */
const WIDEST_LINE = 140;

function excerpt(at: Span, reader: Reader, paintMarks: (marks: string) => string, indent: string): string[] {
  const text = reader.textOf(at.file);
  if (text === undefined || isWholeFile(at)) return [];
  const { start, end } = reader.places.rangeOf(at);
  const lines = reader.linesOf(at.file);
  const lineStart = lines.offsetAt({ line: start.line, character: 0 });
  const lineEnd = lines.offsetAt({ line: start.line, character: Number.MAX_SAFE_INTEGER });
  const from = start.character > WIDEST_LINE - 20 ? start.character - 20 : 0;
  const line = text.slice(lineStart + from, Math.min(lineEnd, lineStart + from + WIDEST_LINE)).trimEnd();
  const before = line.slice(0, start.character - from);
  const stop = end.line === start.line ? end.character - from : line.length;
  const marked = line.slice(before.length, stop);
  const number = String(start.line + 1);
  const blank = `${indent}${" ".repeat(number.length)} |`;
  const marks = "^".repeat(Math.max(1, [...marked].length));
  return [`${indent}${number} | ${printable(line)}`, `${blank} ${before.replace(/[^\t]/gu, " ")}${paintMarks(marks)}`];
}

/** How rules write that they mean a file and nothing in it. */
function isWholeFile({ start, end }: Span): boolean {
  return start === 0 && end === 0;
}

/** One line without its end. */
export function summaryText(graph: Graph, findings: readonly Finding[], paint: Paint = plain): string {
  const { errors, warnings, hints, hosts, completeHosts } = summaryOf(graph, findings);
  const counts = [
    ...(errors > 0 ? [paint("error", counted(errors, "error"))] : []),
    ...(warnings > 0 ? [paint("warning", counted(warnings, "warning"))] : []),
    ...(hints > 0 ? [counted(hints, "hint")] : []),
  ];
  const complete = completeHosts === hosts ? (hosts > 0 ? ", all complete" : "") : `, ${completeHosts} complete`;
  return `${counts.length > 0 ? counts.join(", ") : "no findings"}; ${counted(hosts, "host")}${complete}`;
}
