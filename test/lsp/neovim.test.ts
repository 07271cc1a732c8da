import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { flake, positionOf } from "./scratch.ts";

const found = spawnSync("nvim", ["--version"], { encoding: "utf8" });
const isThere = found.status === 0;

/** Skipped where there is no `nvim` on PATH: nothing but the editor itself can show that it gets on with the server. */
test.skipIf(!isThere)("Neovim attaches, shows diagnostics and goes to a definition", { timeout: 90_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "dendritic-nvim-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = flake("seed");
  const file = join(root, "cells/server/lookout.nix");
  const { line, character } = positionOf(readFileSync(file, "utf8"), "config.my.", "user");
  const answer = join(folder, "answer.json");
  const script = fileURLToPath(new URL("neovim.lua", import.meta.url));
  const editor = spawn("nvim", ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", `luafile ${script}`], {
    stdio: "ignore",
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_CACHE_HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
      DENDRITIC_NODE: process.execPath,
      DENDRITIC_SERVER: fileURLToPath(new URL("../../dist/server.js", import.meta.url)),
      DENDRITIC_ROOT: root,
      DENDRITIC_FILE: file,
      DENDRITIC_LINE: String(line),
      DENDRITIC_CHARACTER: String(character + "config.my.user.".length - "config.my.".length),
      DENDRITIC_ANSWER: answer,
    },
  });
  await new Promise((resolve) => editor.once("exit", resolve));
  expect(JSON.parse(readFileSync(answer, "utf8"))).toEqual({
    diagnostics: ["6 unmerged-leaf"],
    definitions: [`${pathToFileURL(join(root, "cells/options/core.nix")).href} 8`],
  });
});
