// The one entry of every npm script. It runs on a machine that has only Node and npm: no package may be imported here,
// nor in the files imported statically below, and the syntax stays what Node 18 understands.
//
//   node scripts/bootstrap.mjs start | test | verify | build | package | lint | types | docs | mutants | setup  [arguments]
import { spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";
import { developmentNode, fitsDevelopment, fitsUse } from "./node.mjs";

/**
 * What each script runs once the packages are there. `developmentNode`: vitest and the editor tests need a newer Node
 * than what we ship. A command resolves to its exit code.
 * @type {Record<string, { developmentNode: boolean, run: (args: string[]) => Promise<number> }>}
 */
const commands = {
  setup: { developmentNode: false, run: async () => (await import("../tools/build.mjs")).build() },
  build: { developmentNode: false, run: async () => (await import("../tools/build.mjs")).build() },
  package: { developmentNode: false, run: async () => (await import("../tools/package.mjs")).pack() },
  start: { developmentNode: false, run: async (args) => (await import("../tools/start.mjs")).start(args) },
  lint: { developmentNode: false, run: async (args) => (await import("../tools/static.mjs")).lint(args) },
  types: { developmentNode: false, run: async (args) => (await import("../tools/static.mjs")).types(args) },
  docs: {
    developmentNode: true,
    run: async (args) =>
      (await (await import("../tools/build.mjs")).build()) || (await import("../tools/docs.mjs")).docs(args),
  },
  mutants: { developmentNode: true, run: async (args) => (await import("../tools/mutants.mjs")).mutants(args) },
  conformance: instrument("conformance/language.mjs"),
  "lib-conformance": instrument("conformance/lib.mjs"),
  "module-conformance": instrument("conformance/modules.mjs"),
  "nix-verdicts": instrument("conformance/verdicts.mjs"),
  sweep: instrument("sweep.mjs"),
  renames: instrument("renames.mjs"),
  test: { developmentNode: true, run: async (args) => (await import("../tools/test.mjs")).test(args) },
  verify: { developmentNode: true, run: async (args) => (await import("../tools/test.mjs")).test(args) },
};

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} words */
async function main([name = "", ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(commands).join(" | ")} [arguments]`);
    return 2;
  }
  try {
    if (!fitsUse(process.versions.node)) throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
    ensureInstalled();
    if (command.developmentNode && !fitsDevelopment(process.versions.node))
      return runAgain(developmentNode(), name, args);
    return await command.run(args);
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure);
    // Whoever reads the last line of the tests must find it, also when nothing could start.
    if (command === commands.test || command === commands.verify) console.log("0 passed, 1 failed");
    return 1;
  }
}

/**
 * A script that takes TypeScript in and needs the built grammar.
 * @param {string} file
 */
function instrument(file) {
  /** @param {string[]} args */
  const run = async (args) => {
    const built = await (await import("../tools/build.mjs")).build();
    const script = fileURLToPath(new URL(`../tools/${file}`, import.meta.url));
    return built || (spawnSync(process.execPath, [script, ...args], { stdio: "inherit" }).status ?? 1);
  };
  return { developmentNode: true, run };
}

/**
 * Runs this file once more, with another Node that is also the first on PATH.
 * @param {string} node
 * @param {string} name
 * @param {string[]} args
 */
function runAgain(node, name, args) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const { status } = spawnSync(node, [fileURLToPath(import.meta.url), name, ...args], { stdio: "inherit", env });
  return status ?? 1;
}
