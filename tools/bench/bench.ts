// How quick everything is, in numbers that can be compared: with another build, with real Nix, with an earlier day.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { flakesBelow, loadBuiltGrammar } from "../flake.ts";
import { syntheticFlake } from "../synthetic-flake.ts";
import { otherBuild } from "./builds.ts";
import { type Job, jobsOf, PARTS } from "./jobs.ts";
import { Measures, type Row, tableOf } from "./measures.ts";
import { printStages } from "./stages.ts";

const usage = `Usage: npm run bench -- [FOLDER...] [options]

FOLDER: a flake, or a folder of flakes.
--cells N,N        also synthetic flakes with this many cells
--parts NAME,NAME  of: ${PARTS.join(", ")} (default: all but activation,
                   which opens VS Code; history where --history is given)
--rounds N         processes and stages are measured so often (default: 7)
--places N         each kind of edit is typed at this many places (default: 2)
--words N          questions are asked at this many words (default: 200; 20 while an analysis runs)
--edits N          edits, for memory (default: 50)
--history GIT_DIR  types the newest commits again, letter by letter; can be given several times
--keys N           at least this many keys of a history (default: 300)
--pace MS          a key comes so long after the one before (default: when the whole flake is fresh)
--seed N           where things are looked for (default: 1)
--against BUILD    a revision, which is built in a temporary folder, or a dist/ folder: measured in turns with this build
--nix COMMAND      measured in turns with \`graph\`; a shell command that is given the flake's folder as its last argument
--json FILE        writes the numbers down
Nothing is written to a flake. Times of processes and stages are CPU time, user and system, of all threads.`;

const options = {
  cells: { type: "string", default: "" },
  parts: { type: "string", default: PARTS.filter((part) => part !== "activation").join(",") },
  rounds: { type: "string", default: "7" },
  places: { type: "string", default: "2" },
  words: { type: "string", default: "200" },
  edits: { type: "string", default: "50" },
  history: { type: "string", multiple: true, default: [] as string[] },
  keys: { type: "string", default: "300" },
  pace: { type: "string" },
  seed: { type: "string", default: "1" },
  against: { type: "string" },
  nix: { type: "string" },
  json: { type: "string" },
  "stages-of": { type: "string" },
} as const;

/** Prints a table. Resolves to the exit code. */
export async function bench(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  if (values["stages-of"] !== undefined) return printStages(values["stages-of"]);
  const plan = planOf(values);
  const flakes = positionals.flatMap(flakesBelow);
  const sizes = values.cells.split(",").filter(Boolean).map(Number);
  const isEmpty = flakes.length + sizes.length + plan.histories.length === 0 && values.parts !== "sizes";
  if (isEmpty || [...plan.parts].some((part) => !PARTS.includes(part))) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  const scratch = mkdtempSync(join(tmpdir(), "dendritic-bench-"));
  try {
    const made = sizes.map((cells) =>
      written(join(scratch, `${cells} cells`), syntheticFlake({ cells, seed: plan.seed })),
    );
    const other = values.against === undefined ? undefined : await otherBuild(values.against, join(scratch, "other"));
    await runAll(jobsOf({ ...plan, flakes: [...flakes, ...made], other, scratch }), args, values.json);
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What takes long is printed as soon as it is known. */
async function runAll(jobs: readonly Job[], args: readonly string[], file: string | undefined): Promise<void> {
  const about = { node: process.version, processor: cpus()[0]?.model ?? "", processors: cpus().length, args };
  console.log(`Node ${about.node}, ${about.processors} × ${about.processor}`);
  const rows: Row[] = [];
  for (const { title, run } of jobs) {
    console.error(title);
    const measures = new Measures();
    await run(measures);
    rows.push(...measures.rows());
    for (const line of tableOf(measures.rows())) console.log(line);
    if (file !== undefined) writeFileSync(file, `${JSON.stringify({ ...about, rows }, undefined, 2)}\n`);
  }
}

function parsed(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options });
}

function planOf(values: ReturnType<typeof parsed>["values"]) {
  return {
    parts: new Set(values.parts.split(",")),
    rounds: Number(values.rounds),
    places: Number(values.places),
    words: Number(values.words),
    edits: Number(values.edits),
    keys: Number(values.keys),
    pace: values.pace === undefined ? undefined : Number(values.pace),
    seed: Number(values.seed),
    histories: values.history,
    nix: values.nix,
  };
}

function written(folder: string, texts: ReadonlyMap<string, string>): string {
  for (const [name, text] of texts) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}
