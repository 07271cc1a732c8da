import fc from "fast-check";
import { expect, test } from "vitest";
import { makeSnapshot } from "../../server/project/snapshot.ts";
import { analyse } from "../../server/rules/analyse.ts";
import type { Finding } from "../../server/rules/rule.ts";
import { parse } from "../../server/syntax/parse.ts";
import { memoryFiles } from "../fixture.ts";
import { damageIn, hurt } from "./damages.ts";
import { smallFlakes } from "./small-flakes.ts";
import "../grammar.ts";

/** Longer runs than those of every day: `FUZZ_RUNS=100`, so many times as long; `FUZZ_SEED` picks other ones. */
const RUNS = 60 * Number(process.env.FUZZ_RUNS ?? 1);
const SEED = Number(process.env.FUZZ_SEED ?? 20);

const wholeFlakes = smallFlakes().map((files) => ({ files, said: new Set(findingsOf(files).map(keyOf)) }));

test("what is said while a file is broken is said of the whole flake too, or of that file", () => {
  let broken = 0;
  fc.assert(
    fc.property(fc.nat(wholeFlakes.length - 1), fc.nat(9999), damageIn, (flake, which, damage) => {
      const { files = new Map<string, string>(), said = new Set<string>() } = wholeFlakes[flake] ?? {};
      const names = [...files.keys()].filter((name) => name.endsWith(".nix"));
      const name = names[which % names.length] ?? "";
      const text = hurt(files.get(name) ?? "", damage);
      if (text === undefined || parse(text).problems.length === 0) return;
      broken++;
      const spoilt = new Map(files).set(name, text);
      const wrong = findingsOf(spoilt).filter((finding) => finding.at.file !== name && !said.has(keyOf(finding)));
      expect(
        wrong.map(({ message, at }) => `${at.file}: ${message}`),
        `${name}:\n${text}`,
      ).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(broken).toBeGreaterThan(0);
});

function findingsOf(files: ReadonlyMap<string, string>): readonly Finding[] {
  const snapshot = makeSnapshot({ directory: "/flake", files: memoryFiles(files), parse: (text) => parse(text) });
  return analyse(snapshot).findings.filter(({ code }) => code !== "unresolved");
}

function keyOf({ code, at }: Finding): string {
  return `${code} ${at.file}:${at.start}`;
}
