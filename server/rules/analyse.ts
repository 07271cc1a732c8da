import type { Snapshot } from "../project/snapshot.ts";
import { RULES } from "./all.ts";
import type { Analysis } from "./analysis.ts";
import type { Finding, Rule, RuleContext } from "./rule.ts";

/** Builds a snapshot's graph and asks every rule about it. Findings are sorted by place. */
export function analyse(snapshot: Snapshot): Analysis {
  const graph = snapshot.graph();
  const context: RuleContext = { graph, syntaxProblems: snapshot.syntaxProblems(), textOf: snapshot.textOf };
  const findings = RULES.flatMap((rule) => findingsOf(rule, context)).sort(byPlace);
  return { graph, findings, textOf: snapshot.textOf, linesOf: snapshot.linesOf };
}

function findingsOf(rule: Rule, context: RuleContext): Finding[] {
  return rule.check(context).map((report) => ({
    code: rule.code,
    severity: report.severity ?? rule.severity,
    message: report.message,
    at: report.at,
    related: report.related ?? [],
    tags: report.tags ?? [],
    hosts: report.hosts ?? [],
    fixes: report.fixes ?? [],
  }));
}

function byPlace(a: Finding, b: Finding): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.start - b.at.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
