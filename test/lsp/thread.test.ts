import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { AnalysisThread } from "../../server/lsp/analysis-thread.ts";
import type { RootResult } from "../../server/lsp/thread-messages.ts";
import { flake, scratchFlake } from "./scratch.ts";

const file = fileURLToPath(new URL("../../dist/server.js", import.meta.url));

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
  const { thread, results, next } = start(() => new Worker(new URL("slow-analyst.ts", import.meta.url)));
  const place = { file: `${folder}/cells/core.nix`, params: { position: { line: 0, character: 0 } } };
  thread.update({ roots: [folder] });
  const before = await next();
  thread.update({ edits: cells.map((cell) => [cell, "# slow\n{ }\n"]) }); // five seconds of work at least
  for (let times = 0; times < 10; times++) await thread.ask({ kind: "hover", ...place });
  expect(thread.pending).toBe(true);
  const after = next();
  thread.update({ edits: cells.map((cell) => [cell, undefined]) });
  expect(await after).toEqual(before);
  expect(results()).toBe(2);
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
