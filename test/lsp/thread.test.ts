import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { CancellationToken, CancellationTokenSource } from "vscode-languageserver/node";
import { AnalysisThread } from "../../server/lsp/analysis-thread.ts";
import type { RootResult } from "../../server/lsp/thread-messages.ts";
import { flake, positionOf, scratchFlake } from "./scratch.ts";

const file = fileURLToPath(new URL("../../dist/server.js", import.meta.url));
const slowAnalyst = new URL("slow-analyst.ts", import.meta.url);
/** It is run by Node itself, without the tests' own loader of Nix files. */
const withNixText = { execArgv: ["--import", new URL("nix-text.mjs", import.meta.url).href] };

test("a killed thread is replaced, knows the unsaved texts, and says the same again", async () => {
  const { thread, workers, next } = start(() => new Worker(file));
  const lookout = `${flake("seed")}/cells/server/lookout.nix`;
  thread.update({ roots: [flake("seed")], edits: [[lookout, "{ }\n"]] });
  const before = await next();
  expect(before[0]?.diagnostics.get(lookout)).toBeUndefined();
  const unanswered = thread.ask({ kind: "hover", file: lookout, params: { position: { line: 0, character: 0 } } });
  const again = next();
  await workers[0]?.terminate();
  expect(await unanswered).toBeUndefined();
  expect(await again).toEqual(before);
  expect(workers).toHaveLength(2);
});

test("one that dies again and again is given up, and tried once more after the next change", async () => {
  const { thread, workers, died } = start(() => new Worker("throw new Error('no')", { eval: true }));
  thread.update({ roots: [flake("seed")] });
  await died(3);
  expect(workers).toHaveLength(3);
  await thread.settled();
  expect(
    await thread.ask({ kind: "hover", file: "/a.nix", params: { position: { line: 0, character: 0 } } }),
  ).toBeUndefined();
  thread.update({ stored: ["/a.nix"] });
  await died(4);
  expect(workers).toHaveLength(4);
});

test("a question is answered in the middle of an analysis, and an edit makes that one be left off", async () => {
  const folder = scratchFlake("seed");
  const cells = Array.from({ length: 50 }, (_, index) => `${folder}/cells/slow-${index}.nix`);
  for (const cell of cells) writeFileSync(cell, "{ }\n");
  const { thread, results, next } = start(() => new Worker(slowAnalyst, withNixText));
  const place = { file: `${folder}/cells/core.nix`, params: { position: { line: 0, character: 0 } } };
  thread.update({ roots: [folder] });
  const before = await next();
  thread.update({ edits: cells.map((cell) => [cell, "# slow\n{ imports = [ ]; }\n"]) }); // five seconds of work at least
  for (let times = 0; times < 10; times++) await thread.ask({ kind: "hover", ...place });
  expect(thread.pending).toBe(true);
  const after = next();
  thread.update({ edits: cells.map((cell) => [cell, undefined]) });
  // The first one has nothing before it that it could be drawn like. How far the other analysis came decides whether the graph is kept.
  const way = expect.stringMatching(/^(kept|whole)$/);
  expect(await after).toEqual(before.map((result) => ({ ...result, drawnAlike: true, way })));
  expect(results()).toBe(2);
});

/** A flake in which a branch is named in 20 files, each of which takes its time once it has changed. */
function slowRenaming() {
  const folder = scratchFlake("seed");
  const cells = Array.from({ length: 20 }, (_, index) => `${folder}/cells/slow-${index}.nix`);
  const text = "{ my.branches.tower.nixosModules = [ ]; }\n";
  for (const cell of cells) writeFileSync(cell, text);
  const parsed = new Int32Array(new SharedArrayBuffer(4));
  const thread = start(() => new Worker(slowAnalyst, { ...withNixText, workerData: parsed.buffer }));
  const file = `${folder}/cells/branches/tower.nix`;
  const position = positionOf(readFileSync(file, "utf8"), "", "tower");
  const open = cells.map((cell): [string, string] => [cell, `# slow\n${text}`]);
  return { ...thread, folder, open, file, position, parsed: () => Atomics.load(parsed, 0) };
}

test("a renaming that is cancelled ends in its midst; one that the files change under is refused; others wait their turn", async () => {
  const { thread, next, folder, open, file, position, parsed } = slowRenaming();
  thread.update({ roots: [folder], edits: open });
  await next();
  const before = parsed();
  const cancelling = new CancellationTokenSource();
  const rename = (name: string, token = CancellationToken.None) =>
    thread.ask({ kind: "rename", file, params: { position, name } }, token);
  const hover = () => thread.ask({ kind: "hover", file, params: { position } });
  const cancelled = rename("mast", cancelling.token);
  expect(await hover()).toBeDefined();
  const second = rename("spire");
  expect(await thread.ask({ kind: "prepareRename", file, params: { position } })).toMatchObject({ name: "tower" });
  cancelling.cancel();
  expect(await cancelled).toBeUndefined();
  const results = next();
  thread.update({ edits: [[`${folder}/cells/slow-0.nix`, "{ }\n"]] });
  expect(await second).toEqual({ kind: "refused", reason: "the files changed in the meantime" });
  await results;
  expect(parsed() - before).toBeLessThan(open.length);
});

function start(newWorker: () => Worker) {
  const workers: Worker[] = [];
  let waiting: (() => void)[] = [];
  let latest: readonly RootResult[] = [];
  let deaths = 0;
  let told = 0;
  const wake = () => {
    const ready = waiting;
    waiting = [];
    for (const resolve of ready) resolve();
  };
  const event = () => new Promise<void>((resolve) => waiting.push(resolve));
  const startWorker = () => {
    const worker = newWorker();
    workers.push(worker);
    return worker;
  };
  const thread = new AnalysisThread(startWorker, {
    onResults: (results) => {
      latest = results;
      told++;
      wake();
    },
    onOwn: () => {},
    onRemembered: () => {},
    onMistake: (message) => expect(message).toBe(""),
    onDeath: () => {
      deaths++;
      wake();
    },
  });
  onTestFinished(() => thread.stop());
  const next = async () => {
    latest = [];
    while (latest.length === 0) await event();
    return latest;
  };
  const died = async (times: number) => {
    while (deaths < times) await event();
  };
  return { thread, workers, next, died, results: () => told };
}

test("a question with a token that is none fails by itself, and nothing else", async () => {
  const { thread, next } = start(() => new Worker(file));
  const lookout = `${flake("seed")}/cells/server/lookout.nix`;
  thread.update({ roots: [flake("seed")] });
  await next();
  const hover = { kind: "hover", file: lookout, params: { position: { line: 0, character: 0 } } } as const;
  await expect(thread.ask(hover, {} as CancellationToken)).rejects.toThrow();
  expect(await thread.ask(hover)).toBeUndefined();
});
