import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Client, type ClientOptions } from "./client.ts";

/** Absolute path of a flake of test/flakes. Nothing may be written there. */
export function flake(name: string): string {
  return fileURLToPath(new URL(`../flakes/${name}`, import.meta.url));
}

/** A copy of a flake of test/flakes that may be written to; removed after the test. */
export function scratchFlake(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dendritic-lsp-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(flake(name), folder, { recursive: true });
  return folder;
}

/** A client that ends with the test. */
export async function clientFor(options: ClientOptions): Promise<Client> {
  const client = await Client.start(options);
  onTestFinished(() => client.stop());
  return client;
}

/** One that pushes or pulls, after the first scan. */
export async function readyClient(folder: string, pulls = false): Promise<Client> {
  const client = await clientFor({ folders: [folder], pulls });
  await client.until(() => client.events.includes("changed ready"));
  return client;
}

/** Of the first `word` that stands right behind `before`. */
export function positionOf(text: string, before: string, word: string): { line: number; character: number } {
  const start = text.indexOf(before + word);
  if (start < 0) throw new Error(`no ${before}${word} in the text`);
  const lines = text.slice(0, start + before.length).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
