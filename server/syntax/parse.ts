import { Language, Parser, type Tree } from "web-tree-sitter";
import { readableRoot } from "./damage.ts";
import { withoutDoubtfulDuplicates } from "./duplicates.ts";
import { lowerFile } from "./lower.ts";
import { masked } from "./mask.ts";
import { type Edits, edited } from "./mending-edits.ts";
import { type GrammarNodes, readBrokenNodes, readNodes } from "./nodes.ts";
import { withoutLoneQuotes } from "./quotes.ts";
import { repairOf } from "./repair.ts";
import { brokenRanges, damageOf } from "./syntax-problems.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

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
      if (!tree.rootNode.hasError) return lowered(text, maskedText, readNodes(tree.rootNode));
      return parseRequoted(text, maskedText) ?? parseBroken(text, maskedText, tree);
    }) ?? unparsed(text)
  );
}

/** A file that only seems broken. */
function parseRequoted(text: string, maskedText: string): SyntaxTree | undefined {
  const requoted = withoutLoneQuotes(maskedText);
  if (requoted === maskedText) return undefined;
  return withTree(requoted, (tree) =>
    tree.rootNode.hasError ? undefined : lowered(text, requoted, readNodes(tree.rootNode)),
  );
}

function lowered(text: string, maskedText: string, nodes: GrammarNodes, edits?: Edits): SyntaxTree {
  const tree = lowerFile(text, nodes, edits?.problems ?? []);
  if (tree.problems.length === 0) return tree;
  const insertions = (edits?.insertions ?? []).map(({ at }) => ({ start: at, end: at }));
  const damage = [...tree.problems, ...brokenRanges(nodes), ...insertions, ...(edits?.blanks ?? [])];
  const readable = readableRoot(tree, maskedText, damage);
  return { ...tree, problems: withoutDoubtfulDuplicates(tree, damage), readable };
}

/** The grammar recovers well from small mistakes; of an unclosed bracket it makes rubble, so mending is tried too. */
function parseBroken(text: string, maskedText: string, tree: Tree): SyntaxTree {
  const nodes = readBrokenNodes(tree, (offset) => offset);
  const edits = repairOf(maskedText);
  if (!edits) return lowered(text, maskedText, nodes);
  const mended = edited(maskedText, edits);
  const mendedNodes = withTree(mended.text, (mendedTree) => readBrokenNodes(mendedTree, mended.originalOffset));
  if (!mendedNodes || !isBetter(damageOf(mendedNodes), edits.problems.length, damageOf(nodes))) {
    return lowered(text, maskedText, nodes);
  }
  return lowered(text, maskedText, mendedNodes, edits);
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
