import { expect } from "vitest";
import type { Edit, Fix } from "../../server/rules/fix.ts";
import { analyseFixture, FLAKE_DIRECTORY } from "../flake.ts";

/**
 * Of the fixes offered for the flake in `text`, the one with that title turns the file into `wanted` (or the files, by their path).
 * Blank lines around `wanted` do not count.
 */
export function checkFix(text: string, title: string, wanted: Readonly<Record<string, string>>): void {
  const { analysis, files } = analyseFixture(text);
  const fixes = analysis.findings.flatMap((finding) => finding.fixes);
  expect(fixes.map((fix) => fix.title)).toContain(title);
  const changed = applied(files, fixes.find((fix) => fix.title === title)?.edits ?? []);
  for (const [path, content] of Object.entries(wanted))
    expect(changed.get(FLAKE_DIRECTORY + path)?.trim()).toBe(content.trim());
}

/** The titles of all fixes, in the order of their findings. */
export function fixesIn(text: string): readonly Fix[] {
  return analyseFixture(text).analysis.findings.flatMap((finding) => finding.fixes);
}

/** The texts after the edits. */
export function applied(files: ReadonlyMap<string, string>, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const changed = new Map(files);
  for (const { file, start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    const before = changed.get(file) ?? "";
    changed.set(file, before.slice(0, start) + text + before.slice(end));
  }
  return changed;
}
