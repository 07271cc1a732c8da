import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { rootText } from "../small-flake.ts";
import { builtCli, folderWith, type Run } from "./run.ts";

const FLAKE = rootText({ tree: "./modules" });
const HOST = `{ config, inputs, ... }: {
  flake.modules.nixos.base = { };
  flake.nixosConfigurations.heron = inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}
`;

/** A run that waits for what never comes, or that takes all it can get, is ended. As another user where permissions are to count. */
function check(folder: string, ...args: readonly string[]): Run {
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=512", builtCli, "check", ...args, folder],
    { encoding: "utf8", timeout: 10_000, killSignal: "SIGKILL", ...asNobody },
  );
  return { code: status, stdout, stderr };
}

function small(more: Readonly<Record<string, string>> = {}): string {
  const folder = folderWith({ "flake.nix": FLAKE, "modules/host.nix": HOST, ...more });
  chmodSync(folder, 0o755);
  return folder;
}

function pipe(path: string): void {
  rmSync(path, { force: true });
  expect(spawnSync("mkfifo", [path]).status).toBe(0);
}

/** From everybody but root. */
function hide(path: string): void {
  chmodSync(path, 0);
  onTestFinished(() => chmodSync(path, 0o755));
}

function link(target: string, path: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

const fine = { code: 0, stdout: expect.stringContaining("no findings; 1 host") };

test.each([
  ["a pipe as lock file", (folder: string) => pipe(join(folder, "flake.lock"))],
  ["a device as lock file", (folder: string) => link("/dev/zero", join(folder, "flake.lock"))],
  ["a device as .git", (folder: string) => link("/dev/zero", join(folder, ".git"))],
  ["a device as git index", (folder: string) => emptyRepository(folder, (index) => link("/dev/zero", index))],
  ["a pipe as git index", (folder: string) => emptyRepository(folder, pipe)],
])("%s is not read", (_name, prepare) => {
  const folder = small();
  prepare(folder);
  expect(check(folder)).toMatchObject(fine);
});

function emptyRepository(folder: string, index: (path: string) => void): void {
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
  index(join(folder, ".git/index"));
}

test.each([
  ["is not a regular file", (file: string) => pipe(file)],
  ["leads out of the flake", (file: string) => link("/dev/zero", file)],
  ["leads out of the flake", (file: string) => link("/etc/passwd", file)],
  ["is larger than 8 MB and is not read", (file: string) => writeFileSync(file, `{ } #${"x".repeat(9 << 20)}\n`)],
  ["cannot be read", (file: string) => hide(file)],
])("a cell that %s makes hosts doubtful and is not called missing", (words, prepare) => {
  const folder = small({ "modules/odd.nix": "{ }\n" });
  prepare(join(folder, "modules/odd.nix"));
  const { code, stdout } = check(folder);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`modules/odd.nix ${words}`)]);
  expect(stdout).toContain("`heron` is only known in part");
});

test("what is imported by name and cannot be read is not called missing, and what is read by readFile neither", () => {
  const folder = small({
    "modules/by-name.nix": "{ imports = [ ../other/large.nix ]; flake.text = builtins.readFile ../other/pipe; }\n",
    "other/large.nix": `{ } #${"x".repeat(9 << 20)}\n`,
  });
  pipe(join(folder, "other/pipe"));
  const { code, stdout } = check(folder, "--format", "json");
  expect([code, JSON.parse(stdout).findings]).toEqual([0, []]);
});

test.each([
  ["is not a regular file", (folder: string) => pipe(join(folder, "flake.nix"))],
  ["leads out of the flake", (folder: string) => link("/dev/zero", join(folder, "flake.nix"))],
  ["leads out of the flake", (folder: string) => link("/etc/passwd", join(folder, "flake.nix"))],
  ["cannot be read", (folder: string) => hide(join(folder, "flake.nix"))],
  ["the tree `modules` cannot be read", (folder: string) => hide(join(folder, "modules"))],
])("nothing that could be read (%s) ends with 2", (words, prepare) => {
  const folder = small();
  prepare(folder);
  expect(check(folder)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
});

test("a folder inside of the tree that cannot be listed makes hosts doubtful", () => {
  const folder = small({ "modules/hidden/a.nix": "{ }\n" });
  hide(join(folder, "modules/hidden"));
  const { code, stdout } = check(folder);
  expect([code, stdout]).toEqual([0, expect.stringContaining("modules/hidden cannot be read")]);
});

test("a tree of which nothing is there is reported where it is named", () => {
  const folder = small();
  rmSync(join(folder, "modules"), { recursive: true });
  const { findings } = JSON.parse(check(folder, "--format", "json").stdout);
  expect(findings.map(({ code, at }: { code: string; at: { file: string } }) => [code, at.file])).toEqual([
    ["missing-path", "flake.nix"],
  ]);
});
