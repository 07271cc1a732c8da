import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { RULES } from "../../server/rules/all-rules.ts";
import { analyseExample, fixesOfExample } from "./example.ts";
import { findingLines, partialHosts } from "./finding-text.ts";

for (const rule of RULES) {
  const { code } = rule;
  describe(code, () => {
    test("the wrong example is found", () => {
      const analysis = analyseExample(rule, "wrong");
      const own = analysis.findings.filter((finding) => finding.code === code);
      expect(own.length, ["found instead:", ...findingLines(analysis, analysis.findings)].join("\n")).toBeGreaterThan(
        0,
      );
    });
    test("of the right one there is nothing to say but hints of other rules, and its hosts are known whole", () => {
      const analysis = analyseExample(rule, "right");
      const found = analysis.findings.filter((finding) => finding.code === code || finding.severity !== "hint");
      expect([...findingLines(analysis, found), ...partialHosts(analysis)]).toEqual([]);
    });
    test("the wrong example shows a fix if the rule has any: lists take it from there that there are some", () => {
      const source = readFileSync(fileURLToPath(new URL(`../../server/rules/${code}.ts`, import.meta.url)), "utf8");
      const fixes = fixesOfExample(rule);
      if (/\bfixes\b/.test(source)) expect(fixes).not.toEqual([]);
      else expect(fixes).toEqual([]);
    });
  });
}
