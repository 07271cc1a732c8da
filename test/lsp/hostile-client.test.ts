import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import {
  DidOpenTextDocumentNotification,
  ErrorCodes,
  HoverRequest,
  InitializeRequest,
  type MessageConnection,
  SelectionRangeRequest,
} from "vscode-languageserver-protocol/node";
import { checkedFrames } from "../../server/lsp/message-frames.ts";
import { HOSTS_REQUEST, type HostsView } from "../../server/protocol.ts";
import { clientFor, flake, readyClient, scratchFlake } from "./scratch.ts";

const serverFile = fileURLToPath(new URL("../../dist/server.js", import.meta.url));
const message = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

test.each([
  ["Content-Length: -5\r\n\r\n{}", "no Content-Length"],
  ["Content-Length: many\r\n\r\n{}", "no Content-Length"],
  ["Content-Type: x\r\n\r\n{}", "no Content-Length"],
  ["Content-Length: 2\n\n{}", "without a carriage return"],
  ["Content-Length: 9999999999999\r\n\r\n{}", "9999999999999 bytes"],
  ["x".repeat(10_000), "no end"],
])("a server that is sent %j says so and ends", { timeout: 10_000 }, async (bytes, words) => {
  const server = spawn(process.execPath, [serverFile, "--stdio"], { stdio: ["pipe", "ignore", "pipe"] });
  onTestFinished(() => void server.kill("SIGKILL"));
  let said = "";
  server.stderr.on("data", (chunk) => {
    said += chunk;
  });
  server.stdin.on("error", () => {});
  server.stdin.write(message('{"jsonrpc":"2.0","method":"$/none"}') + bytes);
  const code = await new Promise((resolve) => server.once("close", resolve));
  expect([code, said]).toEqual([1, expect.stringContaining(words)]);
});

test("messages pass as they are, however they are cut", async () => {
  const text = [message('{"a":"ä"}'), message(""), `Content-Type: x\r\n${message("\n\n{}")}`].join("");
  for (const size of [1, 2, 7, 1_000]) {
    const input = new PassThrough();
    const faults: string[] = [];
    const output = checkedFrames(input, (fault) => faults.push(fault));
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) input.write(bytes.subarray(at, at + size));
    input.end();
    expect([Buffer.concat(await output.toArray()).toString(), faults]).toEqual([text, []]);
  }
});

test("messages about no document are refused by the name of what is wrong, and the server goes on", async () => {
  const client = await readyClient(flake("orchard"));
  const connection = client.connection as MessageConnection;
  const textDocument = { uri: client.uri("flake.nix") };
  for (const [params, part] of [
    [{}, "`textDocument.uri`"],
    [{ textDocument: { uri: 3 } }, "`textDocument.uri`"],
    [{ textDocument, position: { line: -1, character: 0 } }, "`position.line`"],
    [{ textDocument, position: { line: 0 } }, "`position.character`"],
  ] as const) {
    const refused = connection.sendRequest(HoverRequest.method, params).catch((problem: unknown) => problem);
    expect(await refused).toMatchObject({ code: ErrorCodes.InvalidParams, message: expect.stringContaining(part) });
  }
  await connection.sendNotification(DidOpenTextDocumentNotification.method, { textDocument: {} });
  const again = connection
    .sendRequest(InitializeRequest.method, { capabilities: {} })
    .catch((problem: unknown) => problem);
  expect(await again).toMatchObject({ code: ErrorCodes.InvalidRequest });
  const many = { textDocument, positions: Array.from({ length: 2_000 }, () => ({ line: 0, character: 0 })) };
  const ranges = await client.connection.sendRequest(SelectionRangeRequest.type, many);
  expect([ranges?.length, ranges?.[0]?.parent !== undefined, ranges?.at(-1)?.parent]).toEqual([2_000, true, undefined]);
  expect((await connection.sendRequest<HostsView>(HOSTS_REQUEST)).state).toBe("ready");
});

test("a device in the place of a lock file does not keep a server from getting ready and ending", {
  skip: process.platform === "win32",
  timeout: 20_000,
}, async () => {
  const folder = scratchFlake("seed");
  rmSync(join(folder, "flake.lock"), { force: true });
  symlinkSync("/dev/zero", join(folder, "flake.lock"));
  mkdirSync(join(folder, ".git"), { recursive: true });
  symlinkSync("/dev/zero", join(folder, ".git/HEAD"));
  symlinkSync("/dev/zero", join(folder, ".git/index"));
  const client = await clientFor({ folders: [folder], pulls: false });
  await client.until(() => client.events.includes("changed ready"));
  await client.stop();
});
