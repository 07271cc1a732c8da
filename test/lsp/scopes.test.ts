import { expect, test } from "vitest";
import {
  CompletionRequest,
  DefinitionRequest,
  HoverRequest,
  type Location,
  ReferencesRequest,
} from "vscode-languageserver-protocol/node";
import { COMPANIONS_NOTIFICATION } from "../../server/protocol.ts";
import type { Client } from "./client.ts";
import { flake, positionOf, readyClient } from "./scratch.ts";

const file = "rows/limbs/bark.nix";

const home = (code: string) => `{ flake.modules.homeManager.bark = { osConfig, ... }: { ${code} }; }\n`;

function lines(client: Client, found: unknown): readonly string[] {
  const places = (Array.isArray(found) ? found : []) as readonly Location[];
  return places.map(({ uri, range }) => `${client.fileOf(uri)}:${range.start.line + 1}`);
}

test("the options of the system around a Home Manager module", async () => {
  const client = await readyClient(flake("orchard"));
  const { connection } = client;
  const text = home("programs.bash.enable = osConfig.almanac.season == 1;");
  await client.open(file, text);
  const asked = {
    textDocument: { uri: client.uri(file) },
    position: positionOf(text, "osConfig.almanac.", "season"),
  };
  const declared = "rows/limbs/almanac.nix:5";
  expect(lines(client, await connection.sendRequest(DefinitionRequest.type, asked))).toEqual([declared]);
  const context = { includeDeclaration: true };
  const found = lines(client, await connection.sendRequest(ReferencesRequest.type, { ...asked, context }));
  expect(found).toEqual([declared, `${file}:1`, "rows/machines/pippin.nix:10"]);
  const hover = await connection.sendRequest(HoverRequest.type, asked);
  expect(JSON.stringify(hover?.contents)).toContain("almanac.season");
  for (const code of ["a = osConfig.almanac.", "a = osConfig.almanac.sea"]) {
    const half = home(code).slice(0, -" }; }\n".length);
    await client.open(file, half);
    const params = { textDocument: asked.textDocument, position: { line: 0, character: half.length } };
    const items = await connection.sendRequest(CompletionRequest.type, params);
    expect((Array.isArray(items) ? items : (items?.items ?? [])).map(({ label }) => label)).toEqual(["season"]);
  }
});

test("what an option of systems' modules holds in each host", async () => {
  const client = await readyClient(flake("orchard"));
  const declaring = "rows/limbs/almanac.nix";
  const position = positionOf(client.stored(declaring), "options.almanac.", "season");
  const asked = { textDocument: { uri: client.uri(declaring) }, position };
  const hover = await client.connection.sendRequest(HoverRequest.type, asked);
  const text = JSON.stringify(hover?.contents);
  expect(text).toContain('`\\"spring\\"` on `pippin` · set at `rows/machines/pippin.nix:10`');
});

test("options for each platform", async () => {
  const client = await readyClient(flake("orchard"));
  const text = `{ lib, ... }: {
  perSystem.options.press.juice = lib.mkOption { type = lib.types.str; default = "apple"; };
}
`;
  await client.open(file, text);
  const asking = "rows/limbs/cider.nix";
  const half = "{ perSystem = { config, ... }: { a = config.press.juice";
  await client.open(asking, half);
  const place = { textDocument: { uri: client.uri(asking) }, position: { line: 0, character: half.length - 1 } };
  expect(lines(client, await client.connection.sendRequest(DefinitionRequest.type, place))).toEqual([`${file}:2`]);
});

test("another name of an option leads to the option", async () => {
  const client = await readyClient(flake("orchard"));
  const text = `{ lib, ... }: {
  options.press.juice = lib.mkOption { type = lib.types.str; default = "apple"; };
  imports = [ (lib.mkRenamedOptionModule [ "press" "cider" ] [ "press" "juice" ]) ];
}
`;
  client.events.length = 0;
  await client.open(file, text);
  await client.until(() => client.events.includes("changed ready"));
  const asking = "rows/limbs/cider.nix";
  const half = "{ config, ... }: { flake.juice = config.press.cider";
  await client.open(asking, half);
  const asked = { textDocument: { uri: client.uri(asking) }, position: { line: 0, character: half.length - 1 } };
  const found = lines(client, await client.connection.sendRequest(DefinitionRequest.type, asked));
  expect(found).toEqual([`${file}:2`]);
  const hover = await client.connection.sendRequest(HoverRequest.type, asked);
  expect(JSON.stringify(hover?.contents)).toContain("`press.cider` is another name for it");
});

test("a branch's name that is half typed in a list, and fails every host, is completed", async () => {
  const client = await readyClient(flake("seed"));
  const hostFile = "cells/hosts/cellar/default.nix";
  const text = client.stored(hostFile).replace('"keys"', '"ke"');
  await client.open(hostFile, text);
  await client.until(() => client.diagnostics().some((line) => line.startsWith(hostFile)));
  const start = positionOf(text, "", '"ke"');
  const position = { ...start, character: start.character + 3 };
  const asked = { textDocument: { uri: client.uri(hostFile) }, position };
  const items = await client.connection.sendRequest(CompletionRequest.type, asked);
  expect((Array.isArray(items) ? items : (items?.items ?? [])).map(({ label }) => label)).toContain("keys");
});

test("options that are NixOS's own are left to other servers, whether one is there or not", async () => {
  const client = await readyClient(flake("orchard"));
  const { connection } = client;
  const textDocument = { uri: client.uri(file) };
  const leaf = (code: string) => `{ flake.modules.nixos.trunk = { config, ... }: { ${code}`;
  for (const otherNixServer of [false, true]) {
    await connection.sendNotification(COMPANIONS_NOTIFICATION, { otherNixServer });
    const whole = leaf("services.nginx.enable = config.services.nginx.enable; almanac.season = 1; }; }");
    await client.open(file, whole);
    for (const before of ["", "services.nginx.", "config.services.nginx."]) {
      const word = before === "" ? "services" : "enable";
      const position = positionOf(whole, before, word);
      expect(await connection.sendRequest(HoverRequest.type, { textDocument, position })).toBeNull();
      expect(await connection.sendRequest(DefinitionRequest.type, { textDocument, position })).toBeNull();
    }
    const own = { textDocument, position: positionOf(whole, "almanac.", "season") };
    expect(await connection.sendRequest(HoverRequest.type, own)).not.toBeNull();
    for (const code of ["services.nginx.", "a = config.services.nginx.", "services.nginx.enable = "]) {
      const half = leaf(code);
      await client.open(file, half);
      const found = await connection.sendRequest(CompletionRequest.type, {
        textDocument,
        position: { line: 0, character: half.length },
      });
      expect(found ?? []).toEqual([]);
    }
  }
});
