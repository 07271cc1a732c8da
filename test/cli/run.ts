import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const builtCli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Runs the built command line to its end. Nothing is kept between two runs, unless they are given a folder for that. */
export function dendritic(args: readonly string[], directory = process.cwd(), cache = "/dev/null/cache"): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtCli, ...args], {
    cwd: directory,
    env: { ...process.env, XDG_CACHE_HOME: cache },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** The folder of a flake among the tests. */
export function flake(name: string): string {
  return fileURLToPath(new URL(`../flakes/${name}`, import.meta.url));
}

/** A new folder outside of any flake, gone after the test, with a copy of a test flake or with the files given. */
export function folderWith(content: string | Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dendritic-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (typeof content === "string") {
    cpSync(flake(content), folder, { recursive: true });
    return folder;
  }
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
