import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { fromRoot } from "../../scripts/paths.mjs";

/**
 * The dist/ of another build: that folder itself, or a revision that is built in `folder`. Rejects with what is wrong when there is no such
 * revision, or it does not build with the packages that are installed here.
 */
export async function otherBuild(asked: string, folder: string): Promise<string> {
  if (existsSync(join(asked, "cli.js"))) return resolve(asked);
  mkdirSync(folder, { recursive: true });
  const archive = ran("git", ["-C", fromRoot(), "archive", asked]);
  ran("tar", ["-x", "-C", folder], archive);
  const lacking = lackingPackages(folder);
  if (lacking.length > 0) throw new Error(`${asked} needs packages that are not installed here: ${lacking.join(", ")}`);
  symlinkSync(fromRoot("node_modules"), join(folder, "node_modules"));
  ran(process.execPath, ["--input-type=module", "-e", BUILD], undefined, folder);
  return join(folder, "dist");
}

/** Not by its npm script, which would look after packages first. */
const BUILD = `
const { bundleTools } = await import(process.cwd() + "/scripts/bundle.mjs");
const { run } = await import(await bundleTools());
process.exitCode = await run("build", []);
`;

function lackingPackages(folder: string): readonly string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, wanted]) => {
    const description = fromRoot("node_modules", name, "package.json");
    const version = existsSync(description) && JSON.parse(readFileSync(description, "utf8")).version;
    return version === wanted ? [] : [`${name} ${wanted}`];
  });
}

/** Its output. Throws an Error with its complaint when it fails. */
function ran(command: string, args: readonly string[], input?: Buffer, cwd?: string): Buffer {
  const { status, stdout, stderr } = spawnSync(command, [...args], { input, cwd, maxBuffer: 2 ** 30 });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.slice(0, 3).join(" ")}: ${stderr}`);
}
