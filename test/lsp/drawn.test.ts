import { expect, test, vi } from "vitest";
import type { Client } from "./client.ts";
import { flake, readyClient } from "./scratch.ts";

const file = "cells/shell/prompt.nix";
const all = ["refresh hints", "refresh lenses", "refresh tokens"];

/** What the server asks to draw again because of the edit, until it is done with it. */
async function redrawnBy(client: Client, text: string): Promise<readonly string[]> {
  const before = client.events.length;
  await client.edit(file, text);
  await vi.waitUntil(async () => (await client.hosts()).state !== "updating", { timeout: 60_000 });
  return client.events
    .slice(before)
    .filter((event) => all.includes(event))
    .sort();
}

test("what is drawn over code is asked for again only when it says something else", async () => {
  const client = await readyClient(flake("seed"));
  const text = client.stored(file);
  await client.open(file);
  await redrawnBy(client, text);
  const moved = `# a new line\n${text}`;
  expect(await redrawnBy(client, moved)).toEqual([]);
  const longer = moved.replace("zsh.enable = true;", "zsh.enable = true;\n      programs.fish.shells = [ 1 2 ];");
  expect(await redrawnBy(client, longer)).toEqual(all);
  expect(await redrawnBy(client, longer.replace("[ 1 2 ]", "[ 1 2 3 ]"))).toEqual([]);
  // One more place that reads an option.
  expect(await redrawnBy(client, longer.replace("[ 1 2 ]", "[ config.my.user.name ]"))).toEqual(all);
  // One more module in a branch.
  expect(await redrawnBy(client, text.replace("(_: {", "{ a = 1; }\n    (_: {"))).toEqual(all);
  const broken = text.replace("theme.slug;", "theme.");
  await redrawnBy(client, broken);
  expect(await redrawnBy(client, `# still broken\n${broken}`)).toEqual([]);
  expect(await redrawnBy(client, text)).toEqual(all);
  expect(await redrawnBy(client, text)).toEqual([]);
});
