import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { RULES } from "../../server/rules/all-rules.ts";
import { parse } from "../../server/syntax/parse.ts";
import "../grammar.ts";

const codes = RULES.map(({ code }) => code);

test("rules are sorted by code, each once, and its file is named like it", () => {
  expect(codes).toEqual([...new Set(codes)].sort());
  const files = readdirSync(fileURLToPath(new URL("../../server/rules", import.meta.url)));
  for (const code of codes) expect(files).toContain(`${code}.ts`);
});

for (const { code, description, explanation, examples } of RULES) {
  test(`${code}: a description in a sentence, an explanation, two examples that differ`, () => {
    expect(description).toMatch(/^[A-Z`].*\.$/s);
    expect(description).not.toContain("\n");
    expect(explanation.length).toBeGreaterThan(description.length);
    expect(examples.wrong).not.toBe(examples.right);
    expect(parse(examples.right).problems).toEqual([]);
  });
}
