import type { Snapshot } from "../project/snapshot.ts";
import { RULES } from "./all.ts";
import type { Analysis, RuleFailure } from "./analysis.ts";
import type { Finding, Report, Rule, RuleContext } from "./rule.ts";
import { noSettings, type RuleSettings } from "./settings.ts";

/** Builds a snapshot's graph and asks every rule about it. Findings are sorted by place. A rule that fails takes no other down. */
export function analyse(snapshot: Snapshot, settings: RuleSettings = noSettings): Analysis {
  const graph = snapshot.graph();
  const { textOf, treeOf, namesOf, linesOf } = snapshot;
  const syntaxProblems = snapshot.syntaxProblems();
  const context = { graph, settings, syntaxProblems, textOf, treeOf, namesOf };
  return { graph, textOf, linesOf, ...judged(context, RULES, snapshot.checkpoint) };
}

/** What the rules say, and which of them failed. `checkpoint` is called between them; what it throws ends the judging. */
export function judged(
  context: RuleContext,
  rules: readonly Rule[],
  checkpoint?: () => void,
): { readonly findings: readonly Finding[]; readonly failures: readonly RuleFailure[] } {
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    checkpoint?.();
    try {
      findings.push(...findingsOf(rule, context));
    } catch (problem) {
      failures.push({ code: rule.code, problem });
    }
  }
  return { findings: findings.sort(byPlace), failures };
}

function findingsOf(rule: Rule, context: RuleContext): readonly Finding[] {
  const { code, severity } = rule;
  const chosen = context.settings.levels.get(code);
  const level = chosen ?? severity;
  if (level === "off") return [];
  return rule
    .check(context)
    .map((report) => findingOf(code, chosen === undefined ? (report.severity ?? level) : level, report));
}

function findingOf(code: string, severity: Finding["severity"], report: Report): Finding {
  const { message, at, related = [], tags = [], hosts = [], fixes = [] } = report;
  return { code, severity, message, at, related, tags, hosts, fixes };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.start - b.at.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
