import { expect } from "vitest";
import { placesIn } from "../../server/graph/shown-places.ts";
import type { Finding } from "../../server/rules/rule.ts";
import type { Span } from "../../server/text.ts";
import type { Mark } from "../fixture.ts";
import { type AnalysedFixture, analyseFixture } from "../flake.ts";
import { checkRepairs } from "./check-fix.ts";
import { findingLines, partialHosts } from "./finding-text.ts";

/**
 * The findings of the flake in `text` are exactly those that its marks name: `#  ^^^^ code: part of the message` under the place, or
 * the code alone. No marks: no finding. A place of several lines is marked on its first one, one that begins at the first column with `#<^^`. Fixes are tried, see `checkRepairs`.
 */
export function checkFindings(text: string, reveals: readonly string[] = []): void {
  const fixture = analyseFixture(text);
  const { findings, graph, linesOf } = fixture.analysis;
  const { lineOf } = placesIn(graph.root.directory, linesOf);
  const excerptOf = (at: Span) =>
    ` (at \`${excerpt(fixture, at)}\`, column ${linesOf(at.file).positionAt(at.start).character + 1})`;
  const open = [...fixture.marks];
  const unexpected = findings.filter((finding) => {
    const index = open.findIndex((mark) => isMarked(fixture, finding, mark));
    if (index >= 0) open.splice(index, 1);
    return index < 0;
  });
  expect([
    ...unexpected.map((finding) => `not marked: ${findingLines(fixture.analysis, [finding])}${excerptOf(finding.at)}`),
    ...open.map((mark) => `not found: ${lineOf(mark)} ${mark.text}${excerptOf(mark)}`),
  ]).toEqual([]);
  checkRepairs(fixture, reveals);
}

/** No finding, and every host is known whole: the silence says something. */
export function checkSilence(text: string): void {
  const { analysis } = analyseFixture(text);
  const isEmpty = analysis.graph.hosts.length === 0 ? ["there is no host"] : [];
  expect([...findingLines(analysis, analysis.findings), ...partialHosts(analysis), ...isEmpty]).toEqual([]);
}

function isMarked(fixture: AnalysedFixture, { code, message, at }: Finding, mark: Mark): boolean {
  const [markedCode, ...rest] = mark.text.split(": ");
  const sameText = excerpt(fixture, at) === excerpt(fixture, mark);
  return (
    at.file === mark.file &&
    at.start === mark.start &&
    sameText &&
    markedCode === code &&
    message.includes(rest.join(": "))
  );
}

/** The first line of a place. */
function excerpt({ files }: AnalysedFixture, { file, start, end }: Span): string {
  return files.get(file)?.slice(start, end).split("\n")[0] ?? "";
}
