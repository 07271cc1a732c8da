// Tries every fix that is offered for what a mutant makes our rules say.

import type { Analysis } from "../../server/rules/analysis.ts";
import type { Fix } from "../../server/rules/fix.ts";
import type { Finding } from "../../server/rules/rule.ts";
import type { Changes, Flake, Looked } from "../flake.ts";

/** A planted mistake, looked at. */
interface Mutated {
  readonly look: Flake["look"];
  readonly changes: Changes;
  readonly looked: Looked;
  /** What is reported of it. */
  readonly fresh: readonly Finding[];
  /** What the unmutated flake has. */
  readonly known: readonly Finding[];
}

export interface Trial {
  readonly flake: string;
  readonly code: string;
  readonly title: string;
  /** `stays`: the finding is still there. `new`: it is gone, but a file has more errors or warnings of some code than before. */
  readonly verdict: "mends" | "stays" | "new" | "none";
  readonly why: string;
}

/** Fixes that only an editor can make are left out. */
export function trials(flake: string, mutant: Mutated): Trial[] {
  return mutant.fresh.flatMap((finding) => {
    const fixes = finding.fixes.filter(({ edits, creates = [] }) => edits.length + creates.length > 0);
    if (fixes.length > 0) return fixes.map((fix) => trial(flake, mutant, finding, fix));
    const none: Trial = { flake, code: finding.code, title: "–", verdict: "none", why: finding.message };
    return [none];
  });
}

function trial(flake: string, { look, changes, looked, known }: Mutated, finding: Finding, fix: Fix): Trial {
  const { analysis } = look(applied(looked, changes, fix));
  const stays = analysis.findings.some((one) => keyOf(one) === keyOf(finding));
  const before = new Set(known.map(keyOf));
  const [worse] = more(looked.analysis, analysis).filter((one) => !before.has(keyOf(one)));
  const why = stays ? keyOf(finding) : worse ? `${keyOf(finding)}\n      → ${keyOf(worse)}` : "";
  const title = fix.title.replace(/`[^`]*`/g, "…").replace(/ in [^ ]*\/[^ ]*/, " in …");
  return { flake, code: finding.code, title, verdict: stays ? "stays" : worse ? "new" : "mends", why };
}

function applied({ snapshot }: Looked, changes: Changes, { edits, creates = [] }: Fix): Changes {
  const changed = new Map(changes);
  for (const { file, start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    const before = changed.get(file) ?? snapshot.textOf(file) ?? "";
    changed.set(file, before.slice(0, start) + text + before.slice(end));
  }
  for (const { file, text } of creates) changed.set(file, text);
  return changed;
}

/** Errors and warnings of a file and a code that has more of them. */
function more(before: Analysis, after: Analysis) {
  const count = ({ findings }: Analysis, like: Finding) =>
    findings.filter(
      ({ code, at, severity }) => code === like.code && at.file === like.at.file && severity === like.severity,
    ).length;
  return after.findings.filter(
    (one) => (one.severity === "error" || one.severity === "warning") && count(after, one) > count(before, one),
  );
}

/** Without its place, which may move. */
function keyOf({ code, at, message }: Finding) {
  return `${code} ${at.file}: ${message}`;
}

export function trialTable(all: readonly Trial[]): string {
  const kinds = [...new Set(all.map(({ code, title }) => `${code} | ${title}`))].sort();
  const lines = kinds.map((kind) => {
    const of = all.filter(({ code, title }) => `${code} | ${title}` === kind);
    const counts = ["mends", "stays", "new", "none"].map(
      (verdict) => of.filter((one) => one.verdict === verdict).length,
    );
    return `| ${kind} | ${counts.join(" | ")} |`;
  });
  return `| rule | fix | mends | finding stays | something new | no fix |\n|---|---|---|---|---|---|\n${lines.join("\n")}`;
}
