import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { rings } from "./rings.mjs";

/**
 * Builds and runs the rings asked for (`--rings core,cli`; all by default). The last line on stdout is
 * `N passed, N failed`. Resolves to 0 when all passed, 1 when any failed or none ran, 2 on wrong usage.
 * @param {string[]} args
 */
export async function test(args) {
  const chosen = choose(args);
  if (typeof chosen === "string") {
    console.error(chosen);
    return 2;
  }
  if ((await build()) !== 0) return summary([{ passed: 0, failed: chosen.length, skipped: 0 }]);
  /** @type {import("./rings.mjs").Counts[]} */
  const results = [];
  for (const ring of chosen) results.push(await runRing(ring));
  return summary(results);
}

/**
 * A string says what is wrong with the arguments.
 * @param {string[]} args
 */
function choose(args) {
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

/** @param {(typeof rings)[number]} ring */
async function runRing(ring) {
  console.log(`\n== ${ring.name}: ${ring.covers}`);
  try {
    const counts = await ring.run();
    console.log(`== ${ring.name}: ${inWords(counts)}`);
    return counts;
  } catch (failure) {
    console.log(`== ${ring.name} cannot run: ${failure instanceof Error ? failure.message : failure}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param {import("./rings.mjs").Counts[]} results */
function summary(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of results) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  console.log(`\n${inWords(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** @param {import("./rings.mjs").Counts} counts */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
