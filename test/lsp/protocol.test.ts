import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ErrorCodes, FoldingRangeRequest, type MessageConnection } from "vscode-languageserver-protocol/node";
import * as protocol from "../../server/protocol.ts";
import {
  BRANCHES_REQUEST,
  type BranchesView,
  COMPANIONS_NOTIFICATION,
  COMPARE_REQUEST,
  type CompareView,
  HOSTS_REQUEST,
  type HostsChanges,
  type HostsView,
  hostsAfter,
  type LeafPath,
  REACH_REQUEST,
  REFRESH_REQUEST,
  REVEAL_REQUEST,
  type ReachView,
  SCHEMA_REQUEST,
  type SchemaView,
  WHY_REQUEST,
  type WhyView,
} from "../../server/protocol.ts";
import { clientFor, flake, positionOf, readyClient } from "./scratch.ts";

const [left, right] = ["nixosConfigurations.pippin", "nixosConfigurations.russet"];

test("parameters that are none are refused by name, and the server goes on", async () => {
  const { connection } = await readyClient(flake("orchard"));
  const position = { line: 0, character: 0 };
  const refused: readonly (readonly [string, unknown, string])[] = [
    [REVEAL_REQUEST, {}, "`uri`"],
    [REVEAL_REQUEST, { uri: 3, position }, "`uri`"],
    [REVEAL_REQUEST, { uri: "file:///a.nix", position: { line: -1, character: 0 } }, "`position.line`"],
    [WHY_REQUEST, null, "`uri`"],
    [WHY_REQUEST, { uri: "file:///a.nix" }, "`position.line`"],
    [WHY_REQUEST, { uri: "file:///a.nix", position, host: 3 }, "`host`"],
    [COMPARE_REQUEST, { left }, "`right`"],
    [COMPARE_REQUEST, { left, right, root: {} }, "`root`"],
    [REACH_REQUEST, {}, "`uris`"],
    [REACH_REQUEST, { uris: [3] }, "`uris`"],
  ];
  for (const [method, params, part] of refused) {
    const answer = await connection.sendRequest(method, params).then(
      () => undefined,
      (problem: unknown) => problem,
    );
    expect(answer).toMatchObject({ code: ErrorCodes.InvalidParams, message: expect.stringContaining(part) });
  }
  await connection.sendNotification(COMPANIONS_NOTIFICATION, null);
  expect((await connection.sendRequest<HostsView>(HOSTS_REQUEST)).state).toBe("ready");
});

test("who has the hosts is told of those that are different", async () => {
  const { connection } = await readyClient(flake("orchard"));
  const whole = await connection.sendRequest<HostsView>(HOSTS_REQUEST);
  const first = await connection.sendRequest<HostsChanges>(HOSTS_REQUEST, { since: 0 });
  expect(hostsAfter(first, undefined)).toEqual(whole);
  const second = await connection.sendRequest<HostsChanges>(HOSTS_REQUEST, { since: first.revision });
  expect(second.roots.flatMap(({ hosts }) => hosts).every((host) => typeof host === "number")).toBe(true);
  expect(hostsAfter(second, whole)).toEqual(whole);
  const other = await connection.sendRequest<HostsChanges>(HOSTS_REQUEST, { since: first.revision });
  expect(hostsAfter(other, undefined)).toEqual(whole);
});

test("requests of ours take any number of parameters", async () => {
  const connection = (await readyClient(flake("orchard"))).connection as MessageConnection;
  for (const method of [HOSTS_REQUEST, BRANCHES_REQUEST, SCHEMA_REQUEST, REFRESH_REQUEST]) {
    for (const params of [[], [null], [{}], [{ token: null }], [{}, null], [[]]])
      expect(await connection.sendRequest(method, ...params)).toBeDefined();
  }
  const place = { uri: "file:///a.nix", position: { line: 0, character: 0 } };
  expect(await connection.sendRequest(WHY_REQUEST, place, null)).toEqual({ chains: [] });
  expect(await connection.sendRequest(HOSTS_REQUEST)).toHaveProperty("state");
});

test("what nothing is known of is answered as such", async () => {
  const client = await readyClient(flake("orchard"));
  const { connection } = client;
  const position = { line: 0, character: 0 };
  for (const uri of ["file:///nowhere/a.nix", "untitled:a", client.uri("rows/none.nix")]) {
    expect(await connection.sendRequest(REVEAL_REQUEST, { uri, position })).toEqual({ ids: [], inNoHost: false });
    expect(await connection.sendRequest(WHY_REQUEST, { uri, position, host: null })).toEqual({ chains: [] });
    expect(await connection.sendRequest(REACH_REQUEST, { uris: [uri] })).toEqual({ hosts: [], everywhere: false });
    expect(await connection.sendRequest(COMPARE_REQUEST, { root: uri, left, right })).toSatisfy(
      (found) => found === null || uri === client.uri("rows/none.nix"),
    );
  }
  expect(await connection.sendRequest(REACH_REQUEST, { uris: [] })).toEqual({ hosts: [], everywhere: false });
});

test("before the first result lists are empty, and single answers null", async () => {
  const client = await clientFor({ folders: [flake("orchard")], pulls: false });
  const { connection } = client;
  const place = { uri: client.uri("rows/limbs/almanac.nix"), position: { line: 4, character: 10 } };
  const answers = await Promise.all([
    connection.sendRequest<HostsView>(HOSTS_REQUEST),
    connection.sendRequest<BranchesView>(BRANCHES_REQUEST),
    connection.sendRequest<SchemaView>(SCHEMA_REQUEST),
    connection.sendRequest<WhyView>(WHY_REQUEST, place),
    connection.sendRequest<LeafPath>(REVEAL_REQUEST, place),
    connection.sendRequest<CompareView | null>(COMPARE_REQUEST, { left, right }),
    connection.sendRequest<ReachView>(REACH_REQUEST, { uris: [place.uri] }),
  ]);
  expect(answers).toEqual([
    { state: "scanning", roots: [] },
    { roots: [] },
    { roots: [] },
    { chains: [] },
    { ids: [], inNoHost: false },
    null,
    { hosts: [], everywhere: false },
  ]);
  await client.until(() => client.events.includes("changed ready"));
  expect((await client.hosts()).roots).toHaveLength(1);
});

test("every part of the answers is there: branches, schema, why, compare in one flake, reach", async () => {
  const client = await readyClient(flake("orchard"));
  const { connection } = client;
  const almanac = "rows/limbs/almanac.nix";
  const { roots } = await connection.sendRequest<BranchesView>(BRANCHES_REQUEST);
  const blossom = roots[0]?.branches.find(({ name }) => name === "blossom");
  expect(blossom?.classes.map((one) => [one.class, one.leaves.length, one.open])).toEqual([
    ["homeManager", 1, false],
    ["nixos", 1, false],
  ]);
  expect(blossom?.hosts.map(({ id }) => id)).toEqual([left]);
  const schema = await connection.sendRequest<SchemaView>(SCHEMA_REQUEST);
  const levels = schema.roots[0]?.levels ?? [];
  const season = levels.find((one) => one.class === "nixos")?.options[0]?.children[0];
  expect([season?.name, season?.option?.type, season?.option?.declarations[0]?.uri]).toEqual([
    "season",
    'one of "spring", "autumn"',
    client.uri(almanac),
  ]);
  const place = {
    uri: client.uri(almanac),
    position: positionOf(client.stored(almanac), "options.almanac.", "season"),
  };
  const all = await connection.sendRequest<WhyView>(WHY_REQUEST, place);
  expect(new Set(all.chains.map(({ host }) => host))).toContain(left);
  const one = await connection.sendRequest<WhyView>(WHY_REQUEST, { ...place, host: "nixosConfigurations.none" });
  expect(one.chains).toEqual([]);
  const root = client.uri("flake.nix");
  const compared = await connection.sendRequest<CompareView>(COMPARE_REQUEST, { root, left, right });
  expect(compared.left).toMatchObject({ id: left, name: "pippin" });
  expect(compared.onlyLeft.map(({ group }) => group)).toContain("blossom");
  const mirrored = await connection.sendRequest<CompareView>(COMPARE_REQUEST, { root, left: right, right: left });
  expect([mirrored.onlyLeft, mirrored.onlyRight]).toEqual([compared.onlyRight, compared.onlyLeft]);
  const reached = await connection.sendRequest<ReachView>(REACH_REQUEST, { uris: [root] });
  expect(reached.everywhere).toBe(true);
  const leaf = await connection.sendRequest<ReachView>(REACH_REQUEST, { uris: [place.uri] });
  expect([leaf.everywhere, leaf.hosts.map(({ id }) => id).includes(left)]).toEqual([false, true]);
  expect(await connection.sendRequest(REFRESH_REQUEST)).toBeNull();
});

test("a client that cannot say it later says at the beginning that another Nix server is there", async () => {
  const folds = async (otherNixServer: boolean) => {
    const client = await clientFor({ folders: [flake("orchard")], pulls: false, otherNixServer });
    await client.until(() => client.events.includes("changed ready"));
    const textDocument = { uri: client.uri("rows/limbs/almanac.nix") };
    return client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  };
  expect(await folds(false)).not.toEqual([]);
  expect(await folds(true)).toEqual([]);
});

test("every message of ours has its row in docs/protocol.md", () => {
  const documented = readFileSync(new URL("../../docs/protocol.md", import.meta.url), "utf8");
  const names = Object.entries(protocol).flatMap(([name, value]) =>
    /_(REQUEST|NOTIFICATION)$/.test(name) && typeof value === "string" ? [value] : [],
  );
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !documented.includes(`| \`${name}\` |`))).toEqual([]);
});
