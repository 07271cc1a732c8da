import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Client } from "./client.ts";
import { clientFor, scratchFlake } from "./scratch.ts";

/** The server's answer to the views at its first sign of life. */
async function firstView(client: Client) {
  await client.until(() => client.states.some(({ state }) => state !== "scanning"));
  return client.states.find(({ state }) => state !== "scanning");
}

test("a second start shows at once what the first one knew, marked as being updated, and then what is so", async () => {
  const cacheFolder = mkdtempSync(join(tmpdir(), "dendritic-cache-"));
  onTestFinished(() => rmSync(cacheFolder, { recursive: true, force: true }));
  const folder = scratchFlake("seed");
  const options = { folders: [folder], pulls: false, cacheFolder };
  const first = await clientFor(options);
  expect((await firstView(first))?.state).toBe("ready");
  const hosts = await first.hosts();
  const kept = join(cacheFolder, "flakes");
  await vi.waitUntil(() => existsSync(kept) && readdirSync(kept).some((name) => name.endsWith(".json")), 60_000);
  await first.stop();
  const cell = join(folder, "cells/soil/boot.nix");
  writeFileSync(cell, `# a line more\n${readFileSync(cell, "utf8")}`);
  const second = await clientFor(options);
  const state = await firstView(second);
  expect(state).toEqual({ ...first.states.at(-1), state: "updating" });
  await second.until(() => second.states.at(-1)?.state === "ready");
  const { roots } = await second.hosts();
  expect(roots.map(({ hosts: rows }) => rows.map(({ label }) => label))).toEqual(
    hosts.roots.map(({ hosts: rows }) => rows.map(({ label }) => label)),
  );
  expect(roots).not.toEqual(hosts.roots);
});

test("without anything kept, or with what another build kept, a start is the first one", async () => {
  const cacheFolder = mkdtempSync(join(tmpdir(), "dendritic-cache-"));
  onTestFinished(() => rmSync(cacheFolder, { recursive: true, force: true }));
  writeFileSync(join(cacheFolder, "flakes"), "not a folder");
  const client = await clientFor({ folders: [scratchFlake("seed")], pulls: false, cacheFolder });
  expect((await firstView(client))?.state).toBe("ready");
});
