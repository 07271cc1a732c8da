import { readFile } from "node:fs/promises";
import { loadGrammar } from "../server/syntax/parse.ts";

/** Loads the built grammar; `npm run build` puts it into dist/. */
export async function loadBuiltGrammar(): Promise<void> {
  const [runtime, grammar] = await Promise.all([readBuilt("web-tree-sitter.wasm"), readBuilt("tree-sitter-nix.wasm")]);
  await loadGrammar({ runtime, grammar });
}

function readBuilt(name: string): Promise<Uint8Array> {
  return readFile(new URL(`../dist/${name}`, import.meta.url));
}

await loadBuiltGrammar();
