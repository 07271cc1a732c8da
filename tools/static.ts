// The checks that run nothing of ours: format and lint rules (Biome), types (TypeScript).
import { spawnSync } from "node:child_process";
import { fromRoot } from "../scripts/paths.mjs";

/** `lint -- --write` mends what can be mended. Resolves to the exit code. */
export async function lint(args: string[]): Promise<number> {
  return runTool("@biomejs/biome/bin/biome", ["check", ...args]);
}

/** Resolves to the exit code. */
export async function types(args: string[]): Promise<number> {
  return runTool("typescript/bin/tsc", ["--noEmit", ...args]);
}

function runTool(tool: string, args: string[]) {
  const words = [fromRoot("node_modules", ...tool.split("/")), ...args];
  const { status } = spawnSync(process.execPath, words, { cwd: fromRoot(), stdio: "inherit" });
  return status ?? 1;
}
