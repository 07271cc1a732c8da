import { Language, Parser, type Tree } from "web-tree-sitter";
import { edited } from "./edits.ts";
import { lowerFile } from "./lower.ts";
import { masked } from "./mask.ts";
import { readBrokenNodes, readNodes } from "./nodes.ts";
import { damageOf } from "./problems.ts";
import { withoutLoneQuotes } from "./quotes.ts";
import { repairOf } from "./repair.ts";
import type { SyntaxTree } from "./tree.ts";

let parser: Parser | undefined;

/**
 * Loads the grammar once; must be awaited before `parse`. `runtime` = bytes of web-tree-sitter.wasm,
 * `grammar` = bytes of tree-sitter-nix.wasm. Rejects when the bytes are no such modules.
 */
export async function loadGrammar(wasm: { runtime: Uint8Array; grammar: Uint8Array }): Promise<void> {
  if (parser) return;
  await Parser.init({ wasmBinary: wasm.runtime, locateFile: (name: string) => name });
  const language = await Language.load(wasm.grammar);
  parser = new Parser().setLanguage(language);
}

/** Parses one file's text. Never fails: what could not be understood is a hole with a problem beside it. */
export function parse(text: string): SyntaxTree {
  const maskedText = masked(text);
  return (
    withTree(maskedText, (tree) => {
      if (!tree.rootNode.hasError) return lowerFile(text, readNodes(tree.rootNode), []);
      return parseRequoted(text, maskedText) ?? parseBroken(text, maskedText, tree);
    }) ?? unparsed(text)
  );
}

/** A file that only seems broken. */
function parseRequoted(text: string, maskedText: string): SyntaxTree | undefined {
  const requoted = withoutLoneQuotes(maskedText);
  if (requoted === maskedText) return undefined;
  return withTree(requoted, (tree) =>
    tree.rootNode.hasError ? undefined : lowerFile(text, readNodes(tree.rootNode), []),
  );
}

/** The grammar recovers well from small mistakes; of an unclosed bracket it makes rubble, so mending is tried too. */
function parseBroken(text: string, maskedText: string, tree: Tree): SyntaxTree {
  const nodes = readBrokenNodes(tree, (offset) => offset);
  const edits = repairOf(maskedText);
  if (!edits) return lowerFile(text, nodes, []);
  const mended = edited(maskedText, edits);
  const mendedNodes = withTree(mended.text, (mendedTree) => readBrokenNodes(mendedTree, mended.originalOffset));
  if (!mendedNodes || !isBetter(damageOf(mendedNodes), edits.problems.length, damageOf(nodes))) {
    return lowerFile(text, nodes, []);
  }
  return lowerFile(text, mendedNodes, edits.problems);
}

function isBetter(damageLeft: number, mistakes: number, damage: number): boolean {
  return damageLeft === 0 || damageLeft + mistakes <= damage;
}

function withTree<Result>(maskedText: string, read: (tree: Tree) => Result): Result | undefined {
  const deadline = performance.now() + longestParse;
  const tree = parser?.parse(maskedText, null, { progressCallback: () => performance.now() > deadline });
  if (!tree) {
    parser?.reset();
    return undefined;
  }
  try {
    return read(tree);
  } finally {
    tree.delete();
  }
}

/** In milliseconds. Some rubble costs the grammar time that grows with its square; no real file comes near. */
const longestParse = 5000;

function unparsed(text: string): SyntaxTree {
  const root = { kind: "hole", salvage: [], start: 0, end: text.length } as const;
  return { root, problems: [{ message: "the Nix grammar could not read this file", start: 0, end: 0 }] };
}
