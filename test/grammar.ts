import { readFileSync } from "node:fs";
import { loadGrammar } from "../server/syntax/parse.ts";

/** A file of dist/, where `npm run build` puts the grammar. */
export function readBuilt(name: string): Uint8Array {
  return readFileSync(new URL(`../dist/${name}`, import.meta.url));
}

loadGrammar({ grammar: readBuilt("tree-sitter-nix.wasm"), runtime: () => readBuilt("web-tree-sitter.wasm") });
