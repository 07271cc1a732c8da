// The stages of a cold analysis, each on its own.
import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import { diskFiles } from "../../server/disk.ts";
import { loadFlake } from "../../server/flake/load.ts";
import { buildGraph } from "../../server/graph/build.ts";
import { graphJson } from "../../server/graph/graph-json.ts";
import { indexNames } from "../../server/names/index.ts";
import { makeSnapshot } from "../../server/project/snapshot.ts";
import { analyse } from "../../server/rules/analyse.ts";
import { parse } from "../../server/syntax/parse.ts";
import { lineIndexOf } from "../../server/text.ts";
import { loadBuiltGrammar } from "../flake.ts";

/** Milliseconds of CPU of the process, by stage. */
export type StageTimes = Readonly<Record<string, number>>;

/** How often a thread goes through all stages: the first time its code is cold, the last time it is warm. */
const TURNS = 3;

/**
 * In a thread of its own, whose code has never run, and again when it is warm. Rejects when the thread fails. The process must do nothing
 * else meanwhile.
 */
export async function stagesOf(flake: string): Promise<{ readonly cold: StageTimes; readonly warm: StageTimes }> {
  const thread = new Worker(new URL(import.meta.url), {
    workerData: { name: "bench", args: ["--stages-of", flake] },
    resourceLimits: { stackSizeMb: 256 },
    stdout: true,
  });
  const failed = new Promise<never>((_, reject) => thread.once("error", reject));
  let output = "";
  thread.stdout.on("data", (part) => {
    output += part;
  });
  await Promise.race([failed, new Promise((resolve) => thread.stdout.once("end", resolve))]);
  const turns: readonly StageTimes[] = JSON.parse(output);
  return { cold: turns[0] ?? {}, warm: turns.at(-1) ?? {} };
}

/** What runs in that thread: prints the times of each turn as JSON. */
export function printStages(flake: string): number {
  loadBuiltGrammar();
  console.log(JSON.stringify(Array.from({ length: TURNS }, () => timesOf(flake))));
  return 0;
}

function timesOf(directory: string): StageTimes {
  const times: Record<string, number> = {};
  const timed = <Result>(stage: string, work: () => Result): Result => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    times[stage] = (user + system) / 1000;
    return result;
  };
  const files = diskFiles([directory]);
  const texts = nixFilesIn(directory, files.list).map((file): [string, string] => [file, files.read(file) ?? ""]);
  const trees = timed("parse", () => new Map(texts.map(([file, text]) => [file, parse(text)])));
  const treeOf = (file: string, text: string) => trees.get(file) ?? parse(text);
  const flake = timed("load", () => loadFlake({ directory, files, treeOf }));
  timed("outputs", () => {
    const outputs = flake.machine.force(flake.outputs);
    if (outputs.type === "set") for (const { value } of outputs.entries.values()) flake.machine.force(value);
  });
  const { graph } = timed("graph", () => buildGraph(flake, () => new Map(), files));
  const lines = (file: string) => lineIndexOf(files.read(file) ?? "");
  timed("json", () => JSON.stringify(graphJson(graph, lines, () => [])));
  timed("names", () => [...trees].map(([file, tree]) => indexNames(file, tree)));
  const snapshot = makeSnapshot({ directory, files, parse });
  snapshot.graph();
  timed("rules", () => analyse(snapshot));
  return times;
}

/** All files of the flake, whether its tree imports them or not. */
function nixFilesIn(directory: string, list: ReturnType<typeof diskFiles>["list"]): readonly string[] {
  return (list(directory) ?? []).flatMap(({ name, kind }) => {
    const path = `${directory}/${name}`;
    if (kind === "directory") return basename(path).startsWith(".") ? [] : nixFilesIn(path, list);
    return kind === "regular" && name.endsWith(".nix") ? [path] : [];
  });
}
