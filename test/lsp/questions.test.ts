import { expect, test } from "vitest";
import {
  CompletionRequest,
  CompletionResolveRequest,
  DeclarationRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  HoverRequest,
  ImplementationRequest,
  type Location,
  type Position,
  ReferencesRequest,
  TypeDefinitionRequest,
} from "vscode-languageserver-protocol/node";
import type { Client } from "./client.ts";
import { flake, readyClient } from "./scratch.ts";

const hostFile = "cells/hosts/cellar/default.nix";

/** The first character of `word` behind the first `before`. */
function placeIn(client: Client, file: string, text: string, before: string, word: string) {
  const start = text.indexOf(before + word);
  if (start < 0) throw new Error(`no ${before}${word} in the text`);
  const lines = text.slice(0, start + before.length).split("\n");
  const position: Position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return { textDocument: { uri: client.uri(file) }, position };
}

function lines(client: Client, found: unknown): readonly string[] {
  const places = (Array.isArray(found) ? found : []) as readonly Location[];
  return places.map(({ uri, range }) => `${client.fileOf(uri)}:${range.start.line + 1}`);
}

test("declaration, type definition, implementation, references and highlights of a branch and an option", async () => {
  const client = await readyClient(flake("seed"));
  const { connection } = client;
  const text = client.stored(hostFile);
  const branch = placeIn(client, hostFile, text, 'branches = [\n      "', "keys");
  const option = placeIn(client, hostFile, text, "cfg.user.", "name");
  const context = { includeDeclaration: true };
  expect(lines(client, await connection.sendRequest(ImplementationRequest.type, branch))).not.toEqual([]);
  expect(lines(client, await connection.sendRequest(TypeDefinitionRequest.type, branch))).toMatchObject(
    expect.arrayContaining([expect.stringContaining("cells/options/")]),
  );
  expect(lines(client, await connection.sendRequest(DeclarationRequest.type, option))).toEqual([
    "cells/options/core.nix:8",
  ]);
  const all = lines(client, await connection.sendRequest(ReferencesRequest.type, { ...option, context }));
  expect(all).toContain("cells/options/core.nix:8");
  const uses = await connection.sendRequest(ReferencesRequest.type, {
    ...option,
    context: { includeDeclaration: false },
  });
  expect(all).toEqual(expect.arrayContaining([...lines(client, uses)]));
  expect(lines(client, uses)).not.toContain("cells/options/core.nix:8");
  const highlights = await connection.sendRequest(DocumentHighlightRequest.type, option);
  expect(highlights?.map(({ range }) => range.start)).toContainEqual(option.position);
});

test("completion in half-typed code, and the documentation of an item", async () => {
  const client = await readyClient(flake("seed"));
  const text = "{ config, ... }: { a = config.my.user.";
  await client.open(hostFile, text);
  const params = { textDocument: { uri: client.uri(hostFile) }, position: { line: 0, character: text.length } };
  const found = await client.connection.sendRequest(CompletionRequest.type, params);
  const items = Array.isArray(found) ? found : (found?.items ?? []);
  const name = items.find(({ label }) => label === "name");
  expect(name?.detail).toBeDefined();
  expect(name?.documentation).toBeUndefined();
  if (!name) return;
  const resolved = await client.connection.sendRequest(CompletionResolveRequest.type, name);
  expect(JSON.stringify(resolved.documentation)).toContain("my.user.name");
});

test("a broken file is answered from the last graph, in its own places", async () => {
  const client = await readyClient(flake("seed"));
  const text = `# a new line\n${client.stored(hostFile)}`.replace("modules = [", "modules = [ (");
  await client.open(hostFile, text);
  const place = placeIn(client, hostFile, text, "cfg.user.", "name");
  const found = await client.connection.sendRequest(DefinitionRequest.type, place);
  expect(lines(client, found)).toEqual(["cells/options/core.nix:8"]);
  const hover = await client.connection.sendRequest(HoverRequest.type, place);
  expect(hover?.range?.start).toEqual(place.position);
});

test("no hover names a folder of this machine", async () => {
  const client = await readyClient(flake("seed"));
  const textDocument = { uri: client.uri(hostFile) };
  const words = client
    .stored(hostFile)
    .split("\n")
    .flatMap((text, line) => [...text.matchAll(/[\w'-]+/g)].map(({ index }) => ({ line, character: index })));
  const found = await Promise.all(
    words.map((position) => client.connection.sendRequest(HoverRequest.type, { textDocument, position })),
  );
  const texts = found.flatMap((hover) => (hover ? [JSON.stringify(hover.contents)] : []));
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.includes(client.folder))).toEqual([]);
});
