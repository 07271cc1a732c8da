import { expect, test } from "vitest";
import {
  CancellationTokenSource,
  HoverRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  RenameRequest,
} from "vscode-languageserver-protocol/node";
import { flake, positionOf, readyClient } from "./scratch.ts";

test("a branch is renamed in every file, also where the text is not saved; a refusal says why", async () => {
  const client = await readyClient(flake("seed"));
  const file = "cells/branches/tower.nix";
  const lookout = "cells/server/lookout.nix";
  await client.open(lookout);
  await client.edit(lookout, `# not saved\n${client.stored(lookout)}`);
  const textDocument = { uri: client.uri(file) };
  const position = positionOf(client.stored(file), "", "tower");
  const word = await client.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position });
  expect(word).toMatchObject({ placeholder: "tower" });
  const renamed = await client.connection.sendRequest(RenameRequest.type, { textDocument, position, newName: "mast" });
  const places = Object.entries(renamed?.changes ?? {}).map(([uri, edits]) => [
    client.fileOf(uri),
    edits.map(({ range, newText }) => `${range.start.line + 1} ${newText}`),
  ]);
  expect(places.sort()).toEqual([
    [file, ["2 mast"]],
    [lookout, ["7 mast"]],
  ]);
  const taken = client.connection.sendRequest(RenameRequest.type, { textDocument, position, newName: "base" });
  await expect(taken).rejects.toThrow("`my.branches.base` exists already.");
});

test("a renaming is cancelled, and the next question answered", async () => {
  const client = await readyClient(flake("seed"));
  const file = "cells/branches/tower.nix";
  const textDocument = { uri: client.uri(file) };
  const position = positionOf(client.stored(file), "", "tower");
  const cancelling = new CancellationTokenSource();
  const params = { textDocument, position, newName: "mast" };
  const renamed = client.connection.sendRequest(RenameRequest.type, params, cancelling.token);
  cancelling.cancel();
  await expect(renamed).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(await client.connection.sendRequest(HoverRequest.type, { textDocument, position })).toBeTruthy();
});
