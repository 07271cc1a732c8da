import { describe, expect, test } from "vitest";
import { factFiles } from "../../tools/conformance/fact-files.ts";
import { agreesWith } from "../../tools/conformance/facts.ts";
import { ourAnswer } from "../../tools/conformance/our-answer.ts";
import "../grammar.ts";

for (const { name, scope, chapters } of factFiles()) {
  describe(name, () => {
    for (const { title, facts } of chapters) {
      test(title, () => {
        const wrong = facts.flatMap((fact) => {
          const ours = ourAnswer(fact, scope);
          const nix = fact.answer ?? "not asked yet: npm run facts -- NIXPKGS --write";
          return agreesWith(ours, fact.answer) ? [] : [{ expression: fact.expression, nix, ours }];
        });
        expect(wrong).toEqual([]);
      });
    }
  });
}
