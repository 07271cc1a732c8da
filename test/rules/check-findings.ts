import { expect } from "vitest";
import { placesIn } from "../../server/graph/places.ts";
import type { Finding } from "../../server/rules/rule.ts";
import type { Span } from "../../server/text.ts";
import type { Mark } from "../fixture.ts";
import { type AnalysedFixture, analyseFixture } from "../flake.ts";
import { checkRepairs } from "./check-fix.ts";

/**
 * The findings of the flake in `text` are exactly those that its marks name: `#  ^^^^ code: part of the message` under the place, or
 * the code alone. No marks: no finding. A place of several lines is marked on its first one.
 */
export function checkFindings(text: string, reveals: readonly string[] = []): void {
  const fixture = analyseFixture(text);
  const { findings, graph, linesOf } = fixture.analysis;
  const { lineOf } = placesIn(graph.root.directory, linesOf);
  const line = (at: Span) => `${lineOf(at)} ${JSON.stringify(excerpt(fixture, at))}`;
  const open = [...fixture.marks];
  const actual = findings.map((finding) => {
    const index = open.findIndex((mark) => isMarked(fixture, finding, mark));
    const mark = index < 0 ? undefined : open.splice(index, 1)[0];
    return `${line(finding.at)} ${mark ? mark.text : `${finding.code}: ${finding.message}`}`;
  });
  const wanted = fixture.marks.map((mark) => `${line(mark)} ${mark.text}`);
  expect(actual.sort()).toEqual(wanted.sort());
  checkRepairs(fixture, reveals);
}

/** No finding, and every host is known whole: the silence says something. */
export function checkSilence(text: string): void {
  const { analysis } = analyseFixture(text);
  const { hosts } = analysis.graph;
  expect(analysis.findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  expect(hosts.filter(({ complete }) => !complete).flatMap(({ id, unresolved }) => [id, ...unresolved])).toEqual([]);
  expect(hosts).not.toEqual([]);
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
