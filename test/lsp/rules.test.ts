import { isDeepStrictEqual } from "node:util";
import { test } from "vitest";
import type { Client } from "./client.ts";
import { flake, readyClient } from "./scratch.ts";

const byDefault = [
  "cells/branches/extras.nix:20:9 hint unmerged-condition",
  "cells/hosts/cellar/default.nix:19:7 warning unmerged-class",
  "cells/hosts/orchid/default.nix:21:7 hint repeated-selection",
  "cells/server/lookout.nix:6:28 warning unmerged-leaf",
  "cells/terrace/windchimes.nix:5:7 hint unmerged-condition",
];

const chosen = [
  "cells/hosts/cellar/default.nix:19:7 warning unmerged-class",
  "cells/hosts/orchid/default.nix:21:7 hint repeated-selection",
  "cells/server/lookout.nix:6:28 error unmerged-leaf",
];

test("levels of rules from the settings, and back to what they are by default", async () => {
  const client = await readyClient(flake("seed"));
  await untilThere(client, byDefault);
  await configure(client, {
    "unmerged-leaf": "error",
    "unmerged-condition": "off",
    "repeated-selection": "default",
    "unmerged-class": 1,
  });
  await untilThere(client, chosen);
  await configure(client, {});
  await untilThere(client, byDefault);
});

/** They come file by file. */
function untilThere(client: Client, wanted: readonly string[]): Promise<void> {
  return client.until(() => isDeepStrictEqual(client.diagnostics(), wanted));
}

function configure(client: Client, rules: object): Promise<void> {
  return client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { dendritic: { rules } } });
}
