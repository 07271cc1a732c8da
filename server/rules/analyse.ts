import { isWhollyKnown } from "../graph/certainty.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { RULES } from "./all-rules.ts";
import { type Allowed, withoutAllowed } from "./allowed.ts";
import type { Analysis, RuleFailure } from "./analysis.ts";
import { countsIn, type FactsBefore, factsIn, noFacts } from "./file-facts.ts";
import { compareFindings } from "./finding-order.ts";
import type { Fix } from "./fix.ts";
import type { Finding, PragmaReview, Report, Rule, RuleContext } from "./rule.ts";
import { noSettings, type RuleSettings } from "./rule-settings.ts";
import { unusedPragma } from "./unused-pragma.ts";

/**
 * Builds a snapshot's graph and asks every rule about it; what pragmas allow is left out. Findings are sorted by place. A rule that
 * fails takes no other down. `before`: what was found in files the last time that they were evaluated.
 */
export function analyse(snapshot: Snapshot, settings: RuleSettings = noSettings, before = noFacts()): Analysis {
  const context = contextOf(snapshot, settings, before);
  const first = RULES.filter((rule) => rule !== unusedPragma);
  const { findings, failures } = judged(context, first, snapshot.checkpoint);
  const allowed = withoutAllowed(context, findings);
  const pragmas = reviewOf(context, allowed, failures.length > 0);
  const late = judged({ ...context, pragmas }, [unusedPragma], snapshot.checkpoint);
  const all = [...allowed.findings, ...late.findings].sort(compareFindings);
  const { unselectedOptions, valueAt, systemValues, textOf, linesOf } = snapshot;
  const questions = { unselectedOptions, valueAt, systemValues, textOf, linesOf };
  return { graph: context.graph, findings: all, failures: [...failures, ...late.failures], ...questions };
}

/** What rules may look at in a snapshot, before any pragma is judged. Builds the graph. */
export function contextOf(
  snapshot: Snapshot,
  settings: RuleSettings = noSettings,
  before: FactsBefore = noFacts(),
): RuleContext {
  const { textOf, treeOf, namesOf, valueAt, systemValues, inRepository, seen } = snapshot;
  const [graph, syntaxProblems] = [snapshot.graph(), snapshot.syntaxProblems()];
  const factsOf = factsIn({ graph, textOf, treeOf, namesOf }, before);
  const countsOf = countsIn({ graph, textOf, treeOf, namesOf }, before);
  const questions = { textOf, treeOf, namesOf, factsOf, countsOf, valueAt, systemValues };
  return { graph, settings, syntaxProblems, ...questions, inRepository, seen, pragmas: noPragmas };
}

export const noPragmas: PragmaReview = { all: [], idle: new Set(), codes: [] };

/** Where something is not known, a rule may be silent that speaks again later: then no pragma is idle. */
function reviewOf(context: RuleContext, { pragmas, used }: Allowed, failed: boolean): PragmaReview {
  const { graph, settings, syntaxProblems } = context;
  const certain = !failed && syntaxProblems.size === 0 && isWhollyKnown(graph);
  const asked = new Set(RULES.filter((rule) => levelIn(settings, rule) !== "off").map(({ code }) => code));
  const codes = certain ? pragmas.flatMap(({ allowed }) => allowed) : [];
  const idle = new Set(codes.filter((one) => asked.has(one.code) && !used.has(one)));
  return { all: pragmas, idle, codes: RULES.map(({ code }) => code) };
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
      findings.push(...findingsOf(rule, context, failures));
    } catch (problem) {
      failures.push({ code: rule.code, problem });
    }
  }
  return { findings: findings.sort(compareFindings), failures };
}

function findingsOf(rule: Rule, context: RuleContext, failures: RuleFailure[]): readonly Finding[] {
  const { code } = rule;
  const level = levelIn(context.settings, rule);
  if (level === "off") return [];
  const isChosen = context.settings.levels.has(code);
  const judged = rule.check(context).filter(({ at }) => rule.judgesBroken || !context.syntaxProblems.has(at.file));
  return judged.map((report) => {
    const { message, at, severity = level, related = [], tags = [], hosts = [] } = report;
    const shown = { code, severity: isChosen ? level : severity, message, at, related, tags, hosts };
    return withFixes(shown, report, failures);
  });
}

/** Fixes are looked for when they are asked for: that takes longer than to find what is wrong. */
function withFixes(shown: Omit<Finding, "fixes">, { fixes = [] }: Report, failures: RuleFailure[]): Finding {
  let found: readonly Fix[] | undefined = typeof fixes === "function" ? undefined : fixes;
  const find = () => {
    try {
      return typeof fixes === "function" ? fixes() : fixes;
    } catch (problem) {
      failures.push({ code: shown.code, problem });
      return [];
    }
  };
  return {
    ...shown,
    get fixes() {
      found ??= find();
      return found;
    },
  };
}

function levelIn({ levels }: RuleSettings, { code, severity }: Rule) {
  return levels.get(code) ?? severity;
}
