import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { DefinitionRequest, FileChangeType, HoverRequest } from "vscode-languageserver-protocol/node";
import type { LeafPath, TreeNode } from "../../server/protocol.ts";
import { REFRESH_REQUEST, REVEAL_REQUEST, SETTLED_REQUEST } from "../../server/protocol.ts";
import type { Client } from "./client.ts";
import { clientFor, flake, positionOf, readyClient, scratchFlake } from "./scratch.ts";

const seedFindings = [
  "cells/branches/extras.nix:20:9 hint unmerged-condition",
  "cells/hosts/cellar/default.nix:19:7 warning unmerged-class",
  "cells/hosts/orchid/default.nix:21:7 hint repeated-selection",
  "cells/server/lookout.nix:6:28 warning unmerged-leaf",
  "cells/terrace/windchimes.nix:5:7 hint unmerged-condition",
];
const unmergedLeaf = "cells/server/lookout.nix:6:28 warning unmerged-leaf";

for (const pulls of [false, true]) {
  test(`diagnostics of the whole workspace, ${pulls ? "asked for" : "pushed"}, never both`, async () => {
    const client = await clientFor({ folders: [flake("seed")], pulls });
    await client.until(() => client.diagnostics().length >= seedFindings.length);
    expect(client.diagnostics()).toEqual(seedFindings);
    expect(client.events.some((event) => event.startsWith("published"))).toBe(!pulls);
    expect(client.events.includes("pulled")).toBe(pulls);
    await client.until(() => client.events.includes("progress end"));
    expect(client.registered).toContain("workspace/didChangeWatchedFiles");
  });

  test(`selecting the branch in an unsaved file clears the warning in another, ${pulls ? "asked for" : "pushed"}`, async () => {
    const client = await readyClient(flake("seed"), pulls);
    await client.until(() => client.diagnostics().includes(unmergedLeaf));
    const host = "cells/hosts/sparrow/default.nix";
    await client.open(host);
    await client.edit(host, client.stored(host).replace('"pantry"', '"pantry" "tower"'));
    await client.until(() => !client.diagnostics().includes(unmergedLeaf));
    expect(await labelsOf(client, "sparrow")).toContain("tower");
    await client.close(host);
    await client.until(() => client.diagnostics().includes(unmergedLeaf));
    expect(client.diagnostics()).toEqual(seedFindings);
    expect(await labelsOf(client, "sparrow")).not.toContain("tower");
  });
}

test("breaking a file keeps the last tree, marked stale; mending it ends that", async () => {
  const client = await readyClient(flake("seed"));
  const before = await client.hosts();
  const cell = "cells/soil/boot.nix";
  await client.open(cell);
  await client.edit(cell, client.stored(cell).replace("=", "= {"));
  await client.until(() => client.events.includes("changed stale"));
  const during = await client.hosts();
  expect(during.roots.map(({ hosts }) => hosts)).toEqual(before.roots.map(({ hosts }) => hosts));
  expect(during.roots[0]?.problem).toMatchObject({ kind: "broken", location: { uri: client.uri(cell) } });
  expect(client.diagnostics().filter((line) => line.startsWith(cell))).toMatchObject(
    [/ error syntax$/].map((code) => expect.stringMatching(code)),
  );
  await client.edit(cell, client.stored(cell));
  await client.until(() => client.events.at(-1) !== "changed stale" && client.states.at(-1)?.state === "ready");
  expect(await client.hosts()).toEqual(before);
  await client.until(() => client.diagnostics().length === seedFindings.length);
  expect(client.diagnostics()).toEqual(seedFindings);
});

test("a host that cannot be built keeps its rows, marked as out of date, below the reason", async () => {
  const client = await readyClient(flake("seed"));
  const hostRow = async () => (await client.hosts()).roots[0]?.hosts.find(({ label }) => label === "sparrow");
  const before = await hostRow();
  const file = "cells/hosts/sparrow/default.nix";
  await client.open(file);
  for (const name of ["", "t", "to"]) {
    const seen = client.events.length;
    await client.edit(file, client.stored(file).replace('"pantry"', `"pantry" "${name}"`));
    await client.until(() => client.events.slice(seen).includes("changed ready"));
    const during = await hostRow();
    expect(during?.description).toBe(`out of date · ${before?.description}`);
    expect(during?.children[0]).toMatchObject({ kind: "note", label: `sparrow wants an unknown branch: ${name}` });
    expect(during?.children.slice(1)).toEqual(before?.children);
  }
  await client.edit(file, client.stored(file).replace('"pantry"', '"pantry" "tower"'));
  await client.until(() => client.events.at(-1) === "changed ready");
  await vi.waitFor(async () => expect(await labelsOf(client, "sparrow")).toContain("tower"), 60_000);
});

test("files that are created, changed, moved and deleted on disk", async () => {
  const folder = scratchFlake("seed");
  const client = await readyClient(folder);
  mkdirSync(join(folder, "cells/new"));
  writeFileSync(join(folder, "cells/new/shed.nix"), "{ my.branches.shed.nixosModules = [ { boot.x = 1; } ]; }\n");
  await client.watched("cells/new/shed.nix", FileChangeType.Created);
  const shed = (file: string) =>
    client.diagnostics().some((line) => line.startsWith(file) && line.endsWith("unmerged-leaf"));
  await client.until(() => shed("cells/new/shed.nix"));
  renameSync(join(folder, "cells/new"), join(folder, "cells/old"));
  await client.watched("cells/new", FileChangeType.Deleted);
  await client.watched("cells/old", FileChangeType.Created);
  await client.until(() => shed("cells/old/shed.nix") && !shed("cells/new/shed.nix"));
  writeFileSync(join(folder, "cells/old/shed.nix"), "{ }\n");
  await client.watched("cells/old/shed.nix", FileChangeType.Changed);
  await client.until(() => !shed("cells/old/shed.nix"));
  rmSync(join(folder, "cells/server/lookout.nix"));
  await client.watched("cells/server/lookout.nix", FileChangeType.Deleted);
  await client.until(() => !client.diagnostics().includes(unmergedLeaf));
});

test("definition from a read through an alias, from a branch's name and from a path; hover says the type", async () => {
  const client = await readyClient(flake("seed"));
  const definition = async (file: string, before: string, word: string) => {
    const params = { textDocument: { uri: client.uri(file) }, position: positionOf(client.stored(file), before, word) };
    const found = await client.connection.sendRequest(DefinitionRequest.type, params);
    return (Array.isArray(found) ? found : []).map((one) =>
      "uri" in one ? `${client.fileOf(one.uri)}:${one.range.start.line + 1}` : "",
    );
  };
  const file = "cells/hosts/cellar/default.nix";
  expect(await definition(file, "cfg.user.", "name")).toEqual(["cells/options/core.nix:8"]);
  expect(await definition(file, 'branches = [\n      "', "keys")).toEqual(["cells/branches/keys.nix:2"]);
  expect(await definition(file, "modules = [\n      ./", "_hardware")).toEqual(["cells/hosts/cellar/_hardware.nix:1"]);
  const position = positionOf(client.stored(file), "keepsProf", "ile");
  const hover = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri: client.uri(file) },
    position,
  });
  expect(JSON.stringify(hover?.contents)).toContain("my.hosts.<name>.keepsProfile: boolean");
});

test("a place is revealed by the ids of its nodes", async () => {
  const client = await readyClient(flake("seed"));
  const file = "cells/shell/prompt.nix";
  const params = { uri: client.uri(file), position: { line: 13, character: 8 } };
  const { ids } = await client.connection.sendRequest<LeafPath>(REVEAL_REQUEST, params);
  const { roots } = await client.hosts();
  let nodes: readonly TreeNode[] = roots[0]?.hosts ?? [];
  const labels = ids.map((id) => {
    const node = nodes.find((one) => one.id === id);
    nodes = node?.children ?? [];
    return node?.label;
  });
  expect(labels).toEqual(["orchid", "base", "homeManager", "prompt.nix"]);
});

test("questions about a file wait for the first result, those of views do not", async () => {
  const early = await clientFor({ folders: [flake("seed")], pulls: false });
  const file = "cells/hosts/cellar/default.nix";
  const at = positionOf(early.stored(file), "cfg.user.", "name");
  const params = { textDocument: { uri: early.uri(file) }, position: at };
  expect(await early.connection.sendRequest(DefinitionRequest.type, params)).toHaveLength(1);
  const client = await clientFor({ folders: [flake("seed")], pulls: false });
  const view = await client.hosts();
  if (view.state === "scanning") expect(view.roots).toEqual([]);
  await client.until(() => client.states.at(-1)?.state === "ready");
  expect((await client.hosts()).roots).toHaveLength(1);
});

test("several folders, and a flake inside of a flake once one of its files is open", async () => {
  const folder = scratchFlake("seed");
  mkdirSync(join(folder, "inner"));
  writeFileSync(join(folder, "inner/flake.nix"), "{ outputs = _: { }; }\n");
  const client = await clientFor({ folders: [folder, flake("orchard")], pulls: false });
  const names = async () =>
    (await client.hosts()).roots.map(({ uri }) => client.fileOf(uri).split("/").slice(-2).join("/"));
  await client.until(() => client.states.at(-1)?.state === "ready");
  expect(await names()).toEqual(expect.arrayContaining(["flake.nix", "orchard/flake.nix"]));
  expect(await names()).toHaveLength(2);
  await client.open("inner/flake.nix");
  await client.until(() => client.states.filter(({ state }) => state === "ready").length > 1);
  expect(await names()).toContain("inner/flake.nix");
});

test("a module of the tree that is called flake.nix is a cell, and no flake of its own", async () => {
  const folder = scratchFlake("seed");
  writeFileSync(join(folder, "cells/flake.nix"), "{ lib, ... }:\n{ my.thme = lib.mkForce { }; }\n");
  const client = await readyClient(folder);
  await client.open("cells/flake.nix");
  await client.until(() => client.diagnostics().some((line) => line.startsWith("cells/flake.nix:2:")));
  expect((await client.hosts()).roots).toHaveLength(1);
});

test("a folder without a flake has nothing to say, until there is one", async () => {
  const folder = scratchFlake("broken/no-flake");
  const client = await clientFor({ folders: [folder], pulls: false });
  await client.until(() => client.states.at(-1)?.state === "none");
  writeFileSync(join(folder, "flake.nix"), "{ outputs = _: { }; }\n");
  await client.watched("flake.nix", FileChangeType.Created);
  await client.until(() => client.states.at(-1)?.state === "ready");
  expect((await client.hosts()).roots[0]?.problem?.kind).toBe("not-dendritic");
});

test("a refresh reads everything anew", async () => {
  const folder = scratchFlake("seed");
  const client = await readyClient(folder);
  rmSync(join(folder, "cells/server/lookout.nix"));
  await client.connection.sendRequest(REFRESH_REQUEST);
  await client.until(() => !client.diagnostics().includes(unmergedLeaf));
});

test("whoever asks hears when everything said so far is taken into account", async () => {
  const client = await clientFor({ folders: [scratchFlake("seed")], pulls: true });
  const settled = () => client.connection.sendRequest(SETTLED_REQUEST);
  expect(await settled()).toMatchObject({ state: "ready", served: { whole: expect.any(Number) } });
  expect((await client.hosts()).state).toBe("ready");
  await client.open("flake.nix", "{ outputs = _: { }; }\n");
  expect(await settled()).toMatchObject({ state: "ready", served: { whole: expect.any(Number) } });
  expect((await client.hosts()).roots[0]?.problem?.kind).toBe("not-dendritic");
});

test("the command line runs the same server", async () => {
  const command = [flake("../../dist/cli.js"), "lsp", "--stdio"];
  const client = await clientFor({ folders: [flake("seed")], pulls: false, command });
  await client.until(() => client.diagnostics().length >= seedFindings.length);
  expect(client.diagnostics()).toEqual(seedFindings);
});

async function labelsOf(client: Client, host: string): Promise<readonly string[]> {
  const { roots } = await client.hosts();
  const node = roots.flatMap(({ hosts }) => hosts).find(({ label }) => label === host);
  return node?.children.map(({ label }) => label) ?? [];
}

/** The first character of `word` behind the first `before`. */
test("the source of an input, named in the settings, completes a host", async () => {
  const folder = scratchFlake("seed");
  const tools = scratchFlake("broken/no-flake");
  writeFileSync(
    join(tools, "flake.nix"),
    "{ outputs = _: { build = system: modules: system { modules = modules ++ [ ./tool.nix ]; }; }; }",
  );
  writeFileSync(join(tools, "tool.nix"), "{ }");
  const root = readFileSync(join(folder, "flake.nix"), "utf8");
  writeFileSync(
    join(folder, "flake.nix"),
    root.replace("inputs = {", 'inputs = { tools.url = "github:example/tools";'),
  );
  writeFileSync(
    join(folder, "cells/hosts/annexe.nix"),
    "{ inputs, lib, ... }: { flake.nixosConfigurations.annexe = inputs.tools.build lib.nixosSystem [ ]; }",
  );
  const client = await readyClient(folder);
  const annexe = async () => (await client.hosts()).roots[0]?.hosts.find(({ label }) => label === "annexe");
  expect((await annexe())?.marks).toEqual(["incomplete"]);
  const seen = client.states.length;
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { dendritic: { inputs: { tools } } },
  });
  await client.until(() => client.states.slice(seen).some(({ state }) => state === "ready"));
  expect((await annexe())?.marks).toEqual([]);
});
