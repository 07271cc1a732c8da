import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { deflateRawSync } from "node:zlib";
import { fromRoot } from "../../scripts/paths.mjs";

/** Kilobytes of what ships, by name: the files of a build, and the VSIX. */
export function sizesOf(dist: string): ReadonlyMap<string, number> {
  const built = readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name));
  const sizes = built.map((name): [string, number] => [name, statSync(join(dist, name)).size / 1000]);
  return new Map([...sizes, ["VSIX, about", vsixSize(dist) / 1000]]);
}

/** What the packed files take; the archive's own headers, and what only vsce writes, are left out. */
function vsixSize(dist: string): number {
  const root = fromRoot();
  const wanted = readFileSync(fromRoot(".vscodeignore"), "utf8")
    .split("\n")
    .flatMap((line) => (line.startsWith("!") ? [patternOf(line.slice(1))] : []));
  const paths = ["dist", "docs", "media", "syntaxes"].flatMap((folder) =>
    filesIn(folder === "dist" ? dist : join(root, folder)),
  );
  const tops = readdirSync(root).map((name) => join(root, name));
  const shipped = [...paths, ...tops].filter((path) => {
    const name = path.startsWith(`${dist}/`) ? `dist/${relative(dist, path)}` : relative(root, path);
    return wanted.some((pattern) => pattern.test(name));
  });
  return shipped.reduce((sum, path) => sum + deflateRawSync(readFileSync(path)).length, 0);
}

function patternOf(glob: string): RegExp {
  const source = glob.replaceAll(/[.+]/g, "\\$&").replaceAll(/\*+/g, (stars) => (stars.length > 1 ? ".*" : "[^/]*"));
  return new RegExp(`^${source}$`);
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
