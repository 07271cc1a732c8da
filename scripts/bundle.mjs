// Makes the tools into one file of JavaScript. JavaScript itself, since it is what makes TypeScript run.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { fromRoot } from "./paths.mjs";

/**
 * Bundles tools/main.ts and what it imports of ours into dist/tools.mjs, and resolves to that file's address. Packages
 * stay outside and must be installed. Two runs at once do no harm. Rejects when a source does not parse.
 */
export async function bundleTools() {
  const { build } = await import("esbuild");
  const file = fromRoot("dist", "tools.mjs");
  const { outputFiles } = await build({
    entryPoints: [fromRoot("tools", "main.ts")],
    outfile: file,
    write: false,
    bundle: true,
    packages: "external",
    loader: { ".nix": "text" },
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: "inline",
    logLevel: "warning",
  });
  mkdirSync(fromRoot("dist"), { recursive: true });
  for (const { contents } of outputFiles) replace(file, contents);
  return pathToFileURL(file).href;
}

/**
 * Whole or not at all: another run may be reading the file.
 * @param {string} file
 * @param {Uint8Array} contents
 */
function replace(file, contents) {
  if (existsSync(file) && readFileSync(file).equals(contents)) return;
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, file);
}
