import { describe, expect, test } from "vitest";
import { RULES } from "../../server/rules/all-rules.ts";
import { analyseFixture } from "../flake.ts";
import { checkRepairs } from "./check-fix.ts";
import { findingLines, partialHosts } from "./finding-text.ts";
import { MISTAKES } from "./mistakes/all.ts";
import { LAYOUTS, type Mistake, plain } from "./mistakes/mistake.ts";

/** Rules that have no mistake in three layouts here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  [
    "misspelt-class",
    "only below `flake.modules` is the class a name that the author writes; forms of it are in names-of-cells.test.ts",
  ],
  [
    "needs-unmet",
    "needs an option beside the modules in one submodule: `flake.modules` and options by class have no place for it",
  ],
  ["seam-bypass", "off by default: off-by-default.test.ts"],
  [
    "unmerged-class",
    "parts of one thing stand below its name only in the layouts `named` and `traits`; the others are silent in unmerged-class.test.ts",
  ],
  ["unresolved", "off by default: off-by-default.test.ts"],
  ["untracked-cell", "needs git: test/project/tracked-files.test.ts and test/cli"],
]);

for (const { code } of RULES) {
  const own = MISTAKES.filter(({ rule }) => rule === code);
  describe(code, () => {
    test("is made in three layouts, or ELSEWHERE says why not", () => {
      const layouts = own.map(({ layout }) => layout).join(", ") || "no layout";
      const isEnough = own.length >= 3;
      expect(isEnough, `${code} is made in ${layouts}: see test/rules/mistakes/ and ELSEWHERE`).toBe(
        !ELSEWHERE.has(code),
      );
    });
    for (const mistake of own) {
      test(`${mistake.layout}: the mistake is found`, () => expect(found(mistake)).toEqual(marked(mistake)));
      test(`${mistake.layout}: every fix that is offered mends it`, () =>
        checkRepairs(analyseFixture(`${LAYOUTS[mistake.layout]}${plain(mistake.wrong)}`)));
      test(`${mistake.layout}: mended, there is nothing to say`, () => expect(silence(mistake)).toEqual([]));
    }
  });
}

test("no rule is excused in vain", () => {
  const codes = RULES.map(({ code }) => code);
  for (const code of ELSEWHERE.keys()) expect(codes).toContain(code);
});

/** Where the rule speaks; and whatever any other rule says that is more than a hint. */
function found({ rule, layout, wrong }: Mistake): readonly string[] {
  const { analysis, files } = analyseFixture(`${LAYOUTS[layout]}${plain(wrong)}`);
  return analysis.findings.flatMap(({ code, severity, message, at }) => {
    if (code !== rule) return severity === "hint" ? [] : [`${code}: ${message}`];
    return [place(at.file.replace("/flake", ""), at.start, files.get(at.file)?.slice(at.start, at.end) ?? "")];
  });
}

function marked({ wrong }: Mistake): readonly string[] {
  return wrong.split(/^#- /m).flatMap((section) => {
    const file = section.slice(0, section.indexOf("\n"));
    const text = section.slice(file.length + 1);
    return [...text.matchAll(/«([^»]*)»/g)].map((match, index) => place(file, match.index - 2 * index, match[1] ?? ""));
  });
}

function place(file: string, start: number, text: string): string {
  return `${file} at ${start}: ${text}`;
}

/** Anything at all that is said of the mended flake, and hosts that are not known whole: their silence would say nothing. */
function silence({ layout, right }: Mistake): readonly string[] {
  const { analysis } = analyseFixture(`${LAYOUTS[layout]}${right}`);
  return [...findingLines(analysis, analysis.findings), ...partialHosts(analysis)];
}
