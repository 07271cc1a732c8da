import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { indexNames } from "../../server/names/index.ts";
import { makeSnapshot } from "../../server/project/snapshot.ts";
import { analyse } from "../../server/rules/analyse.ts";
import { parse } from "../../server/syntax/parse.ts";
import { memoryFiles } from "../fixture.ts";
import { evaluateText, show, TEXT_FILE } from "../nix/evaluate.ts";
import { programOf, textOf } from "../nix/programs.ts";
import { mutations, spoilt } from "./mutations.ts";
import { misplaced } from "./spans.ts";
import "../grammar.ts";

/** Longer runs than those of every day: `FUZZ_RUNS=100`, so many times as long; `FUZZ_SEED` picks other ones. */
const TIMES = Number(process.env.FUZZ_RUNS ?? 1);
const settings = (runs: number) => ({ numRuns: runs * TIMES, seed: Number(process.env.FUZZ_SEED ?? 20) });

const LIMITS = { stepsPerPiece: 50_000, steps: 200_000, callDepth: 300, nesting: 1_000, milliseconds: 10_000 };

const flakes = ["seed", "orchard"].map(readFlake);
const texts = flakes.flatMap((flake) => [...flake.values()]);

const program = fc
  .array(fc.nat(997), { minLength: 1, maxLength: 20 })
  .map((choices) => textOf(programOf(choices, { merges: true }), () => undefined));
const source = fc.oneof(program, fc.constantFrom(...texts));

test("places outside of a text are found", () => {
  expect(misplaced({ a: [{ start: 2, end: 4 }] }, "/a", () => "abc")).toEqual(["/a: 2-4 of 3"]);
  const [flake] = flakes;
  const file = "/flake/flake.nix";
  const cut = (name: string) => (name === file ? "" : flake?.get(name));
  expect(misplaced(indexNames(file, parse(flake?.get(file) ?? "")), file, cut)).not.toEqual([]);
});

test("a spoilt text is read, indexed and evaluated; every place lies inside of it", () => {
  fc.assert(
    fc.property(source, mutations, (whole, changes) => {
      const text = spoilt(whole, changes);
      const tree = parse(text);
      const inText = (data: unknown) => expect(misplaced(data, TEXT_FILE, () => text)).toEqual([]);
      inText(tree);
      inText(indexNames(TEXT_FILE, tree));
      inText(indexNames("/flake/flake.nix", tree));
      const { machine, value } = evaluateText(text, {}, { limits: LIMITS });
      show(machine, value, 6);
    }),
    settings(250),
  );
});

test("a flake with spoilt files has a graph and findings; every place lies inside of its file", () => {
  const spoils = fc.array(fc.tuple(fc.nat(999), mutations), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.constantFrom(...flakes), spoils, (flake, changes) => {
      const files = new Map(flake);
      const names = [...files.keys()];
      for (const [which, how] of changes) {
        const name = names[which % names.length] ?? "";
        files.set(name, spoilt(files.get(name) ?? "", how));
      }
      const snapshot = makeSnapshot({ directory: "/flake", files: memoryFiles(files), parse: (text) => parse(text) });
      const { graph, findings } = analyse(snapshot);
      expect(misplaced({ graph, findings }, "/flake/flake.nix", (file) => files.get(file))).toEqual([]);
    }),
    settings(40),
  );
});

/** The Nix files of a flake in `test/flakes`, as if they lay in `/flake`. */
function readFlake(name: string): ReadonlyMap<string, string> {
  const directory = fileURLToPath(new URL(`../flakes/${name}`, import.meta.url));
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".nix"));
  return new Map(files.sort().map((file) => [`/flake/${file}`, readFileSync(`${directory}/${file}`, "utf8")]));
}
