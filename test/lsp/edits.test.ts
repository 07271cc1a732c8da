import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  CodeLensRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FileChangeType,
  FoldingRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { BRANCHES_REQUEST, SCHEMA_REQUEST } from "../../server/protocol.ts";
import { type Client, uriOf } from "./client.ts";
import { clientFor, flake, scratchFlake } from "./scratch.ts";

const EDITS = 200;
/** Compared with a fresh start after each of these many. */
const EDITS_PER_ROUND = 50;

test("random edits, creations and deletions end in the same answers as a fresh start", {
  timeout: 120_000,
}, async () => {
  const folder = scratchFlake("seed");
  const client = await clientFor({ folders: [folder], pulls: false });
  const world: World = { folder, client, open: new Map(), random: randomFrom(20_251_122), compared: 0 };
  for (let round = 0; round < EDITS / EDITS_PER_ROUND; round++) {
    for (let edit = 0; edit < EDITS_PER_ROUND; edit++) await oneEdit(world);
    await compareWithFresh(world);
    await mendSyntax(world);
    await compareWithFresh(world);
  }
  await mendEverything(world);
  await compareWithFresh(world);
  expect(client.diagnostics().some((line) => line.endsWith("warning unmerged-leaf"))).toBe(true);
  expect(world.compared).toBeGreaterThan(1);
});

/** With a server that is started on the world as it is. Of a broken flake the older one knows more: the last graph that was whole. */
async function compareWithFresh(world: World): Promise<void> {
  const { folder, open, client } = world;
  const fresh = await clientFor({ folders: [folder], pulls: true });
  for (const [file, text] of open) await fresh.open(file, text);
  const diagnostics = await settledDiagnostics(client);
  expect(diagnostics).toEqual(await settledDiagnostics(fresh));
  const { roots } = await fresh.hosts();
  if (roots.every(({ problem }) => problem?.kind !== "broken")) {
    expect(await answersOf(world, client)).toEqual(await answersOf(world, fresh));
    world.compared++;
  }
  await fresh.stop();
}

/** What the questions about files and about the whole flake are answered. */
async function answersOf({ folder }: World, { connection }: Client): Promise<unknown> {
  const files = cellsOf(folder).map((file) => ({ uri: uriOf(join(folder, file)) }));
  const perFile = files.map(async (textDocument) => [
    await connection.sendRequest(DocumentSymbolRequest.type, { textDocument }),
    await connection.sendRequest(SemanticTokensRequest.type, { textDocument }).then((tokens) => tokens?.data),
    await connection.sendRequest(FoldingRangeRequest.type, { textDocument }),
    await connection.sendRequest(DocumentLinkRequest.type, { textDocument }),
    await connection.sendRequest(CodeLensRequest.type, { textDocument }),
  ]);
  return [
    await connection.sendRequest(WorkspaceSymbolRequest.type, { query: "" }),
    await connection.sendRequest(BRANCHES_REQUEST),
    await connection.sendRequest(SCHEMA_REQUEST),
    await Promise.all(perFile),
  ];
}

/** What does not parse is put back, or emptied. */
async function mendSyntax({ folder, client, open }: World): Promise<void> {
  const broken = client.diagnostics().filter((line) => line.endsWith("error syntax"));
  for (const file of new Set(broken.map((line) => line.slice(0, line.indexOf(":"))))) {
    if (open.delete(file)) await client.close(file);
    const original = join(flake("seed"), file);
    writeFileSync(join(folder, file), existsSync(original) ? readFileSync(original) : "{ }\n");
    await client.watched(file, FileChangeType.Changed);
  }
}

/** The flake as it was in the beginning. */
async function mendEverything({ folder, client, open }: World): Promise<void> {
  for (const file of open.keys()) await client.close(file);
  open.clear();
  for (const file of cellsOf(folder)) {
    rmSync(join(folder, file));
    await client.watched(file, FileChangeType.Deleted);
  }
  for (const file of cellsOf(flake("seed"))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), readFileSync(join(flake("seed"), file)));
    await client.watched(file, FileChangeType.Created);
  }
}

interface World {
  readonly folder: string;
  readonly client: Client;
  /** Texts of open files. */
  readonly open: Map<string, string>;
  readonly random: (below: number) => number;
  /** How often the answers were compared, too. */
  compared: number;
}

async function oneEdit(world: World): Promise<void> {
  const { client, open, random, folder } = world;
  const file = pick(world, cellsOf(folder));
  switch (random(6)) {
    case 0:
    case 1: {
      const text = changed(world, open.get(file) ?? client.stored(file), file);
      if (open.has(file)) await client.edit(file, text);
      else await client.open(file, text);
      open.set(file, text);
      return;
    }
    case 2: {
      const closed = pick(world, [...open.keys()]);
      if (open.delete(closed)) await client.close(closed);
      return;
    }
    case 3: {
      writeFileSync(join(folder, file), changed(world, client.stored(file), file));
      return client.watched(file, FileChangeType.Changed);
    }
    case 4: {
      const created = `cells/${pick(world, ["shed", "soil", "new/deep"])}/${random(1000)}.nix`;
      mkdirSync(dirname(join(folder, created)), { recursive: true });
      writeFileSync(join(folder, created), pick(world, snippets));
      return client.watched(created, FileChangeType.Created);
    }
    default:
      rmSync(join(folder, file));
      return client.watched(file, FileChangeType.Deleted);
  }
}

/** Mended as often as broken, so that whole flakes are met, too. */
function changed({ random }: World, text: string, file: string): string {
  const original = join(flake("seed"), file);
  if (random(2) === 0 && existsSync(original)) return readFileSync(original, "utf8");
  const at = random(text.length + 1);
  const insertions = [" ", "\n", "{", "}", ";", '"', '"tower" ', "# ", "terrace", "[ ]"];
  return random(2) === 0
    ? text.slice(0, at) + text.slice(at + 1 + random(8))
    : text.slice(0, at) + pickFrom(random, insertions) + text.slice(at);
}

const snippets = [
  "{ }\n",
  "{ my.branches.shed.nixosModules = [ { boot.x = 1; } ]; }\n",
  "{ my.branches.tower.hmModules = [ { home.x = 1; } ]; }\n",
  '{ my.profile.branches = [ "base" "tower" ]; }\n',
  "{ my.branches.base.description = ",
];

/** Diagnostics once everything said so far was taken in: a file with a mistake is reported, and gone again. */
async function settledDiagnostics(client: Client): Promise<readonly string[]> {
  const sentinel = "cells/zzz.nix";
  const isThere = () => client.diagnostics().some((line) => line.startsWith(sentinel));
  writeFileSync(join(client.folder, sentinel), "{ = }\n");
  await client.watched(sentinel, FileChangeType.Created);
  await client.until(isThere);
  rmSync(join(client.folder, sentinel));
  await client.watched(sentinel, FileChangeType.Deleted);
  await client.until(() => !isThere());
  await client.hosts(); // what was sent before this answer has arrived
  return client.diagnostics();
}

/** All files but the root. */
function cellsOf(folder: string): readonly string[] {
  const files = readdirSync(join(folder, "cells"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".nix"))
    .map((file) => `cells/${file}`)
    .sort();
}

function pick<Item>({ random }: World, items: readonly Item[]): Item {
  return pickFrom(random, items);
}

function pickFrom<Item>(random: (below: number) => number, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

/** The same numbers on every machine (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
