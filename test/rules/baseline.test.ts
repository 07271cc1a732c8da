import { expect, test } from "vitest";
import { placesIn } from "../../server/graph/shown-places.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import { baselineText, compareWithBaseline, parseBaseline } from "../../server/rules/baseline.ts";
import { analyseFixture } from "../flake.ts";
import { namedBranches } from "./dialects.ts";

const flake = (leaves: string) =>
  analyseFixture(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: { my.hosts.desk = { }; flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; }; }
#- /cells/leaves.nix
{
${leaves}
}
`).analysis;

const vpn = "my.branches.vpn.nixosModules = [ { } ];";
const dns = "my.branches.dns.nixosModules = [ { } ];";

function places({ graph, linesOf }: Analysis) {
  return placesIn(graph.root.directory, linesOf);
}

function compare(before: Analysis, now: Analysis) {
  const baseline = parseBaseline(baselineText(before.findings, places(before))) ?? [];
  const { fresh, accepted, stale } = compareWithBaseline(now.findings, baseline, places(now));
  const names = (messages: readonly { readonly message: string }[]) =>
    messages.map(({ message }) => /`(\w+)`/.exec(message)?.[1]);
  return { fresh: names(fresh), accepted, stale: names(stale) };
}

test("what was there is accepted, also where it has moved to; what is new is not", () => {
  expect(compare(flake(vpn), flake(vpn))).toEqual({ fresh: [], accepted: 1, stale: [] });
  expect(compare(flake(vpn), flake(`\n\n  # moved\n   ${vpn}\n ${dns}`))).toEqual({
    fresh: ["dns"],
    accepted: 1,
    stale: [],
  });
});

test("what is not found any more is stale", () => {
  expect(compare(flake(vpn + dns), flake(dns))).toEqual({ fresh: [], accepted: 1, stale: ["vpn"] });
});

test("one that is accepted once accepts no second one that reads the same", () => {
  const twice = `${vpn}\nimports = [ { ${vpn} } ];`;
  expect(compare(flake(vpn), flake(twice))).toEqual({ fresh: ["vpn"], accepted: 1, stale: [] });
  expect(compare(flake(twice), flake(vpn))).toEqual({ fresh: [], accepted: 1, stale: ["vpn"] });
});

test("another file is not a baseline", () => {
  for (const text of [
    "",
    "[]",
    "null",
    '{"format":"dendritic-check/1","findings":[]}',
    '{"format":"dendritic-baseline/1"}',
  ])
    expect(parseBaseline(text)).toBeUndefined();
  expect(parseBaseline('{"format":"dendritic-baseline/1","findings":[{"code":"x"}]}')).toBeUndefined();
});

test("a count that nobody can have counted makes the file none", () => {
  const text = (count: string) =>
    `{ "format": "dendritic-baseline/1", "findings": [{ "code": "a", "file": "b", "message": "c", "count": ${count} }] }`;
  expect(parseBaseline(text("2"))).toHaveLength(1);
  for (const count of ["-5", "0", "9007199254740993", "1.5", '"1"', "null"])
    expect(parseBaseline(text(count))).toBeUndefined();
});
