import { readableRoot } from "./damage.ts";
import { withoutDoubtfulDuplicates } from "./duplicates.ts";
import { lowerFile } from "./lower.ts";
import { type LrParser, lrParser } from "./lr-parser.ts";
import { masked } from "./mask.ts";
import { type Edits, edited } from "./mending-edits.ts";
import { type GrammarNodes, mendedNodesOf, nodesOf, readBrokenNodes, readNodes } from "./nodes.ts";
import { withoutLoneQuotes } from "./quotes.ts";
import { repairOf } from "./repair.ts";
import { brokenRanges, damageOf } from "./syntax-problems.ts";
import type { SyntaxTree } from "./syntax-tree.ts";
import { type Tree, TreeSitter } from "./tree-sitter.ts";

interface Parsers {
  /** Reads sound files. */
  readonly lr: LrParser;
  /** Reads all others; started when the first one comes. */
  treeSitter: TreeSitter | undefined;
  startTreeSitter(): TreeSitter;
}

let parsers: Parsers | undefined;

/**
 * Loads the grammar once; must be done before `parse`. `grammar` = bytes of tree-sitter-nix.wasm; `runtime` gives those of
 * web-tree-sitter.wasm, when the first file comes that is not sound. Throws when the bytes are not such modules.
 */
export function loadGrammar(wasm: { grammar: Uint8Array; runtime(): Uint8Array }): void {
  if (parsers) return;
  const grammar = new WebAssembly.Module(wasm.grammar);
  parsers = {
    lr: lrParser(grammar),
    treeSitter: undefined,
    startTreeSitter: () => new TreeSitter(new WebAssembly.Module(wasm.runtime()), grammar),
  };
}

/** Parses one file's text. Never fails: what could not be understood is a hole with a problem beside it. */
export function parse(text: string): SyntaxTree {
  const maskedText = masked(text);
  const records = parsers?.lr(maskedText);
  if (records === "broken") return parseMended(text, maskedText);
  if (records) return lowered(text, maskedText, nodesOf(records));
  return parseSlowly(text, maskedText, repairOf(maskedText));
}

/** A file that is not sound. Most often it is once it is requoted or mended, and then tree-sitter is not needed. */
function parseMended(text: string, maskedText: string): SyntaxTree {
  const requoted = withoutLoneQuotes(maskedText);
  const requotedRecords = requoted === maskedText ? "broken" : parsers?.lr(requoted);
  if (requotedRecords instanceof Int32Array) return lowered(text, requoted, nodesOf(requotedRecords));
  const edits = repairOf(maskedText);
  if (edits && requotedRecords === "broken") {
    const mended = edited(maskedText, edits);
    const records = parsers?.lr(mended.text);
    if (records instanceof Int32Array)
      return lowered(text, maskedText, mendedNodesOf(records, mended.originalOffset), edits);
  }
  return parseSlowly(text, maskedText, edits);
}

/** With tree-sitter itself. `edits` are those that may mend the text. */
function parseSlowly(text: string, maskedText: string, edits: Edits | undefined): SyntaxTree {
  return (
    withTree(maskedText, (tree) => {
      if (!tree.hasError) return lowered(text, maskedText, tree.walk(readNodes));
      return parseRequoted(text, maskedText) ?? parseBroken(text, maskedText, tree, edits);
    }) ?? unparsed(text)
  );
}

/** A file that only seems broken. */
function parseRequoted(text: string, maskedText: string): SyntaxTree | undefined {
  const requoted = withoutLoneQuotes(maskedText);
  if (requoted === maskedText) return undefined;
  return withTree(requoted, (tree) => (tree.hasError ? undefined : lowered(text, requoted, tree.walk(readNodes))));
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
function parseBroken(text: string, maskedText: string, tree: Tree, edits: Edits | undefined): SyntaxTree {
  const nodes = tree.walk((cursor) => readBrokenNodes(cursor, (offset) => offset));
  if (!edits) return lowered(text, maskedText, nodes);
  const mended = edited(maskedText, edits);
  const mendedNodes = withTree(mended.text, (mendedTree) =>
    mendedTree.walk((cursor) => readBrokenNodes(cursor, mended.originalOffset)),
  );
  if (!mendedNodes || !isBetter(damageOf(mendedNodes), edits.problems.length, damageOf(nodes))) {
    return lowered(text, maskedText, nodes);
  }
  return lowered(text, maskedText, mendedNodes, edits);
}

function isBetter(damageLeft: number, mistakes: number, damage: number): boolean {
  return damageLeft === 0 || damageLeft + mistakes <= damage;
}

function withTree<Result>(maskedText: string, read: (tree: Tree) => Result): Result | undefined {
  if (!parsers) return undefined;
  parsers.treeSitter ??= parsers.startTreeSitter();
  try {
    return parsers.treeSitter.withTree(maskedText, longestParse, read);
  } catch (problem) {
    parsers.treeSitter = undefined; // It was left in the midst of something.
    if (!(problem instanceof WebAssembly.RuntimeError)) throw problem;
    return undefined;
  }
}

/** In milliseconds. Some rubble costs the grammar time that grows with its square; no real file comes near. */
const longestParse = 5000;

function unparsed(text: string): SyntaxTree {
  const root = { kind: "hole", seen: false, salvage: [], start: 0, end: text.length } as const;
  return { root, problems: [{ message: "the Nix grammar could not read this file", start: 0, end: 0 }] };
}
