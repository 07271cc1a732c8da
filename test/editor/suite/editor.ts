import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { document, findings, openAt, replace, until } from "./workspace.ts";

const seedFindings = [
  "cellar/default.nix unmerged-class",
  "branches/extras.nix unmerged-condition",
  "orchid/default.nix repeated-selection",
  "server/lookout.nix unmerged-leaf",
  "terrace/windchimes.nix unmerged-condition",
].sort();
const withoutLookout = seedFindings.filter((finding) => !finding.includes("unmerged-leaf"));

/** Run one after the other, each leaves the workspace as it found it. */
export const tests: Record<string, () => Promise<void>> = {
  "the findings of all files are there while none is open": async () => {
    deepEqual(
      vscode.workspace.textDocuments.filter(({ languageId }) => languageId === "nix"),
      [],
    );
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().length >= seedFindings.length);
    deepEqual(findings(), seedFindings);
  },

  "the extension is activated, with its commands": async () => {
    ok(vscode.extensions.getExtension("dendritic-nix.dendritic-nix")?.isActive);
    const commands = await vscode.commands.getCommands(true);
    for (const name of ["restartServer", "showLog", "refresh"]) ok(commands.includes(`dendritic.${name}`), name);
  },

  "definition: from a read to the option's declaration": async () => {
    const place = await openAt("cells/soil/people.nix", "cfg.user.na§me");
    deepEqual(await definitions(place), ["options/core.nix:8"]);
  },

  "definition: from a branch's name in a string to the branch": async () => {
    const place = await openAt("cells/hosts/cellar/default.nix", '"pan§try"');
    const found = await definitions(place);
    ok(
      found.some((place) => place.startsWith("branches/pantry.nix:")),
      found.join(),
    );
  },

  "hover: the option's type, default and description": async () => {
    const place = await openAt("cells/soil/people.nix", "cfg.user.na§me");
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", ...place);
    const text = hovers.flatMap(({ contents }) => contents.map(inWords)).join("\n");
    for (const part of [/string/, /"rowan"/, /Login name of the gardener/]) match(text, part);
  },

  "an unsaved edit that selects the branch clears its warning in the other file": async () => {
    const host = await document("cells/hosts/cellar/default.nix");
    await replace(host, '"apiary"', '"apiary" "tower"');
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().join() === withoutLookout.join());
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().join() === seedFindings.join());
  },

  "files that come and go on disk are followed": async () => {
    const file = join(workspaceFolder(), "cells", "branches", "more.nix");
    writeFileSync(file, '{ config.my.hosts.cellar.branches = [ "tower" ]; }\n');
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().join() === withoutLookout.join());
    rmSync(file);
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().join() === seedFindings.join());
  },

  "a killed server is started again and finds the same": async () => {
    const first = serverProcess();
    const cleared = until(vscode.languages.onDidChangeDiagnostics, () => findings().length === 0);
    process.kill(first, "SIGKILL");
    await cleared;
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().join() === seedFindings.join());
    ok(serverProcess() !== first);
  },

  "Restart Server finds the same": async () => {
    await vscode.commands.executeCommand("dendritic.restartServer");
    await until(vscode.languages.onDidChangeDiagnostics, () => findings().join() === seedFindings.join());
    equal(findings().length, seedFindings.length);
  },
};

/** `folder/file:line` of each, lines counted from one. */
async function definitions(place: readonly [vscode.Uri, vscode.Position]): Promise<string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    ...place,
  );
  return found.map((target) => {
    const uri = "uri" in target ? target.uri : target.targetUri;
    const range = "range" in target ? target.range : (target.targetSelectionRange ?? target.targetRange);
    return `${basename(join(uri.fsPath, ".."))}/${basename(uri.fsPath)}:${range.start.line + 1}`;
  });
}

function inWords(content: vscode.MarkedString | vscode.MarkdownString): string {
  return typeof content === "string" ? content : content.value;
}

function workspaceFolder(): string {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
}

/** The process that runs dist/server.js as our child; Linux only, as these tests are. */
function serverProcess(): number {
  const found = readdirSync("/proc").filter((id) => {
    try {
      const isOurs = readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(process.pid);
      return isOurs && readFileSync(`/proc/${id}/cmdline`, "utf8").includes("dist/server.js");
    } catch {
      return false; // it ended meanwhile
    }
  });
  equal(found.length, 1);
  return Number(found[0]);
}
