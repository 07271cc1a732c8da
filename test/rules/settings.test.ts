import { expect, test } from "vitest";
import { contextOf, judged } from "../../server/rules/analyse.ts";
import type { Rule, RuleContext, Severity } from "../../server/rules/rule.ts";
import type { Level } from "../../server/rules/rule-settings.ts";
import { filesOfFixture, snapshotOfFiles } from "../flake.ts";

const at = { file: "/f", start: 0, end: 1 };

function rule(code: string, severity: Rule["severity"], check: Rule["check"]): Rule {
  return {
    code,
    group: "analysis",
    severity,
    description: "",
    explanation: "",
    examples: { wrong: "", right: "" },
    check,
  };
}

function contextWith(levels: Readonly<Record<string, Level>>): RuleContext {
  return contextOf(snapshotOfFiles(filesOfFixture("")), { levels: new Map(Object.entries(levels)) });
}

function severities(levels: Readonly<Record<string, Level>>): readonly Severity[] {
  const reports = rule("odd", "warning", () => [
    { message: "a", at },
    { message: "b", at: { ...at, start: 1 }, severity: "hint" },
  ]);
  return judged(contextWith(levels), [reports]).findings.map(({ severity }) => severity);
}

test("a report's own severity beats the rule's, and settings beat both", () => {
  expect(severities({})).toEqual(["warning", "hint"]);
  expect(severities({ odd: "error" })).toEqual(["error", "error"]);
  expect(severities({ odd: "off" })).toEqual([]);
  expect(severities({ other: "off" })).toEqual(["warning", "hint"]);
});

test("a rule that is off is not even asked, until a setting turns it on", () => {
  let asked = 0;
  const quiet = rule("quiet", "off", () => {
    asked++;
    return [{ message: "a", at }];
  });
  expect([judged(contextWith({}), [quiet]).findings, asked]).toEqual([[], 0]);
  expect(judged(contextWith({ quiet: "hint" }), [quiet]).findings.map(({ severity }) => severity)).toEqual(["hint"]);
});

test("a rule that throws is reported as our fault, and the others speak", () => {
  const fault = new Error("oops");
  const bad = rule("bad", "error", () => {
    throw fault;
  });
  const good = rule("good", "error", () => [{ message: "a", at }]);
  const { findings, failures } = judged(contextWith({}), [bad, good]);
  expect(findings.map(({ code }) => code)).toEqual(["good"]);
  expect(failures).toEqual([{ code: "bad", problem: fault }]);
});
