import { expect } from "vitest";
import type { Analysis } from "../../server/rules/analysis.ts";
import type { Fix } from "../../server/rules/fix.ts";
import type { Finding } from "../../server/rules/rule.ts";
import { type AnalysedFixture, analyseFiles, analyseFixture, FLAKE_DIRECTORY } from "../flake.ts";
import { findingLines } from "./finding-text.ts";

/**
 * Of the fixes offered for the flake in `text`, the one with that title turns the file into `wanted` (or the files, by their path), and
 * it mends what it is for. Blank lines around `wanted` do not count.
 */
export function checkFix(text: string, title: string, wanted: Readonly<Record<string, string>>): void {
  const fixture = analyseFixture(text);
  const { analysis, files } = fixture;
  const fixes = analysis.findings.flatMap((finding) => finding.fixes);
  expect(fixes.map((fix) => fix.title)).toContain(title);
  const changed = applied(
    files,
    fixes.find((fix) => fix.title === title),
  );
  for (const [path, content] of Object.entries(wanted))
    expect(changed.get(FLAKE_DIRECTORY + path)?.trim()).toBe(content.trim());
  checkRepairs(fixture);
}

/** All fixes, in the order of their findings. */
export function fixesIn(text: string): readonly Fix[] {
  return analyseFixture(text).analysis.findings.flatMap((finding) => finding.fixes);
}

/** The texts after the edits. */
export function applied(files: ReadonlyMap<string, string>, fix: Fix | undefined): ReadonlyMap<string, string> {
  const changed = new Map(files);
  for (const { file, start, end, text } of [...(fix?.edits ?? [])].sort((a, b) => b.start - a.start)) {
    const before = changed.get(file) ?? "";
    changed.set(file, before.slice(0, start) + text + before.slice(end));
  }
  for (const { file, text } of fix?.creates ?? []) changed.set(file, text);
  return changed;
}

/** Whatever fix is chosen: its finding is gone, no error or warning is new, every file still parses, and no line ends with blanks. */
export function checkRepairs({ analysis, files }: AnalysedFixture, reveals: readonly string[] = []): void {
  for (const finding of analysis.findings)
    for (const fix of finding.fixes) {
      if (fix.command) continue;
      const changed = applied(files, fix);
      const complaints = complaintsAbout(finding, analysis, analyseFiles(changed), reveals);
      for (const [file, text] of changed)
        if (blankEnds(text) > blankEnds(files.get(file))) complaints.push(`blanks at the end of a line of ${file}`);
      expect(complaints, `${finding.code}: ${fix.title}\n${changedText(files, changed)}`).toEqual([]);
    }
}

/** What is wrong after a fix of the finding: it is still found, or errors and warnings of a file and a code that were fewer before. */
function complaintsAbout(finding: Finding, before: Analysis, after: Analysis, reveals: readonly string[]): string[] {
  const serious = ({ findings }: Analysis) =>
    findings.filter(({ severity }) => severity === "error" || severity === "warning");
  const kind = ({ code, at }: Finding) => `${at.file} ${code}`;
  const count = (analysis: Analysis, wanted: string) => serious(analysis).filter((one) => kind(one) === wanted).length;
  const same = after.findings.filter((one) => keyOf(one) === keyOf(finding));
  const fresh = serious(after).filter(
    (one) => count(after, kind(one)) > count(before, kind(one)) && !reveals.includes(one.code),
  );
  return [
    ...findingLines(after, same).map((line) => `still found: ${line}`),
    ...findingLines(after, fresh).map((line) => `new: ${line}`),
  ];
}

function blankEnds(text: string | undefined): number {
  return text?.match(/[ \t]+$/gm)?.length ?? 0;
}

function changedText(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  return [...after].flatMap(([file, text]) => (text === before.get(file) ? [] : [`#- ${file}\n${text}`])).join("");
}

function keyOf({ code, at, message }: Finding): string {
  return `${at.file} ${code}: ${message}`;
}
