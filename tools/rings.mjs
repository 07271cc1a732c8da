import { ensureChromium } from "./chromium.mjs";
import { ensureCodeServer } from "./code-server.mjs";
import { docs } from "./docs.mjs";
import { lint, types } from "./static.mjs";
import { runProject } from "./vitest.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * The rings of tests, the quickest first. A new ring is one more row; `run` rejects with an Error that says what to
 * install when the ring cannot run, which counts as one failure.
 * @type {readonly { name: string, covers: string, run: () => Promise<Counts> }[]}
 */
export const rings = [
  { name: "static", covers: "format, lint, types, and what is made from the list of rules", run: runStatic },
  { name: "core", covers: "everything under server/, on small flakes", run: () => runProject("core") },
  { name: "cli", covers: "the built command line, dist/cli.js", run: () => runProject("cli") },
  {
    name: "lsp",
    covers: "the built language server, dist/server.js, with a protocol client",
    run: () => runProject("lsp"),
  },
  { name: "editor", covers: "the packed extension in real VS Code", run: runEditor },
];

async function runEditor() {
  ensureCodeServer();
  await ensureChromium();
  return runProject("editor");
}

async function runStatic() {
  const codes = [await lint([]), await types([]), await docs(["--check"])];
  const failed = codes.filter((code) => code !== 0).length;
  return { passed: codes.length - failed, failed, skipped: 0 };
}
