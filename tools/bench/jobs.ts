import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { basename, join } from "node:path";
import { fromRoot } from "../../scripts/paths.mjs";
import { flakeAt } from "../flake.ts";
import { measureHistory } from "./history.ts";
import type { Build, Measures, Unit } from "./measures.ts";
import { costOf } from "./processes.ts";
import { questionTimes, wordsOf } from "./questions.ts";
import { measureServer, type Report } from "./server.ts";
import { sizesOf } from "./sizes.ts";
import { stagesOf } from "./stages.ts";
import { typingsFor } from "./typing.ts";

export interface Plan {
  /** Of `PARTS`. */
  readonly parts: ReadonlySet<string>;
  /** Directories. */
  readonly flakes: readonly string[];
  /** The dist/ of another build. */
  readonly other: string | undefined;
  /** A shell command that is given the flake's directory. */
  readonly nix: string | undefined;
  /** Git directories. */
  readonly histories: readonly string[];
  readonly rounds: number;
  readonly places: number;
  readonly words: number;
  readonly edits: number;
  readonly keys: number;
  readonly pace: number | undefined;
  readonly seed: number;
  /** A folder for whatever has to be written. */
  readonly scratch: string;
}

const ownDist = fromRoot("dist");

/** Something that is measured on its own. */
export interface Job {
  readonly title: string;
  readonly run: (measures: Measures) => Promise<void>;
}

/** What the plan asks for, in the order in which it is to be run. */
export function jobsOf(plan: Plan): readonly Job[] {
  const ofFlakes = plan.flakes.flatMap((flake) =>
    Object.entries(flakeParts).map(([part, run]) => {
      return { part, title: `${part} of ${basename(flake)}`, run: (measures: Measures) => run(plan, flake, measures) };
    }),
  );
  const ofHistories = plan.histories.map((git) => {
    const title = `history of ${nameOfHistory(git)}`;
    return { part: "history", title, run: (measures: Measures) => measureHistories(plan, git, measures) };
  });
  const ofAll = { part: "sizes", title: "sizes", run: (measures: Measures) => measureSizes(plan, measures) };
  return [...ofFlakes, ...ofHistories, ofAll].filter(({ part }) => plan.parts.has(part));
}

const flakeParts = {
  stages: measureStages,
  questions: measureQuestions,
  processes: measureProcesses,
  server: measureServers,
  activation: measureActivation,
} as const;

export const PARTS: readonly string[] = [...Object.keys(flakeParts), "history", "sizes"];

function buildsOf({ other }: Plan): readonly (readonly [Build, string])[] {
  return other === undefined
    ? [["this", ownDist]]
    : [
        ["this", ownDist],
        ["other", other],
      ];
}

async function measureStages({ rounds }: Plan, flake: string, measures: Measures): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const { cold, warm } = await stagesOf(flake);
    for (const [state, times] of Object.entries({ cold, warm }))
      for (const [stage, time] of [...Object.entries(times), ["all", sumOf(times)] as const])
        measures.add("this", { flake: basename(flake), part: "stages", what: `${stage}, ${state}`, unit: "ms CPU" }, [
          time,
        ]);
  }
}

function sumOf(times: Readonly<Record<string, number>>): number {
  return Object.values(times).reduce((sum, time) => sum + time, 0);
}

async function measureQuestions({ words, seed }: Plan, flake: string, measures: Measures): Promise<void> {
  for (const [what, times] of await questionTimes(flake, words, seed))
    measures.add("this", { flake: basename(flake), part: "questions in process", what, unit: "ms" }, times);
}

/**
 * One run of each is not counted: caches of the system, of Node and of our own are filled by it. Our own is asked only where the row says so,
 * and is not the user's.
 */
async function measureProcesses(plan: Plan, flake: string, measures: Measures): Promise<void> {
  const env = environmentOf(plan, flake);
  for (const { what, words, kept = false, nix } of commandsFor(flake, plan)) {
    const builds = buildsOf(plan).map(([build, dist]) => {
      const cli = join(dist, "cli.js");
      return { build, command: process.execPath, words: [cli, ...words, ...(kept ? [] : withoutCache(cli))] };
    });
    const pass =
      nix === undefined ? [] : [{ build: "nix" as const, command: "bash", words: ["-c", `${nix} "$0"`, flake] }];
    const all = [...builds, ...pass];
    for (let round = 0; round <= plan.rounds; round++)
      for (const one of round % 2 === 0 ? all : all.toReversed()) {
        const { cpu, peak } = await costOf(one.command, one.words, env);
        if (round === 0) continue;
        const row = (unit: Unit) => ({ flake: basename(flake), part: "processes", what, unit });
        measures.add(one.build, row("ms CPU"), [cpu]);
        if (peak !== undefined) measures.add(one.build, row("MB"), [peak]);
      }
  }
}

interface Command {
  readonly what: string;
  readonly words: readonly string[];
  /** What is kept from run to run may be used. */
  readonly kept?: true;
  readonly nix?: string | undefined;
}

function commandsFor(flake: string, { nix }: Plan): readonly Command[] {
  const graph = ["graph", "--format", "json", flake];
  return [
    { what: "--version", words: ["--version"], kept: true },
    { what: "graph", words: graph, nix },
    { what: "graph, nothing changed", words: graph, kept: true, nix },
    { what: "check", words: ["check", "--format", "json", flake] },
  ];
}

/** Builds that keep nothing have no such option. */
function withoutCache(cli: string): readonly string[] {
  const help = spawnSync(process.execPath, [cli, "--help"], { encoding: "utf8" }).stdout;
  return help.includes("--no-cache") ? ["--no-cache"] : [];
}

/** With caches of the flake's own, empty at first. */
function environmentOf({ scratch }: Plan, flake: string): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: mkdtempSync(join(scratch, `cache of ${basename(flake)} `)) };
}

async function measureServers(plan: Plan, flake: string, measures: Measures): Promise<void> {
  const { places, edits, words, seed, pace } = plan;
  const { analysis } = flakeAt(flake).look();
  const typings = typingsFor(analysis, places, seed);
  const files = analysis.graph.cells.map(({ file }) => file);
  const asked = wordsOf({ files, textOf: analysis.textOf }, Math.ceil(words / 10), seed);
  for (const [build, dist] of buildsOf(plan)) {
    const report = reportTo(measures, build, basename(flake), "server");
    const env = environmentOf(plan, flake);
    await measureServer({ dist, env, folder: flake, typings, edits, places: asked, pace }, report);
  }
}

async function measureActivation({ rounds }: Plan, flake: string, measures: Measures): Promise<void> {
  const { activationTimes } = await import("./activation.ts");
  const row = { flake: basename(flake), part: "VS Code", what: "activation", unit: "ms" } as const;
  measures.add("this", row, await activationTimes(flake, rounds));
}

async function measureHistories(plan: Plan, git: string, measures: Measures): Promise<void> {
  const name = nameOfHistory(git);
  for (const [build, dist] of buildsOf(plan)) {
    const scratch = join(plan.scratch, "history", name, build);
    mkdirSync(scratch, { recursive: true });
    const env = environmentOf(plan, scratch);
    const history = { git, keys: plan.keys, pace: plan.pace, scratch };
    await measureHistory({ dist, env }, history, reportTo(measures, build, name, "history"));
  }
}

async function measureSizes(plan: Plan, measures: Measures): Promise<void> {
  for (const [build, dist] of buildsOf(plan))
    for (const [what, size] of sizesOf(dist))
      measures.add(build, { flake: "all", part: "sizes", what, unit: "kB" }, [size]);
}

/** `me/flake` of `/home/me/flake/.git`. */
function nameOfHistory(git: string): string {
  const parts = git.split("/").filter((part) => part !== "" && part !== ".git");
  return parts.slice(-2).join("/");
}

function reportTo(measures: Measures, build: Build, flake: string, part: string): Report {
  return (what, numbers, unit = "ms") => measures.add(build, { flake, part, what, unit }, numbers);
}
