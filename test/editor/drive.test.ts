import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { linkExtension } from "../../tools/code-server.ts";
import { createDriver, type Driver } from "./driver.ts";
import { copySeed } from "./seed.ts";
import { createWorkbench } from "./workbench.ts";

/** One window, driven by mouse and keyboard; each test begins where the one before it ended. */
const scratch = copySeed();
let window: Driver;
let close: () => Promise<void> = async () => {};

beforeAll(async () => {
  const extensions = join(scratch.folder, "extensions");
  mkdirSync(extensions);
  linkExtension(extensions);
  const workbench = await createWorkbench({ folder: scratch.flake, extensions });
  close = workbench.close;
  await workbench.open();
  window = createDriver(workbench.page, "seed");
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.shot(`failed ${task.name.slice(0, 40)}`);
});

afterAll(async () => {
  await close();
  scratch.remove();
});

test("the tree of hosts appears, with counts", async () => {
  await window.openView();
  await window.row("orchid").waitFor();
  expect(await window.rowTexts()).toEqual(hosts);
  await window.status.getByText("3 hosts · 1 image · 2 warnings").waitFor();
  await window.shot("1-hosts");
});

test("clicks expand a host, a branch and a class, and open a leaf at its span", async () => {
  for (const label of ["orchid", "terrace", "homeManager"]) {
    await window.row(label).click();
    await window.row(label).and(window.page.locator('[aria-expanded="true"]')).waitFor();
  }
  await window.row("radio.nix").click();
  await window.activeTab.getByText("radio.nix").waitFor();
  await window.position.getByText("Ln 7, Col 5").waitFor();
  await window.shot("2-leaf");
});

test("an unmerged leaf has its squiggle and its row among the problems", async () => {
  await window.openFile("cells/server/lookout.nix");
  await window.page.locator(".squiggly-warning").first().waitFor();
  await window.page.keyboard.press("Control+Shift+m");
  await window.problem("Branch `tower`").waitFor();
  await window.shot("3-unmerged-leaf");
});

test("F12 goes from a read of an option to its declaration", async () => {
  await window.openFile("cells/soil/people.nix", 4, 20);
  await window.page.keyboard.press("F12");
  await window.activeTab.getByText("core.nix").waitFor();
  await window.position.getByText("Ln 8").waitFor();
  await window.shot("4-declaration");
});

test("F12 goes from a branch's name in a string to the branch", async () => {
  await window.openFile("cells/hosts/cellar/default.nix", 21, 9);
  await window.page.keyboard.press("F12");
  await window.page
    .getByText("Holds what the others eat")
    .or(window.activeTab.getByText("pantry.nix"))
    .first()
    .waitFor();
  await window.shot("5-branch");
  await window.page.keyboard.press("Escape");
});

test("hovering shows an option's type", async () => {
  await window.openFile("cells/soil/people.nix", 4, 20);
  await window.command("Show or Focus Hover");
  await window.page.locator(".monaco-hover", { hasText: "string" }).first().waitFor();
  await window.shot("6-hover");
  await window.page.keyboard.press("Escape");
});

test("selecting the branch clears the warning and changes the tree, without saving", async () => {
  await window.command("Dendritic Nix: Pin");
  await window.viewAction("Collapse All");
  await window.openFile("cells/hosts/cellar/default.nix", 22, 15);
  await window.page.keyboard.type(' "tower"');
  await window.status.getByText("3 hosts · 1 image · 1 warning", { exact: true }).waitFor();
  await window.problem("Branch `tower`").waitFor({ state: "detached" });
  await window.rows.getByText("5 branches · 9 leaves").waitFor();
  await window.expand("cellar");
  await window.openFile("cells/hosts/cellar/default.nix", 22, 23);
  await window.shot("7-selected");
});

test("a broken file keeps the last tree, marked as out of date", async () => {
  const before = await window.rowTexts();
  expect(before).toContain("tower1 leaf");
  await window.page.keyboard.type(" ${");
  const title = window.page.locator(".sidebar .composite.title", { hasText: "stale" });
  await title.waitFor();
  await window.status.getByText("3 hosts · 1 image · 1 error").waitFor();
  expect(await window.rowTexts()).toEqual(before);
  await window.shot("8-out-of-date");
  await window.command("File: Revert File");
  await window.status.getByText("3 hosts · 1 image · 2 warnings").waitFor();
  await title.waitFor({ state: "detached" });
});

test("Restart Server gives the same tree", async () => {
  await window.row("tower").waitFor({ state: "detached" });
  const before = await window.rowTexts();
  await window.command("Dendritic Nix: Restart Server");
  await window.status.locator(".codicon-sync").waitFor();
  await window.status.getByText("3 hosts · 1 image · 2 warnings").waitFor();
  expect(await window.rowTexts()).toEqual(before);
});

test("the tree follows the editor, unless it is pinned", async () => {
  await window.openFile("cells/soil/boot.nix");
  const selected = window.page.locator(".sidebar .pane-body .monaco-list-row.selected");
  expect(await selected.allTextContents()).not.toContain("boot.nixcells/soil");
  await window.viewAction("Unpin: Follow the Editor");
  await selected.getByText("boot.nix").waitFor();
  await window.openFile("cells/keys/default.nix", 33);
  await selected.getByText("keys/default.nix").waitFor();
  await window.shot("9-followed");
});

test("typing in a leaf moves no row of the tree, also while the file is broken", async () => {
  await window.openFile("cells/soil/boot.nix", 5, 1);
  await window.page.locator(".sidebar .pane-body .monaco-list-row.selected").getByText("boot.nix").waitFor();
  const before = await window.rowTexts();
  await window.page.evaluate(watchRows);
  await window.page.keyboard.type("x = true;", { delay: 150 });
  await window.page.locator(".sidebar .composite.title", { hasText: "stale" }).waitFor({ state: "detached" });
  await window.status.getByText("3 hosts · 1 image · 2 warnings").waitFor();
  expect(await window.page.evaluate("window.rowsMoved")).toEqual([]);
  expect(await window.rowTexts()).toEqual(before);
  await window.command("File: Revert File");
});

/** Runs in the page: notes every row that comes, goes or moves from now on. */
const watchRows = `{
  window.rowsMoved = [];
  const list = document.querySelector(".sidebar .pane-body .monaco-list-rows");
  const note = (change) => {
    const nodes = [...change.removedNodes, ...change.addedNodes];
    for (const node of nodes) if (node.classList?.contains("monaco-list-row")) window.rowsMoved.push(node.textContent);
    if (change.type === "attributes" && change.target.classList.contains("monaco-list-row") && change.oldValue !== change.target.style.cssText)
      window.rowsMoved.push(change.target.textContent + " moved");
  };
  new MutationObserver((changes) => changes.forEach(note)).observe(list, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["style"], attributeOldValue: true,
  });
}`;

const hosts = [
  "cellar4 branches · 8 leaves",
  "orchid6 branches · 26 leaves",
  "sparrow6 branches · 24 leaves",
  "sparrow-card6 branches · 24 leaves",
];
