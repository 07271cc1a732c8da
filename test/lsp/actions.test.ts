import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Diagnostic,
  FileChangeType,
  type Range,
  type TextDocumentEdit,
} from "vscode-languageserver-protocol/node";
import { TRACK_COMMAND } from "../../server/protocol.ts";
import type { Client, ClientOptions } from "./client.ts";
import { clientFor, flake, readyClient, scratchFlake } from "./scratch.ts";

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

test("a branch that nothing defines is created in a file of its own; the edit is computed when the action is chosen", async () => {
  const folder = scratchFlake("seed");
  execFileSync("git", ["init", "-q"], { cwd: folder });
  execFileSync("git", ["add", "."], { cwd: folder });
  const client = await selecting(folder, "sundial", { edits: true, commands: [TRACK_COMMAND] });
  const [create] = await actionsAt(client, rangeOf(client, "unknown-branch"));
  const file = "cells/branches/sundial.nix";
  expect(create?.title).toBe(`Create branch \`sundial\` in ${file} and add it to git`);
  expect(create?.edit).toBeUndefined();
  expect(create?.command).toMatchObject({ command: TRACK_COMMAND, arguments: [client.uri(file)] });
  const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, create as CodeAction);
  const [made, filled] = resolved.edit?.documentChanges ?? [];
  expect(made).toEqual({ kind: "create", uri: client.uri(file) });
  const text = (filled as TextDocumentEdit).edits.map((edit) => ("newText" in edit ? edit.newText : "")).join("");
  expect(text).toMatch(/my\.branches\.sundial/);
  writeFileSync(join(folder, file), text);
  execFileSync("git", ["add", "-N", file], { cwd: folder });
  await client.watched(file, FileChangeType.Created);
  await client.watched(".git/index", FileChangeType.Changed);
  await client.until(() => !client.diagnostics().some((line) => line.includes("unknown-branch")));
});

test("a client that cannot make files is not offered one, and one without the command is told what is left to do", async () => {
  const plain = await selecting(scratchFlake("seed"), "sundial", {});
  expect((await actionsAt(plain, rangeOf(plain, "unknown-branch"))).map(({ title }) => title)).toEqual([
    "Allow `unknown-branch` here",
  ]);
  const folder = scratchFlake("seed");
  execFileSync("git", ["init", "-q"], { cwd: folder });
  execFileSync("git", ["add", "."], { cwd: folder });
  const other = await selecting(folder, "sundial", { edits: true });
  const [create] = await actionsAt(other, rangeOf(other, "unknown-branch"));
  expect(create?.title).toBe("Create branch `sundial` in cells/branches/sundial.nix (`git add` it then)");
  expect(create?.command).toBeUndefined();
});

test("several findings at one place each have their actions, also while another file is broken", async () => {
  const client = await readyClient(flake("seed"));
  const text = `# dendritic: allow unmerged-leaf, unmerged-clas, repeated-selection\n${client.stored(cell)}`;
  await client.open(cell, text);
  await client.until(() => client.diagnostics().filter((line) => line.includes("unused-pragma")).length > 1);
  const all = await actionsAt(client, { start: { line: 0, character: 0 }, end: { line: 0, character: 70 } });
  expect(all.map(({ title }) => title)).toEqual(
    expect.arrayContaining(["Remove `unmerged-leaf`", "Change to `unmerged-class`", "Remove `repeated-selection`"]),
  );
  const [mended] = await actionsAt(client, noRange, [], ["source.fixAll"]);
  expect(applied(client, mended, text).split("\n")[0]).toBe("# dendritic: allow unmerged-clas");
  await client.open("cells/soil/boot.nix", "{ ");
  await client.until(() => client.diagnostics().some((line) => line.includes("error syntax")));
  const titles = (await actionsAt(client, { start: { line: 0, character: 0 }, end: { line: 0, character: 70 } })).map(
    ({ title }) => title,
  );
  expect(titles).toContain("Change to `unmerged-class`");
});

const noRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A client that has the host select one more branch. */
async function selecting(folder: string, branch: string, options: Partial<ClientOptions>): Promise<Client> {
  const client = await clientFor({ folders: [folder], pulls: false, ...options });
  await client.until(() => client.events.includes("changed ready"));
  await client.open(cell, client.stored(cell).replace(/(branches = \[)/, `$1 "${branch}"`));
  await client.until(() => client.diagnostics().some((line) => line.includes("unknown-branch")));
  return client;
}

function rangeOf(client: Client, code: string): Range {
  const found = client.found(cell).find((one) => one.code === code);
  if (!found) throw new Error(`no ${code} among ${client.diagnostics().join("; ")}`);
  return found.range;
}

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
