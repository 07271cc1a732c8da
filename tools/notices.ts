import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "../scripts/paths.mjs";

/** What is in dist/tree-sitter-nix.wasm, and where dist/web-tree-sitter.wasm comes from. */
const compiled = ["node_modules/tree-sitter-nix", "node_modules/web-tree-sitter"];

/** The licence texts of every package that the built bundles hold, as their source maps tell. */
export function notices(): string {
  const maps = readdirSync(fromRoot("dist")).filter((file) => file.endsWith(".js.map"));
  const sources = maps.flatMap((file) => JSON.parse(readFileSync(fromRoot("dist", file), "utf8")).sources);
  const folders = new Set([...compiled, ...sources.flatMap((source) => packageOf(source) ?? [])]);
  return `Dendritic Nix holds parts of the following packages.\n\n${[...folders].sort().map(notice).join("\n")}`;
}

/** `node_modules/@scope/name`, also of a package below another; undefined for a source of our own. */
function packageOf(source: string) {
  return /^\.\.\/((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
}

function notice(path: string) {
  const folder = fromRoot(path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  const line = "=".repeat(80);
  return `${line}\n${name} ${version} (${license})\n${line}\n\n${texts.join("\n\n")}\n`;
}
