import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeServerNode } from "../../tools/code-server.ts";
import { packExtension } from "../../tools/package.ts";
import { createDriver } from "./driver.ts";
import { copySeed } from "./seed.ts";
import { createWorkbench } from "./workbench.ts";

const scratch = copySeed();
const vsix = join(scratch.folder, "dendritic-nix.vsix");
const extensions = join(scratch.folder, "extensions");

beforeAll(() => packExtension(vsix));
afterAll(() => scratch.remove());

test("the package holds only what ships, in at most 1.5 MB", () => {
  const folder = join(scratch.folder, "unpacked");
  installInto(folder);
  const [installed = ""] = files(folder).filter((file) => file.endsWith("/dist/extension.js"));
  const root = join(folder, installed, "../..");
  const kinds = files(root).map((file) => file.replace(/[^/]*(?=\.(svg|json|wasm)$)|(?<=^docs\/rules\/)[^/]*/, "*"));
  expect([...new Set(kinds)].sort()).toEqual([
    "*.json",
    ".vsixmanifest",
    "LICENSE.txt",
    "changelog.md",
    "dist/*.json",
    "dist/*.wasm",
    "dist/THIRD-PARTY-NOTICES.txt",
    "dist/cli-bundle.js",
    "dist/cli.js",
    "dist/extension.js",
    "dist/server.js",
    "docs/rules/*",
    "media/*.svg",
    "readme.md",
    "syntaxes/*.json",
  ]);
  expect(statSync(vsix).size).toBeLessThan(1.5e6);
});

test("installed beside another Nix extension, it shows the same tree and findings, in an untrusted workspace too", async () => {
  installInto(extensions);
  writeOther(join(extensions, "other.other-nix-9.9.9"));
  const workbench = await createWorkbench({ folder: scratch.flake, extensions, trusted: false });
  try {
    await workbench.open();
    const window = createDriver(workbench.page, "packed");
    await window.openView();
    await window.row("orchid").waitFor();
    await window.status.getByText("3 hosts · 1 image · 2 warnings").waitFor();
    await window.openFile("cells/server/lookout.nix");
    await window.page.locator(".squiggly-warning").first().waitFor();
    expect(await window.page.getByText("Restricted Mode").first().isVisible()).toBe(true);
    await window.shot("1-beside-another");
  } finally {
    await workbench.close();
  }
});

function installInto(folder: string): void {
  const server = fileURLToPath(new URL("node_modules/code-server/out/node/entry.js", import.meta.url));
  const state = join(scratch.folder, "installer");
  const words = ["--install-extension", vsix, "--extensions-dir", folder, "--user-data-dir", state];
  execFileSync(codeServerNode(), [server, "--config", join(state, "config.yaml"), ...words], {
    stdio: "pipe", // it complains about native addons that nothing here needs
    env: { ...process.env, HOME: state, EXTENSIONS_GALLERY: "{}" },
  });
}

function files(folder: string): string[] {
  return execFileSync("find", [folder, "-type", "f"], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((file) => relative(folder, file));
}

/** What other Nix extensions do: the same language id, the same file ending, the same scope. */
function writeOther(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = {
    ...{ name: "other-nix", publisher: "other", version: "9.9.9", engines: { vscode: "^1.80.0" } },
    contributes: {
      languages: [{ id: "nix", extensions: [".nix"], configuration: "./language.json" }],
      grammars: [{ language: "nix", scopeName: "source.nix", path: "./grammar.json" }],
    },
  };
  const grammar = { scopeName: "source.nix", patterns: [{ match: "[a-z]+", name: "keyword.other.nix" }] };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "language.json"), JSON.stringify({ comments: { lineComment: "#" } }));
  writeFileSync(join(folder, "grammar.json"), JSON.stringify(grammar));
  const list = join(folder, "..", "extensions.json");
  const listed: unknown[] = JSON.parse(readFileSync(list, "utf8"));
  const location = { $mid: 1, path: folder, scheme: "file" };
  const entry = {
    identifier: { id: "other.other-nix" },
    version: "9.9.9",
    location,
    relativeLocation: "other.other-nix-9.9.9",
  };
  writeFileSync(list, JSON.stringify([...listed, entry]));
}
