import type { Places } from "../graph/shown-places.ts";
import type { Span } from "../text.ts";
import { coarseLevel } from "./coarse-level.ts";
import { compareFindings } from "./finding-order.ts";
import type { Fix } from "./fix.ts";
import type { Finding, Rule } from "./rule.ts";

/**
 * Findings as SARIF 2.1.0, plain data. Paths as `places` has them, which should be those in the repository.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(findings: readonly Finding[], places: Places, rules: readonly Rule[], version: string) {
  const driver = { name: "dendritic", semanticVersion: version, rules: rules.map(describedRule) };
  const results = [...findings].sort(compareFindings).map((finding) => resultFor(finding, places, rules));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  } as const;
}

function describedRule({ code, severity, description, explanation }: Rule) {
  return {
    id: code,
    shortDescription: { text: description },
    fullDescription: { text: plainText(explanation), markdown: explanation },
    help: { text: plainText(explanation), markdown: explanation },
    defaultConfiguration: severity === "off" ? { enabled: false } : { level: coarseLevel(severity) },
  };
}

function plainText(markdown: string): string {
  return markdown.replaceAll("`", "");
}

function resultFor(finding: Finding, places: Places, rules: readonly Rule[]) {
  const { code, severity, message, at, related } = finding;
  const fixes = finding.fixes.filter(({ edits, creates }) => edits.length > 0 && !creates);
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: coarseLevel(severity),
    message: messageOf(places.wordsOf(message)),
    locations: [locationOf(at, places)],
    ...(related.length > 0 && {
      relatedLocations: related.map((note, id) => ({
        id,
        message: messageOf(places.wordsOf(note.message)),
        ...locationOf(note.at, places),
      })),
    }),
    ...(fixes.length > 0 && { fixes: fixes.map((fix) => fixOf(fix, places)) }),
  };
}

/** `[text](address)` is a link in a message, unless its brackets are escaped. */
function messageOf(text: string) {
  return { text: text.includes("](") ? text.replace(/[\\[\]]/g, "\\$&") : text };
}

function locationOf(at: Span, places: Places) {
  return { physicalLocation: { artifactLocation: artifactOf(at.file, places), region: regionOf(at, places) } };
}

function artifactOf(file: string, places: Places) {
  return { uri: places.pathOf(file).split("/").map(encodeURIComponent).join("/") };
}

function regionOf(at: Span, places: Places) {
  const { start, end } = places.rangeOf(at);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function fixOf({ title, edits }: Fix, places: Places) {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: messageOf(title),
    artifactChanges: files.map((file) => ({
      artifactLocation: artifactOf(file, places),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: regionOf(edit, places), insertedContent: { text: edit.text } })),
    })),
  };
}
