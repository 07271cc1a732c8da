import { expect, test } from "vitest";
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidOpenTextDocumentNotification,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRequest,
  WillRenameFilesRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import {
  BRANCHES_REQUEST,
  type BranchesView,
  COMPANIONS_NOTIFICATION,
  COMPARE_REQUEST,
  type CompareView,
  HOSTS_REQUEST,
  REACH_REQUEST,
  type ReachView,
  SCHEMA_REQUEST,
  type SchemaView,
  SHOW_PLACES_COMMAND,
  WHY_REQUEST,
  type WhyView,
} from "../../server/protocol.ts";
import { uriOf } from "./client.ts";
import { clientFor, flake, positionOf, readyClient, scratchFlake } from "./scratch.ts";

const hostFile = "cells/hosts/cellar/default.nix";

test("symbols of a file and of the workspace", async () => {
  const client = await readyClient(flake("seed"));
  const textDocument = { uri: client.uri("cells/options/core.nix") };
  const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  expect(symbols?.map(({ name }) => name)).toContain("my.user.name");
  const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: "cellar" });
  expect(found?.[0]).toMatchObject({ name: "cellar", location: { uri: client.uri(hostFile) } });
});

test("folds, selections, links and tokens of a file; tokens again as what has changed", async () => {
  const client = await readyClient(flake("seed"));
  const { connection } = client;
  const textDocument = { uri: client.uri(hostFile) };
  const text = client.stored(hostFile);
  await client.open(hostFile);
  const folds = await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  expect(folds?.length).toBeGreaterThan(3);
  const position = positionOf(text, "", "cellar");
  const [around] =
    (await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [position] })) ?? [];
  expect(around?.range.start).toEqual(position);
  expect(around?.parent?.parent).toBeDefined();
  const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument });
  expect(links?.map(({ target }) => target)).toContain(client.uri("cells/hosts/cellar/_hardware.nix"));
  const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  expect(tokens?.data.length).toBeGreaterThan(20);
  await client.edit(hostFile, `\n${text}`);
  const params = { textDocument, previousResultId: tokens?.resultId ?? "" };
  const delta = await connection.sendRequest(SemanticTokensDeltaRequest.type, params);
  expect(delta).toMatchObject({ edits: [{ start: 0, deleteCount: 1 }] });
});

test("lenses say what they count when they are resolved, and can be switched off; hints can be switched on", async () => {
  const client = await readyClient(flake("seed"));
  const { connection } = client;
  const textDocument = { uri: client.uri(hostFile) };
  const lenses = (await connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? [];
  expect(lenses.every(({ command }) => command === undefined)).toBe(true);
  const resolved = await Promise.all(lenses.map((lens) => connection.sendRequest(CodeLensResolveRequest.type, lens)));
  expect(resolved.map(({ command }) => command?.title)).toContainEqual(
    expect.stringMatching(/^\d+ branches · \d+ leaves$/),
  );
  expect(resolved.map(({ command }) => command?.command)).toContain(SHOW_PLACES_COMMAND);
  const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  expect(await connection.sendRequest(InlayHintRequest.type, { textDocument, range })).toEqual([]);
  const dendritic = { codeLens: { enable: false }, inlayHints: { enable: true } };
  await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { dendritic } });
  expect(await connection.sendRequest(CodeLensRequest.type, { textDocument })).toEqual([]);
  const branch = { uri: client.uri("cells/branches/base.nix") };
  const hints = await connection.sendRequest(InlayHintRequest.type, { textDocument: branch, range });
  expect(hints?.map(({ label }) => label)).toContainEqual(expect.stringMatching(/^← /));
});

test("from a leaf up to its hosts, and from a host down again", async () => {
  const client = await readyClient(flake("seed"));
  const { connection } = client;
  const file = "cells/soil/boot.nix";
  const position = positionOf(client.stored(file), "", "boot");
  const textDocument = { uri: client.uri(file) };
  const [leaf] = (await connection.sendRequest(CallHierarchyPrepareRequest.type, { textDocument, position })) ?? [];
  if (!leaf) throw new Error("there is no leaf");
  const [up] = (await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item: leaf })) ?? [];
  expect(up?.from).toMatchObject({ detail: "my.branches.base" });
  if (!up) throw new Error("there is no branch");
  const hosts = await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item: up.from });
  expect(hosts?.map(({ from }) => from.name).sort()).toEqual(["orchid", "sparrow", "sparrow-card"]);
  const [host] = hosts ?? [];
  if (!host) throw new Error("there is no host");
  const down = await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item: host.from });
  expect(down?.map(({ to }) => to.name)).toContain("base");
});

test("paths follow a folder that is moved", async () => {
  const client = await readyClient(flake("seed"));
  const [oldUri, newUri] = [client.uri("cells/hosts/cellar"), client.uri("cells/machines/below/cellar")];
  const moved = await client.connection.sendRequest(WillRenameFilesRequest.type, { files: [{ oldUri, newUri }] });
  expect(Object.keys(moved?.changes ?? {})).toEqual([]);
  const file = { oldUri: client.uri("cells/hosts/cellar/_hardware.nix"), newUri: client.uri("cells/_metal.nix") };
  const single = await client.connection.sendRequest(WillRenameFilesRequest.type, { files: [file] });
  expect(single?.changes?.[client.uri(hostFile)]).toMatchObject([{ newText: "../../_metal.nix" }]);
});

test("our own requests: branches, schema, why, compare, reach", async () => {
  const client = await readyClient(flake("seed"));
  const { connection } = client;
  const { roots } = await connection.sendRequest<BranchesView>(BRANCHES_REQUEST);
  expect(roots[0]?.branches.map(({ name }) => name)).toContain("tower");
  const schema = await connection.sendRequest<SchemaView>(SCHEMA_REQUEST);
  expect(schema.roots[0]?.levels[0]?.options.map(({ name }) => name)).toEqual(["my"]);
  const file = "cells/soil/boot.nix";
  const place = { uri: client.uri(file), position: positionOf(client.stored(file), "", "boot") };
  const { chains } = await connection.sendRequest<WhyView>(WHY_REQUEST, {
    ...place,
    host: "nixosConfigurations.orchid",
  });
  expect(chains[0]?.steps.map(({ kind }) => kind)).toEqual(["host", "selection", "branch", "leaf"]);
  const [left, right] = ["nixosConfigurations.cellar", "nixosConfigurations.orchid"];
  const compared = await connection.sendRequest<CompareView>(COMPARE_REQUEST, { left, right });
  expect(compared.shared).toBeGreaterThan(0);
  expect(await connection.sendRequest(COMPARE_REQUEST, { left, right: "none" })).toBeNull();
  const reached = await connection.sendRequest<ReachView>(REACH_REQUEST, { uris: [client.uri(hostFile)] });
  expect(reached.hosts.map(({ name }) => name)).toEqual(["cellar"]);
});

test("with another Nix server, plain Nix is left to it; what the flake knows is not", async () => {
  const client = await readyClient(flake("seed"));
  const { connection } = client;
  const textDocument = { uri: client.uri(hostFile) };
  const hover = (word: string) =>
    connection.sendRequest(HoverRequest.type, {
      textDocument,
      position: positionOf(client.stored(hostFile), "", word),
    });
  const folds = () => connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  const local = "cells/server/lookout.nix";
  const definitionOfLocal = () =>
    connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri: client.uri(local) },
      position: positionOf(client.stored(local), `users.\${`, "userName"),
    });
  expect(await definitionOfLocal()).toHaveLength(1);
  expect(await folds()).not.toEqual([]);
  await connection.sendNotification(COMPANIONS_NOTIFICATION, { otherNixServer: true });
  expect(await folds()).toEqual([]);
  expect(await definitionOfLocal()).toBeNull();
  expect(await hover("branches = [")).not.toBeNull();
  const general = { enable: "on" };
  await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { dendritic: { general } } });
  expect(await folds()).not.toEqual([]);
});

test("two flakes in one workspace, and a file outside of any", async () => {
  const client = await clientFor({ folders: [flake("seed"), flake("orchard")], pulls: false });
  await client.until(() => client.events.includes("changed ready"));
  const { connection } = client;
  const { roots } = await connection.sendRequest<BranchesView>(BRANCHES_REQUEST);
  expect(roots.map(({ uri }) => client.fileOf(uri)).sort()).toEqual(["../orchard/flake.nix", "flake.nix"]);
  const found = await connection.sendRequest(WorkspaceSymbolRequest.type, { query: "" });
  const files = new Set(found?.map(({ location }) => client.fileOf(location.uri).split("/").slice(0, 2).join("/")));
  expect([...files].some((file) => file.startsWith("../orchard"))).toBe(true);
  expect([...files].some((file) => file.startsWith("cells"))).toBe(true);
  const folder = scratchFlake("seed");
  const uri = uriOf(`${folder}/cells/soil/boot.nix`);
  const textDocument = { uri, languageId: "nix", version: 1, text: "{ a = {\n}; }\n" };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  expect(await connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).toEqual([]);
  expect(
    await connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 0, character: 2 } }),
  ).toBeNull();
  expect((await connection.sendRequest<BranchesView>(BRANCHES_REQUEST)).roots).toHaveLength(2);
});

test("a client that can be asked for its settings is asked, at the beginning and when something has changed", async () => {
  const settings = { codeLens: { enable: false }, general: { enable: "off" } };
  const client = await clientFor({ folders: [flake("seed")], pulls: false, settings });
  await client.until(() => client.events.includes("changed ready"));
  const { connection } = client;
  const textDocument = { uri: client.uri(hostFile) };
  const lenses = async () => (await connection.sendRequest(CodeLensRequest.type, { textDocument }))?.length ?? 0;
  expect(await lenses()).toBe(0);
  expect(await connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([]);
  settings.codeLens.enable = true;
  await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  await connection.sendRequest(HOSTS_REQUEST); // the answer about settings has arrived before this one
  expect(await lenses()).toBeGreaterThan(0);
});
