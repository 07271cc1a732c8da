import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { linkExtension } from "../../tools/code-server.ts";
import { createDriver, type Driver } from "./driver.ts";
import { copySeed } from "./seed.ts";
import { createWorkbench } from "./workbench.ts";

/** Code actions by their menu, in a git repository with VS Code's own git extension. */
const scratch = copySeed();
let window: Driver;
let close: () => Promise<void> = async () => {};

beforeAll(async () => {
  const extensions = join(scratch.folder, "extensions");
  mkdirSync(extensions);
  linkExtension(extensions);
  git("init", "-q");
  git("add", ".");
  const workbench = await createWorkbench({ folder: scratch.flake, extensions, settings: { "git.enabled": true } });
  close = workbench.close;
  await workbench.open();
  window = createDriver(workbench.page, "actions");
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.shot(`failed ${task.name.slice(0, 40)}`);
});

afterAll(async () => {
  await close();
  scratch.remove();
});

test("an unmerged branch is added to a host by Ctrl+., and its warning goes", async () => {
  await window.openView();
  await window.status.getByText("3 hosts · 1 image · 2 warnings").waitFor();
  await window.openFile("cells/server/lookout.nix", 6, 28);
  await window.page.locator(".squiggly-warning").first().waitFor();
  await window.page.keyboard.press("Control+Shift+m");
  await window.problem("Branch `tower`").waitFor();
  await window.page.keyboard.press("Control+1");
  await window.chooseAction("Select `tower` in `cellar`", "1-unmerged-leaf");
  await window.problem("Branch `tower`").waitFor({ state: "detached" });
  await window.status.getByText("3 hosts · 1 image · 1 warning", { exact: true }).waitFor();
  await window.shot("2-selected");
});

test("a file that git does not track is added to it by VS Code's git extension, and its warning goes", async () => {
  writeFileSync(join(scratch.flake, "cells/server/fresh.nix"), fresh);
  await window.openFile("cells/server/fresh.nix", 1, 1);
  await window.problem("This file is not tracked by git").waitFor();
  await window.chooseAction("Add `fresh.nix` to git", "3-untracked");
  await window.problem("This file is not tracked by git").waitFor({ state: "detached" });
  expect(git("ls-files", "cells/server/fresh.nix")).toBe("cells/server/fresh.nix\n");
  await window.shot("4-tracked");
});

function git(...words: string[]): string {
  return execFileSync("git", words, { cwd: scratch.flake, encoding: "utf8" });
}

const fresh = "_: { config.my.branches.pantry.nixosModules = [ { services.fwupd.enable = true; } ]; }\n";
