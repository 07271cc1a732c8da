// Where the time goes in the core, function by function.
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { graphJson } from "../server/graph/graph-json.ts";
import type { Project } from "../server/project/project.ts";
import { analyse } from "../server/rules/analyse.ts";
import { typingsFor } from "./bench/typing.ts";
import { loadBuiltGrammar, projectAt } from "./flake.ts";
import { type Profile, selfTimes } from "./profile-times.ts";
import { percent } from "./tally.ts";

const usage = `Usage: npm run profile -- [graph | check | type] FLAKE [--turns N] [--out FILE]

graph       builds the graph and its JSON (default)
check       runs the rules, too
type        an edit of every kind after the other, the flake analysed after each
--turns N   so often (default: 1); what the first turns take is mostly code that is not compiled yet
--out FILE  default: <what>.cpuprofile; Chromium and VS Code show it
Prints which functions and which folders the time was spent in, callees not counted.`;

/** What is profiled, once. A new project knows nothing yet. */
const works: Readonly<Record<string, (project: Project) => void>> = {
  graph: (project) => {
    const snapshot = project.snapshot();
    JSON.stringify(graphJson(snapshot.graph(), snapshot.linesOf, () => []));
  },
  check: (project) => void analyse(project.snapshot()),
  type: (project) => {
    for (const { file, texts } of typingsFor(analyse(project.snapshot()), 1, 1)) {
      for (const text of texts) {
        project.setFile(file, text);
        analyse(project.snapshot());
      }
      project.removeFile(file);
    }
  },
};

/** Writes the profile and prints where the time went. Resolves to the exit code. */
export async function profile(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { turns: { type: "string", default: "1" }, out: { type: "string" } },
  });
  const [what = "", place] = positionals.length > 1 ? positionals : ["graph", ...positionals];
  const work = works[what];
  if (!work || place === undefined) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  const taken = await profileOf(() => {
    for (let turn = 0; turn < Number(values.turns); turn++) work(projectAt(place));
  });
  const file = values.out ?? join(process.cwd(), `${what}-${basename(place)}.cpuprofile`);
  writeFileSync(file, JSON.stringify(taken));
  printTimes(taken);
  console.log(`\n${file}`);
  return 0;
}

const SAMPLING_MICROSECONDS = 200;

async function profileOf(work: () => void): Promise<Profile> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: SAMPLING_MICROSECONDS });
  await session.post("Profiler.start");
  work();
  const { profile: taken } = await session.post("Profiler.stop");
  session.disconnect();
  return taken;
}

const MOST_FUNCTIONS = 40;

function printTimes(taken: Profile): void {
  const times = selfTimes(taken);
  const all = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const row = (milliseconds: number, name: string) =>
    console.log(`${milliseconds.toFixed(1).padStart(9)} ms ${percent(milliseconds, all).padStart(7)}  ${name}`);
  for (const { milliseconds, name, place } of times.slice(0, MOST_FUNCTIONS)) row(milliseconds, `${name}  ${place}`);
  const folders = new Map<string, number>();
  for (const { milliseconds, folder } of times) folders.set(folder, (folders.get(folder) ?? 0) + milliseconds);
  console.log();
  for (const [folder, milliseconds] of [...folders].sort(([, a], [, b]) => b - a)) row(milliseconds, folder);
  row(all, "all");
}
