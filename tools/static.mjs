// The checks that run nothing of ours: format and lint rules (Biome), types (TypeScript).
import { spawnSync } from "node:child_process";
import { fromRoot } from "../scripts/paths.mjs";

/**
 * `lint -- --write` mends what can be mended. Resolves to the exit code.
 * @param {string[]} args
 */
export async function lint(args) {
  return runTool("@biomejs/biome/bin/biome", ["check", ...args]);
}

/**
 * Resolves to the exit code.
 * @param {string[]} args
 */
export async function types(args) {
  return runTool("typescript/bin/tsc", ["--noEmit", ...args]);
}

/**
 * @param {string} tool
 * @param {string[]} args
 */
function runTool(tool, args) {
  const words = [fromRoot("node_modules", ...tool.split("/")), ...args];
  const { status } = spawnSync(process.execPath, words, { cwd: fromRoot(), stdio: "inherit" });
  return status ?? 1;
}
