import { expect, test } from "vitest";
import { flake, readyClient } from "./scratch.ts";

test("levels of rules from the settings, and back to what they are by default", async () => {
  const client = await readyClient(flake("seed"));
  await client.until(() => client.diagnostics().length > 0);
  const before = client.diagnostics();
  const configure = (rules: object) =>
    client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { dendritic: { rules } } });
  await configure({
    "unmerged-leaf": "error",
    "unmerged-condition": "off",
    "repeated-selection": "default",
    "unmerged-class": 1,
  });
  await client.until(() => client.diagnostics().length < before.length);
  expect(client.diagnostics()).toEqual([
    "cells/hosts/cellar/default.nix:19:7 warning unmerged-class",
    "cells/hosts/orchid/default.nix:21:7 hint repeated-selection",
    "cells/server/lookout.nix:6:28 error unmerged-leaf",
  ]);
  await configure({});
  await client.until(() => client.diagnostics().length === before.length);
  expect(client.diagnostics()).toEqual(before);
});
