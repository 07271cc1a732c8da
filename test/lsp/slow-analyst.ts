import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { Analyst } from "../../server/lsp/analyst.ts";
import { loadGrammar, parse } from "../../server/syntax/parse.ts";

/** An analysing thread that takes its time with every file that says so, and counts these in a number that it may be given. */
const built = (name: string) => readFileSync(new URL(`../../dist/${name}`, import.meta.url));
loadGrammar({ grammar: built("tree-sitter-nix.wasm"), runtime: () => built("web-tree-sitter.wasm") });
const pause = new Int32Array(new SharedArrayBuffer(4));
const slow = workerData instanceof SharedArrayBuffer ? new Int32Array(workerData) : undefined;
if (parentPort)
  new Analyst(parentPort, (text) => {
    if (text.startsWith("# slow")) Atomics.wait(pause, 0, 0, 100);
    if (text.startsWith("# slow") && slow) Atomics.add(slow, 0, 1);
    return parse(text);
  });
