import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { lrParser } from "../../server/syntax/lr-parser.ts";
import { masked } from "../../server/syntax/mask.ts";
import { type GrammarNodes, mendedNodesOf, nodesOf, readBrokenNodes, readNodes } from "../../server/syntax/nodes.ts";
import { type TreeCursor, TreeSitter } from "../../server/syntax/tree-sitter.ts";
import { undecidedActions } from "../../tools/grammar-tables.ts";
import { mutations, spoilt } from "../fuzz/mutations.ts";
import { readBuilt } from "../grammar.ts";

/** Longer runs than those of every day: `FUZZ_RUNS=100`, so many times as long; `FUZZ_SEED` picks other ones. */
const RUNS = 400 * Number(process.env.FUZZ_RUNS ?? 1);
const SEED = Number(process.env.FUZZ_SEED ?? 20);

const grammar = new WebAssembly.Module(readBuilt("tree-sitter-nix.wasm"));
const lr = lrParser(grammar);
const treeSitter = new TreeSitter(new WebAssembly.Module(readBuilt("web-tree-sitter.wasm")), grammar);
const texts = ["../flakes", "../../server"].flatMap(nixFiles);

test("every sound file is read as tree-sitter reads it", () => {
  const read = texts.map(readBoth);
  expect(read).not.toContain("left");
  expect(read.filter((how) => how === "equal").length).toBeGreaterThan(texts.length / 2);
});

test("a spoilt text is read or refused as tree-sitter does, or left to it", () => {
  const seen = { equal: 0, broken: 0, left: 0 };
  const lines = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.constantFrom(...texts), mutations, lines, (text, changes, line) => {
      seen[readBoth(spoilt(text, changes).replaceAll("\n", line))]++;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(seen.equal).toBeGreaterThan(RUNS / 20);
  expect(seen.broken).toBeGreaterThan(RUNS / 20);
});

test("what is unusual but sound is read", () => {
  for (const text of [
    '{ "😀" = "\ud800 \udc00"; } # 🌿 \ud800',
    "[ ''\ud83c'' ]\r\n# a\r\n/* \udf3f */",
    "\uFEFF{ a }:a # \u2028",
    `[ ${"1 ".repeat(20_000)}]`,
    `{ ${"a = 1; ".repeat(20_000)}}`,
    `f ${"x ".repeat(20_000)}`,
    `"${"text ".repeat(20_000)}"`,
    `''${"$".repeat(20_000)}''`,
    `/*${"*".repeat(20_000)}*/ ${"(".repeat(400)}1${")".repeat(400)}`,
  ]) {
    expect(readBoth(text), text.slice(0, 60)).toBe("equal");
  }
});

test("what has no bounds is left to tree-sitter", () => {
  const deep = 20_000;
  expect(readBoth(`${"[".repeat(deep)}${"]".repeat(deep)}`)).toBe("left");
  expect(readBoth(`${"a: ".repeat(deep)}1`)).toBe("left");
  expect(readBoth(`1${"+1".repeat(1_000)}`)).toBe("left");
  expect(readBoth("# nothing")).toBe("left");
});

test("the build notices when a state has two actions for a token", () => {
  const row = (actions: string) => `  [3] = {.entry = {.count = 2, .reusable = true}}, ${actions},\n`;
  expect(undecidedActions(row("REDUCE(sym_a, 2), SHIFT_REPEAT(4)"))).toEqual([]);
  expect(undecidedActions(row("REDUCE(sym_a, 2), SHIFT(4)"))).toHaveLength(1);
  expect(undecidedActions(row("REDUCE(sym_a, 2, .production_id = 1), REDUCE(sym_b, 2)"))).toHaveLength(1);
});

test("a trap costs one text", () => {
  class Trapping {
    readonly exports: object;
    constructor(...[module, imports]: ConstructorParameters<typeof WebAssembly.Instance>) {
      const parse = () => {
        throw new WebAssembly.RuntimeError("unreachable");
      };
      this.exports = { ...new WebAssembly.Instance(module, imports).exports, parse };
    }
  }
  const instance = vi.spyOn(WebAssembly, "Instance").mockImplementationOnce(Trapping);
  const trapping = lrParser(grammar);
  expect(trapping("1")).toBeUndefined();
  expect(trapping("1")).toBeDefined();
  instance.mockRestore();
});

/** What our parser says of the text. Fails where tree-sitter says something else. */
function readBoth(text: string): "equal" | "broken" | "left" {
  const maskedText = masked(text);
  const records = lr(maskedText);
  if (records === undefined) return "left";
  const asItIs = (offset: number) => offset;
  const ours = records !== "broken" && [flat(nodesOf(records)), flat(mendedNodesOf(records, asItIs))];
  const theirs = treeSitter.withTree(maskedText, 60_000, (tree) => {
    const readMended = (cursor: TreeCursor) => readBrokenNodes(cursor, asItIs);
    return !tree.hasError && [flat(tree.walk(readNodes)), flat(tree.walk(readMended))];
  });
  expect(ours, maskedText).toEqual(theirs);
  return ours ? "equal" : "broken";
}

/** The nodes with their depths, later children first. */
function flat({ root, broken, missing }: GrammarNodes): readonly string[] {
  const lines = [...broken, ...missing].map(({ start, end }) => `broken ${start}-${end}`);
  const waiting = root.children.map((node) => ({ node, depth: 0 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, depth } = next;
    lines.push(`${depth} ${node.type} ${node.start}-${node.end}`);
    for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
  }
  return lines;
}

function nixFiles(folder: string): string[] {
  const top = fileURLToPath(new URL(folder, import.meta.url));
  const files = readdirSync(top, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".nix"));
  return files.sort().map((file) => readFileSync(`${top}/${file}`, "utf8"));
}
