// Opens VS Code with the built extension on a flake.

import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join, relative, sep } from "node:path";
import { fromRoot } from "../scripts/paths.mjs";
import { ensureCodeServer, linkExtension, startCodeServer } from "./code-server.ts";

/**
 * Opens `flake`: in VS Code or VSCodium when one is on PATH, which goes on by itself; otherwise in code-server, whose
 * address and password are printed and which runs until it is interrupted. Resolves to the exit code.
 */
export async function openEditor(flake: string): Promise<number> {
  const program = ["code", "codium", "code-insiders"].find(isOnPath);
  if (!program) return serve(flake);
  console.log(`\nOpening ${flake} in ${program}, with the extension from ${fromRoot()}.`);
  const words = ["--new-window", `--extensionDevelopmentPath=${fromRoot()}`, flake];
  const editor = spawn(program, words, { stdio: "inherit", shell: process.platform === "win32" });
  return ended(editor);
}

async function serve(flake: string) {
  ensureCodeServer();
  const state = fromRoot("node_modules", ".cache", "dendritic-nix", "editor");
  const extensions = join(state, "extensions");
  linkExtension(extensions);
  const password = randomBytes(16).toString("base64url");
  const wanted = { state, extensions, isolated: false, trusted: isOurs(flake), password };
  const { address, process: editor } = await startCodeServer(wanted);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => editor.kill());
  console.log(`\nVS Code shows the flake at\n\n  ${address}/?folder=${encodeURIComponent(flake)}`);
  console.log(`\nand asks for the password\n\n  ${password}\n\nCtrl+C ends it.`);
  return ended(editor);
}

/** Whether a flake is an example of this repository. VS Code asks whether any other is to be trusted. */
export function isOurs(flake: string): boolean {
  const inside = relative(fromRoot("test", "flakes"), flake);
  return !isAbsolute(inside) && inside.split(sep)[0] !== "..";
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 0)));
}

function isOnPath(name: string) {
  const endings = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.some((folder) => endings.some((ending) => isExecutable(join(folder, name + ending))));
}

function isExecutable(file: string) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
