import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type CodeAction, CodeActionRequest, type Diagnostic, type Range } from "vscode-languageserver-protocol/node";
import type { Client } from "./client.ts";
import { flake, readyClient } from "./scratch.ts";

const cell = "cells/hosts/orchid/default.nix";

test("quick fixes of a finding, with its diagnostic and their edits", async () => {
  const client = await readyClient(flake("seed"));
  await client.until(() => client.diagnostics().some((line) => line.includes("repeated-selection")));
  const [diagnostic] = client.found(cell);
  if (!diagnostic) throw new Error("no diagnostic");
  expect(readFileSync(fileURLToPath(diagnostic.codeDescription?.href ?? ""), "utf8")).toMatch(
    /^# repeated-selection\n/,
  );
  const [fix, allow, ...more] = await actionsAt(client, diagnostic.range, [diagnostic]);
  expect(more).toEqual([]);
  expect(fix).toMatchObject({
    title: "Remove the repeated selection",
    kind: "quickfix",
    isPreferred: true,
    diagnostics: [{ code: "repeated-selection" }],
  });
  const lines = client.stored(cell).split("\n");
  expect(applied(client, fix)).toBe([...lines.slice(0, 20), ...lines.slice(21)].join("\n"));
  expect(allow?.title).toBe("Allow `repeated-selection` here");
  await client.open(cell, applied(client, allow));
  await client.until(() => !client.diagnostics().some((line) => line.includes("repeated-selection")));
});

test("none elsewhere, and only what is asked for", async () => {
  const client = await readyClient(flake("seed"));
  await client.until(() => client.diagnostics().some((line) => line.includes("repeated-selection")));
  const range = client.found(cell)[0]?.range;
  if (!range) throw new Error("no diagnostic");
  const top = { line: 0, character: 0 };
  expect(await actionsAt(client, { start: top, end: top })).toEqual([]);
  expect(await actionsAt(client, range, [], ["refactor"])).toEqual([]);
  expect(await actionsAt(client, range, [], ["quickfix"])).toHaveLength(2);
});

test("mending everything at once takes what is safe alone", async () => {
  const client = await readyClient(flake("seed"));
  const text = client.stored(cell).replace(/^/, "# dendritic: allow unmerged-leaf\n");
  await client.open(cell, text);
  await client.until(() => client.diagnostics().some((line) => line.includes("unused-pragma")));
  const top = { line: 0, character: 0 };
  const [fix, ...more] = await actionsAt(client, { start: top, end: top }, [], ["source.fixAll"]);
  expect(more).toEqual([]);
  expect(fix?.kind).toBe("source.fixAll.dendritic");
  expect(applied(client, fix, text)).toBe(client.stored(cell));
});

async function actionsAt(
  client: Client,
  range: Range,
  diagnostics: Diagnostic[] = [],
  only?: string[],
): Promise<readonly CodeAction[]> {
  const context = { diagnostics, ...(only && { only }) };
  const textDocument = { uri: client.uri(cell) };
  const answer = await client.connection.sendRequest(CodeActionRequest.type, { textDocument, range, context });
  return (answer ?? []) as readonly CodeAction[];
}

/** The cell's text after an action that edits nothing else. */
function applied(client: Client, action: CodeAction | undefined, text = client.stored(cell)): string {
  const edits = action?.edit?.changes?.[client.uri(cell)] ?? [];
  expect(Object.keys(action?.edit?.changes ?? {})).toEqual([client.uri(cell)]);
  const lines = text.split("\n");
  const offsetOf = ({ line, character }: Range["start"]) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start))
    .reduce(
      (whole, { range, newText }) => whole.slice(0, offsetOf(range.start)) + newText + whole.slice(offsetOf(range.end)),
      text,
    );
}
