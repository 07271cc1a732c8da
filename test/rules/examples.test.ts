import { describe, expect, test } from "vitest";
import { RULES } from "../../server/rules/all.ts";
import { analyseExample } from "./example.ts";

/** Rules whose examples cannot be tried here, and why. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["untracked-cell", "needs a git repository: test/project/tracked-files.test.ts tries the same"],
]);

for (const rule of RULES.filter(({ code }) => !ELSEWHERE.has(code))) {
  const { code } = rule;
  describe(code, () => {
    test("the wrong example is found", () => {
      const { findings } = analyseExample(rule, "wrong");
      expect(findings.map((finding) => finding.code)).toContain(code);
    });
    test("of the right one there is nothing to say but hints of other rules, and its hosts are known whole", () => {
      const { findings, graph } = analyseExample(rule, "right");
      const told = findings.filter((finding) => finding.code === code || finding.severity !== "hint");
      expect(told.map((finding) => `${finding.code}: ${finding.message}`)).toEqual([]);
      expect(graph.hosts.filter(({ complete }) => !complete).flatMap(({ unresolved }) => unresolved)).toEqual([]);
    });
  });
}
