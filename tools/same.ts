// Compares what two builds say of flakes: `graph` and `check`, as JSON, byte by byte.
import { availableParallelism } from "node:os";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { flakesBelow, runCli } from "./flake.ts";

const usage = `Usage: npm run same -- DIST_A DIST_B FOLDER...

DIST_A, DIST_B: the dist/ of two builds. FOLDER: a flake, or a folder of flakes.
Ends with 1 when an answer differs.`;

/** Prints each answer that differs, where it does, and the count. Resolves to the exit code. */
export async function same(args: string[]): Promise<number> {
  const [a, b, ...folders] = parseArgs({ args, allowPositionals: true }).positionals;
  if (!a || !b || folders.length === 0) {
    console.error(usage);
    return 2;
  }
  const jobs = folders.flatMap(flakesBelow).flatMap((flake) => [
    ["graph", flake],
    ["check", flake],
  ]);
  const [compared, waiting] = [jobs.length, jobs.values()];
  let differing = 0;
  const work = async () => {
    for (const [command = "", flake = ""] of waiting) {
      const words = [command, "--format", "json", flake];
      const [one, other] = [await runCli(a, words), await runCli(b, words)];
      if (one.output === other.output && one.end === other.end) continue;
      differing++;
      console.log(`${command} ${flake}`);
      if (one.end !== other.end) console.log(`  ${one.end} / ${other.end}`);
      for (const line of differences(one.output, other.output)) console.log(`  ${line}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`${compared} answers compared, ${differing} differ`);
  return differing > 0 ? 1 : 0;
}

/** So many differences of one answer are shown. */
const MOST_SHOWN = 10;

function differences(one: string, other: string): readonly string[] {
  const [first, second] = [parsed(one), parsed(other)];
  const all = isDeepStrictEqual(first, second) ? ["the order or the form"] : differencesAt("", first, second);
  const more = all.length - MOST_SHOWN;
  return more > 0 ? [...all.slice(0, MOST_SHOWN), `and ${more} more`] : all;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The smallest parts that differ, as `path: one / other`. */
function differencesAt(path: string, one: unknown, other: unknown): readonly string[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (!isContainer(one) || !isContainer(other)) return [`${path || "all"}: ${brief(one)} / ${brief(other)}`];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differencesAt(path ? `${path}.${name}` : name, one[name], other[name]));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function brief(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
