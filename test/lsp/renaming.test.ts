import { expect, test } from "vitest";
import { PrepareRenameRequest, RenameRequest } from "vscode-languageserver-protocol/node";
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
