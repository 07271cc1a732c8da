import { spawnSync } from "node:child_process";

/** Why tests that need git cannot run here; undefined when they can. */
export const withoutGit: string | undefined =
  spawnSync("git", ["--version"]).status === 0 ? undefined : "there is no git on PATH";

if (withoutGit) process.stderr.write(`tests with real repositories are skipped: ${withoutGit}\n`);

/** Runs git in a directory, untouched by the settings of this machine. Throws when it fails. */
export function git(directory: string, ...args: readonly string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  for (const name of Object.keys(env))
    if (/^GIT_(?:DIR|INDEX_FILE|WORK_TREE|PREFIX)$/.test(name)) delete env[name as keyof typeof env];
  const settings = [
    "-c",
    "user.name=Nobody",
    "-c",
    "user.email=nobody@example.org",
    "-c",
    "protocol.file.allow=always",
  ];
  const { status, stderr } = spawnSync("git", [...settings, ...args], { cwd: directory, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
}
