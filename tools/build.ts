// Builds everything into dist/:
//
//   cli.js, cli-bundle.js      server/cli.ts, the command line
//   server.js                  server/main.ts, the language server
//   extension.js               client/extension.ts, the VS Code side
//   tree-sitter-nix.wasm       the grammar and what parses sound files with it (tools/grammar.ts)
//   web-tree-sitter.wasm       tree-sitter, for files that are not sound
//   tools.mjs                  tools/main.ts, which scripts/bundle.mjs makes before this runs
//
// An entry whose source does not exist is left out. The two wasm files are read from dist/ by the tests as well:
// `new URL("../dist/tree-sitter-nix.wasm", import.meta.url)` is right from server/*.ts and from a bundle in dist/.
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import * as esbuild from "esbuild";
import { fromRoot } from "../scripts/paths.mjs";
import { ensureParser } from "./grammar.ts";

const entries = [
  { source: ["server", "cli.ts"], output: "cli-bundle.js" },
  { source: ["server", "main.ts"], output: "server.js" },
  { source: ["client", "extension.ts"], output: "extension.js" },
];

/** Resolves to the exit code; what is wrong with a source has been printed then. */
export async function build(): Promise<number> {
  await ensureParser(console.error);
  // The bundles are CommonJS, which starts faster than ESM here; the package around dist/ is ESM.
  writeFileSync(fromRoot("dist", "package.json"), '{ "type": "commonjs" }\n');
  const present = entries.filter(({ source }) => existsSync(fromRoot(...source)));
  const built = await Promise.all(present.map(({ source, output }) => bundle(fromRoot(...source), output)));
  if (present.some(({ output }) => output === "cli-bundle.js")) writeLauncher();
  return built.every((fine) => fine) ? 0 : 1;
}

async function bundle(source: string, output: string) {
  try {
    await esbuild.build({
      entryPoints: [source],
      outfile: fromRoot("dist", output),
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      sourcemap: "linked",
      external: ["vscode"],
      loader: { ".nix": "text" },
      define: { "import.meta.url": "bundleUrl" },
      banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
      logLevel: "warning",
    });
    return true;
  } catch {
    return false; // esbuild has printed the errors
  }
}

/** A call of the command line is over before optimised code has paid: V8 makes it later. The flags have names in these versions of Node. */
const OPTIMISE_LATER = ["--invocation-count-for-maglev=6000", "--invocation-count-for-turbofan=50000"];
const FLAGS_BY_NODE = { 20: ["--interrupt-budget=540672"], 22: OPTIMISE_LATER, 24: OPTIMISE_LATER };

/**
 * A file of its own, because Node caches the compiled code only of what is loaded after the cache was switched on, and under the flags
 * of that time.
 */
function writeLauncher() {
  const launcher = fromRoot("dist", "cli.js");
  const lines = [
    "#!/usr/bin/env node",
    `const flags = ${JSON.stringify(FLAGS_BY_NODE)}[parseInt(process.versions.node)] ?? [];`,
    'if (process.argv[2] !== "lsp") for (const flag of flags) require("node:v8").setFlagsFromString(flag);',
    'require("node:module").enableCompileCache?.();',
    'require("./cli-bundle.js");',
    "",
  ];
  writeFileSync(launcher, lines.join("\n"));
  chmodSync(launcher, 0o755);
}
