import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fromRoot } from "./paths.mjs";

const stampFile = fromRoot("node_modules", ".cache", "dendritic-nix", "installed");

/**
 * Installs the packages of package-lock.json, unless the last install was for the same ones, or they are another
 * checkout's, which npm would empty. Throws an Error with what to do when npm fails. No package runs a script of its own.
 */
export function ensureInstalled() {
  if (lstatSync(fromRoot("node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const stamp = wantedStamp();
  if (readIfThere(stampFile) === stamp) return;
  console.error("Installing packages (once, about a minute)…");
  const { status, error } = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (error) throw new Error(`npm does not start (${error.message}). Install npm and run this again.`);
  if (status !== 0) throw new Error("npm could not install the packages; its message stands above.");
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * Runs npm, the one that runs us if any. Its chatter goes to stderr, so that stdout holds only what the command itself
 * prints.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [where] the repository's root and our own environment by default
 */
export function npm(args, where = {}) {
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const options = { cwd: fromRoot(), stdio: ["ignore", 2, 2], ...where };
  const own = process.env.npm_execpath;
  if (own && /\.c?js$/.test(own)) return spawnSync(process.execPath, [own, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

function wantedStamp() {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(fromRoot("package.json"), "utf8"),
  );
  return createHash("sha256")
    .update(readFileSync(fromRoot("package-lock.json")))
    .update(JSON.stringify([dependencies, devDependencies, optionalDependencies]))
    .update(`${process.platform} ${process.arch}`)
    .digest("hex");
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
