import { expect } from "vitest";
import type { Analysis } from "../../server/rules/analysis.ts";
import type { Fix } from "../../server/rules/fix.ts";
import type { Finding } from "../../server/rules/rule.ts";
import { type AnalysedFixture, analyseFiles, analyseFixture, FLAKE_DIRECTORY } from "../flake.ts";

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
  for (const finding of analysis.findings) {
    for (const fix of finding.fixes) {
      if (fix.command) continue;
      const changed = applied(files, fix);
      const after = analyseFiles(changed);
      const what = `${finding.code}: ${fix.title}`;
      expect(after.findings.map(keyOf), what).not.toContain(keyOf(finding));
      expect(newFindings(analysis, after, reveals), what).toEqual([]);
      const blanks = (text: string | undefined) => text?.match(/[ \t]+$/gm)?.length ?? 0;
      for (const [file, text] of changed)
        expect(blanks(text), `${what}\n${text}`).toBeLessThanOrEqual(blanks(files.get(file)));
    }
  }
}

/** Errors and warnings of a file and a code that has more of them than before. */
function newFindings(before: Analysis, after: Analysis, reveals: readonly string[]): readonly string[] {
  const told = ({ findings }: Analysis) =>
    findings.filter(({ severity }) => severity === "error" || severity === "warning");
  const kind = ({ code, at }: Finding) => `${at.file} ${code}`;
  const count = (analysis: Analysis, wanted: string) => told(analysis).filter((one) => kind(one) === wanted).length;
  return told(after)
    .filter((one) => count(after, kind(one)) > count(before, kind(one)) && !reveals.includes(one.code))
    .map(keyOf);
}

function keyOf({ code, at, message }: Finding): string {
  return `${at.file} ${code}: ${message}`;
}
