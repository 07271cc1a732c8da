import { printable } from "../graph/paint.ts";
import type { Places } from "../graph/shown-places.ts";
import { coarseLevel } from "./coarse-level.ts";
import { compareFindings } from "./finding-order.ts";
import type { Finding, Severity } from "./rule.ts";

/**
 * One command a line, as the log of a GitHub workflow understands them. Paths as `places` has them, which should be those in the repository.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubText(findings: readonly Finding[], places: Places): string {
  return [...findings]
    .sort(compareFindings)
    .map((finding) => `${commandFor(finding, places)}\n`)
    .join("");
}

function commandFor({ severity, code, message, at, related }: Finding, places: Places): string {
  const { start, end } = places.rangeOf(at);
  // Columns count only where the place lies within one line.
  const columns = start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {};
  const place = { file: places.pathOf(at.file), line: start.line + 1, endLine: end.line + 1, ...columns, title: code };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  const notes = related.map((note) => `${places.lineOf(note.at)}: ${places.wordsOf(note.message)}`);
  return `::${commandOf(severity)} ${properties.join(",")}::${escaped([places.wordsOf(message), ...notes].join("\n"))}`;
}

function commandOf(severity: Severity): "error" | "warning" | "notice" {
  const level = coarseLevel(severity);
  return level === "note" ? "notice" : level;
}

function escaped(text: string): string {
  return text
    .replaceAll("%", "%25")
    .split(/\r\n|\r|\n/)
    .map(printable)
    .join("%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
