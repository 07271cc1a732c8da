// The one entry of every npm script. It runs on a machine that has only Node and npm, so this file and those imported
// statically below stay JavaScript, import no package, and keep to the syntax that Node 18 understands (which is told
// what it lacks). Everything else is TypeScript in tools/, made into dist/tools.mjs once esbuild is installed: so it runs
// on every Node that runs what we ship.
//
//   node scripts/bootstrap.mjs start | test | verify | build | package | lint | types | docs | …  [arguments]
import { spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleTools } from "./bundle.mjs";
import { ensureInstalled } from "./install.mjs";
import { developmentNode, fitsDevelopment, fitsUse } from "./node.mjs";

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} words */
async function main([name = "", ...args]) {
  try {
    if (!fitsUse(process.versions.node)) throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
    ensureInstalled();
    const { commands, run } = await import(await bundleTools());
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(commands).join(" | ")} [arguments]`);
      return 2;
    }
    if (command.developmentNode && !fitsDevelopment(process.versions.node))
      return runAgain(developmentNode(), name, args);
    return await run(name, args);
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure);
    // Whoever reads the last line of the tests must find it, also when nothing could start.
    if (name === "test" || name === "verify") console.log("0 passed, 1 failed");
    return 1;
  }
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
