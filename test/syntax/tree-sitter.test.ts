import fc from "fast-check";
import { expect, test } from "vitest";
import { Language, Parser } from "web-tree-sitter";
import { TreeSitter } from "../../server/syntax/tree-sitter.ts";
import { mutations, spoilt } from "../fuzz/mutations.ts";
import { readBuilt } from "../grammar.ts";

/** Longer runs than those of every day: `FUZZ_RUNS=100`, so many times as long; `FUZZ_SEED` picks other ones. */
const RUNS = 100 * Number(process.env.FUZZ_RUNS ?? 1);
const SEED = Number(process.env.FUZZ_SEED ?? 20);

const runtime = readBuilt("web-tree-sitter.wasm");
const grammar = readBuilt("tree-sitter-nix.wasm");
const treeSitter = new TreeSitter(new WebAssembly.Module(runtime), new WebAssembly.Module(grammar));
await Parser.init({ wasmBinary: runtime, locateFile: (name: string) => name });
const parser = new Parser().setLanguage(await Language.load(grammar));

const program = `{ config, lib, ... }@args: # 🌿
let inherit (lib) mkIf; "a b".\${config.x} = ./a/\${args.y}.nix; in
{ imports = [ (import ../z { inherit mkIf; }) ] ++ [ 1.5 ]; text = '' a \${if config ? b then "😀" else "x"} ''; }
`;

test("tree-sitter gives what it gives through its own JavaScript, also of long and of broken texts", () => {
  const times = fc.oneof(fc.constant(1), fc.constant(60));
  fc.assert(
    fc.property(times, mutations, (count, changes) => {
      const text = spoilt(program.repeat(count), changes);
      expect(throughUs(text)).toEqual(throughItsJavaScript(text));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test("what takes too long is left off, and the next text is read", () => {
  expect(treeSitter.withTree("1 + ".repeat(20_000), -1, () => "read")).toBeUndefined();
  expect(treeSitter.withTree("1", 1_000, ({ hasError }) => hasError)).toBe(false);
});

function throughUs(text: string): readonly string[] | undefined {
  return treeSitter.withTree(text, 60_000, (tree) =>
    tree.walk((cursor) => {
      const nodes = [`${tree.hasError}`];
      for (let isDown = true; ; ) {
        if (isDown) nodes.push(`${cursor.type} ${cursor.isNamed} ${cursor.isMissing} ${cursor.start}-${cursor.end}`);
        if (isDown && cursor.toFirstChild()) continue;
        isDown = cursor.toNextSibling();
        if (!isDown && !cursor.toParent()) return nodes;
      }
    }),
  );
}

function throughItsJavaScript(text: string): readonly string[] {
  const tree = parser.parse(text);
  const cursor = tree?.walk();
  if (!tree || !cursor) return [];
  const nodes = [`${tree.rootNode.hasError}`];
  for (let isDown = true; ; ) {
    const { nodeType, nodeIsNamed, nodeIsMissing, startIndex, endIndex } = cursor;
    if (isDown) nodes.push(`${nodeType} ${nodeIsNamed} ${nodeIsMissing} ${startIndex}-${endIndex}`);
    if (isDown && cursor.gotoFirstChild()) continue;
    isDown = cursor.gotoNextSibling();
    if (!isDown && !cursor.gotoParent()) break;
  }
  cursor.delete();
  tree.delete();
  return nodes;
}
