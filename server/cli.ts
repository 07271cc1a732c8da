import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type Cache, cacheFolder, cacheIn, noCache } from "./cache.ts";
import { answer } from "./cli/answer.ts";
import type { Answer } from "./cli/command-answer.ts";
import { type EvalRequest, type FlakeRequest, type Request, requestOf } from "./cli/command-arguments.ts";
import { answerEval } from "./cli/eval.ts";
import { explain, listRules } from "./cli/explain.ts";
import { usage } from "./cli/usage.ts";
import { type Paint, plain, type Style } from "./graph/paint.ts";
import { loadGrammar } from "./syntax/parse.ts";

/** What the main thread hands to the one with the larger stack, which runs this same file. */
interface Task {
  readonly question: FlakeRequest | EvalRequest;
  readonly coloured: boolean;
}

/** Enough for evaluations nested as deeply as the budget allows; only what is used is taken from the system. */
const DEEP_STACK_MEGABYTES = 256;

if (isMainThread) main(process.argv.slice(2));
else answerTask(workerData as Task).then((result) => parentPort?.postMessage(result));

async function main(args: readonly string[]): Promise<void> {
  process.stdout.on("error", (problem) => unwritten(problem, (note) => process.stderr.write(note)));
  process.stderr.on("error", (problem) => unwritten(problem, () => {}));
  const request = requestOf(args);
  if (request.kind === "lsp") return serve();
  const { output, notes, exitCode } = await answerTo(request).catch(crashed);
  process.exitCode = exitCode;
  process.stderr.write(notes);
  process.stdout.write(output);
}

/** A bundle of its own, which runs as soon as it is loaded and whose thread is that same file. */
function serve(): void {
  createRequire(import.meta.url)("../dist/server.js");
}

async function answerTo(request: Exclude<Request, { kind: "lsp" }>): Promise<Answer> {
  switch (request.kind) {
    case "help":
      return { output: usage, notes: "", exitCode: 0 };
    case "version":
      return { output: `${ownVersion()}\n`, notes: "", exitCode: 0 };
    case "misuse":
      return { output: "", notes: `dendritic: ${request.message}\n\n${usage}`, exitCode: 2 };
    case "rules":
      return listRules();
    case "explain":
      return explain(request.code);
    case "graph":
    case "check":
    case "eval":
      return answerSomewhere({ question: request, coloured: wantsColour() });
    default:
      return request satisfies never;
  }
}

/** A mistake of ours, mostly. It must not be taken for findings, which end with 1. */
function crashed(problem: unknown): Answer {
  if (problem instanceof Error && "syscall" in problem && problem.syscall === "uv_cwd")
    return { output: "", notes: "dendritic: the current directory no longer exists\n", exitCode: 2 };
  const details = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  return { output: "", notes: `dendritic: internal error, please report it\n${details}\n`, exitCode: 2 };
}

/** A thread of its own costs more start-up than most flakes take to evaluate, so it is only for those that nest deeply. */
async function answerSomewhere(task: Task): Promise<Answer> {
  try {
    return await answerTask(task);
  } catch (problem) {
    if (isStackOverflow(problem)) return answerInDeepThread(task);
    throw problem;
  }
}

async function answerTask({ question, coloured }: Task): Promise<Answer> {
  loadGrammar({ grammar: readBuilt("tree-sitter-nix.wasm"), runtime: () => readBuilt("web-tree-sitter.wasm") });
  if (question.kind === "eval") return answerEval(question);
  return answer(question, { paint: coloured ? colours : plain, version: ownVersion(), cache: ownCache() });
}

function answerInDeepThread(task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const resourceLimits = { stackSizeMb: DEEP_STACK_MEGABYTES };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: task, resourceLimits });
    worker.once("message", resolve);
    worker.once("error", (problem) => {
      if (!isStackOverflow(problem)) return reject(problem);
      resolve({ output: "", notes: "dendritic: this is nested too deeply to be evaluated\n", exitCode: 2 });
    });
    worker.once("exit", () => reject(new Error("the thread with the larger stack ended without an answer")));
  });
}

function isStackOverflow(problem: unknown): boolean {
  return problem instanceof Error && problem.name === "RangeError" && problem.message.includes("call stack");
}

/** The place is right from here and from the bundle, which lies in dist/ itself. */
function readBuilt(name: string): Uint8Array {
  return readFileSync(new URL(`../dist/${name}`, import.meta.url));
}

/** Another build might answer otherwise. */
function ownCache(): Cache {
  const folder = cacheFolder();
  if (folder === undefined) return noCache;
  const build = createHash("sha256")
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest("base64url");
  return cacheIn(join(folder, "answers"), build);
}

function ownVersion(): string {
  const description: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const named = typeof description === "object" && description !== null && "version" in description;
  return named ? String(description.version) : "unknown";
}

function wantsColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

const formats = {
  strong: "bold",
  faint: "dim",
  error: "red",
  warning: "yellow",
  note: "cyan",
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>;

/** `styleText` came with Node 20.12. Whether there is a terminal was decided on the main thread. */
const colours: Paint = (style, text) => styleText?.(formats[style], text, { validateStream: false }) ?? text;

/** Whoever read a pipe has seen enough; what was lost otherwise must not count as said. */
function unwritten({ code, message }: NodeJS.ErrnoException, say: (note: string) => void): void {
  if (code === "EPIPE") return;
  process.exitCode = 2;
  say(`dendritic: the output cannot be written (${code ?? message})\n`);
}
