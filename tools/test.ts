import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { type Ring, rings } from "./rings.ts";
import { shownTally, type Tally, totalOf } from "./tally.ts";

/**
 * Builds and runs the rings asked for (`--rings core,cli`; all by default). The last line on stdout is
 * `N passed, N failed`. Resolves to 0 when all passed, 1 when any failed or none ran, 2 on wrong usage.
 */
export async function test(args: string[]): Promise<number> {
  const chosen = choose(args);
  if (typeof chosen === "string") {
    console.error(chosen);
    return 2;
  }
  if ((await build()) !== 0) return summary([{ passed: 0, failed: chosen.length, skipped: 0 }]);
  const results: Tally[] = [];
  for (const ring of chosen) results.push(await runRing(ring));
  return summary(results);
}

/** A string says what is wrong with the arguments. */
function choose(args: string[]): readonly Ring[] | string {
  const known = rings.map(({ name, covers }) => `  ${name.padEnd(8)} ${covers}`).join("\n");
  const usage = `Usage: npm test [-- --rings NAME,NAME]\n\nThe rings:\n${known}`;
  try {
    const { values } = parseArgs({ args, options: { rings: { type: "string" } } });
    const names = values.rings?.split(",").map((name) => name.trim()) ?? rings.map(({ name }) => name);
    const unknown = names.filter((name) => !rings.some((ring) => ring.name === name));
    if (unknown.length > 0) return `No such ring: ${unknown.join(", ")}\n\n${usage}`;
    return rings.filter(({ name }) => names.includes(name));
  } catch (failure) {
    return `${failure instanceof Error ? failure.message : failure}\n\n${usage}`;
  }
}

async function runRing(ring: Ring): Promise<Tally> {
  console.log(`\n== ${ring.name}: ${ring.covers}`);
  try {
    const counts = await ring.run();
    console.log(`== ${ring.name}: ${shownTally(counts)}`);
    return counts;
  } catch (failure) {
    console.log(`== ${ring.name} cannot run: ${failure instanceof Error ? failure.message : failure}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function summary(results: readonly Tally[]): number {
  const total = totalOf(results);
  console.log(`\n${shownTally(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}
