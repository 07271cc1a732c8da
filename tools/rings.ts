import { ensureChromium } from "./chromium.ts";
import { ensureCodeServer } from "./code-server.ts";
import { lint, types } from "./static.ts";
import type { Tally } from "./tally.ts";
import { runProject } from "./vitest.ts";

/** A ring of tests. `run` rejects with an Error that says what to install when it cannot run, which counts as one failure. */
export interface Ring {
  readonly name: string;
  readonly covers: string;
  readonly run: () => Promise<Tally>;
}

/** The quickest first. A new ring is one more row. */
export const rings: readonly Ring[] = [
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

async function runEditor(): Promise<Tally> {
  ensureCodeServer();
  await ensureChromium();
  return runProject("editor");
}

async function runStatic(): Promise<Tally> {
  const { docs } = await import("./docs.ts"); // which reads the built grammar as soon as it is loaded
  const codes = [await lint([]), await types([]), await docs(["--check"])];
  const failed = codes.filter((code) => code !== 0).length;
  return { passed: codes.length - failed, failed, skipped: 0 };
}
