import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { createConnection, IPCMessageReader, IPCMessageWriter, ProposedFeatures } from "vscode-languageserver/node";
import { type Cache, cacheIn } from "./cache.ts";
import { Analyst } from "./lsp/analyst.ts";
import { checkedMessages } from "./lsp/checked-messages.ts";
import type { PageOf } from "./lsp/diagnostic-delivery.ts";
import { checkedFrames } from "./lsp/message-frames.ts";
import { startServer } from "./lsp/server.ts";
import { loadGrammar, parse } from "./syntax/parse.ts";

/** Enough for evaluations nested as deeply as the budget allows; only what is used is taken from the system. */
const DEEP_STACK_MEGABYTES = 256;

/** Three semi-spaces. V8's own limit lets a third more memory pile up over a session and saves no time that could be measured. */
const YOUNG_GENERATION_MEGABYTES = 24;

/**
 * Each edit leaves as much garbage as a whole analysis keeps. V8 would let four times that pile up before it looks; so it takes half the
 * memory, for 6 % of the time.
 */
setFlagsFromString("--heap-growing-percent=30");

if (isMainThread) serve();
else void analyseForever();

/** The editor talks over its own channel (`--node-ipc`), else over standard input and output. */
function serve(): void {
  const options = { messageStrategy: checkedMessages };
  const connection = process.argv.includes("--node-ipc")
    ? createConnection(ProposedFeatures.all, new IPCMessageReader(process), new IPCMessageWriter(process), options)
    : createConnection(ProposedFeatures.all, checkedFrames(process.stdin, notUnderstood), process.stdout, options);
  const resourceLimits = { stackSizeMb: DEEP_STACK_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES };
  startServer(connection, () => new Worker(fileURLToPath(import.meta.url), { resourceLimits }), rulePages());
}

/** A client whose messages have no beginning any more is better off without a server that does not answer. */
function notUnderstood(reason: string): void {
  process.stderr.write(`dendritic: what comes in is not the language server protocol: ${reason}\n`);
  process.exit(1);
}

/** They lie beside the bundle's folder, where they are installed at all. */
function rulePages(): PageOf {
  const folder = new URL("../docs/rules/", import.meta.url);
  const exist = existsSync(fileURLToPath(folder));
  return (code) => (exist ? new URL(`${code}.md`, folder).href : undefined);
}

async function analyseForever(): Promise<void> {
  loadGrammar({ grammar: readBuilt("tree-sitter-nix.wasm"), runtime: () => readBuilt("web-tree-sitter.wasm") });
  if (parentPort) new Analyst(parentPort, parse, openCache);
}

/** Another build might have found out something else. */
function openCache(folder: string): Cache {
  const build = createHash("sha256")
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest("base64url");
  return cacheIn(join(folder, "flakes"), build);
}

/** The place is right from here and from the bundle, which lies in dist/ itself. */
function readBuilt(name: string): Uint8Array {
  return readFileSync(new URL(`../dist/${name}`, import.meta.url));
}
