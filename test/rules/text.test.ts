import { expect, test } from "vitest";
import { checkJson } from "../../server/rules/check-json.ts";
import { findingsText } from "../../server/rules/check-text.ts";
import type { Finding } from "../../server/rules/rule.ts";
import { sample, sampleLines, sampleText, spanOf } from "../graph/sample.ts";

const warning: Finding = {
  code: "unmerged-leaf",
  severity: "warning",
  message: "no host selects `odd`",
  at: spanOf("cells/desk.nix", "my.odd.nixos"),
  related: [{ message: "the nearest host", at: spanOf("cells/lamp.nix", "picks") }],
  tags: [],
  hosts: ["nixosConfigurations.lamp"],
  fixes: [{ title: "Select `odd` in lamp", edits: [] }],
};

const hint: Finding = {
  ...warning,
  code: "unmerged-condition",
  severity: "hint",
  message: "`b` is false for every host",
  at: { ...spanOf("cells/base.nix", "{ b = 2; }"), end: 9999 },
  related: [],
  tags: ["unnecessary"],
  fixes: [],
};

test("a finding shows its place, its source with a caret, and what belongs to it", () => {
  expect(findingsText(sample, [warning, hint], sampleText)).toMatchInlineSnapshot(`
    "cells/base.nix:2:36 hint unmerged-condition: \`b\` is false for every host
      2 |   my.base.nixos = [ { a = "ä🌿"; } { b = 2; } ];
        |                                   ^^^^^^^^^^^^^

    cells/desk.nix:3:3 warning unmerged-leaf: no host selects \`odd\`
      3 |   my.odd.nixos = [ { } ];
        |   ^^^^^^^^^^^^
      cells/lamp.nix:3:3 note: the nearest host
        3 |   picks = [ "desk" "base" ];
          |   ^^^^^
      fix: Select \`odd\` in lamp

    cells/lamp.nix:3:11 note: \`lamp\` is only known in part, so nothing is reported as missing there: the list goes on outside
    1 warning, 1 hint; 1 host, 0 complete
    "
  `);
});

test("without findings there is the summary alone", () => {
  const hosts = sample.hosts.map((host) => ({ ...host, complete: true }));
  expect(findingsText({ ...sample, hosts }, [], sampleText)).toBe("no findings; 1 host, all complete\n");
});

test("a finding about a file as a whole needs no excerpt; of many hosts that are known in part some are shown", () => {
  const hosts = sample.hosts.flatMap((host) =>
    ["a", "b", "c", "d", "e"].map((name) => ({ ...host, name, unresolved: [] })),
  );
  const at = { file: hint.at.file, start: 0, end: 0 };
  expect(findingsText({ ...sample, hosts }, [{ ...hint, at }], sampleText)).toMatchInlineSnapshot(`
    "cells/base.nix:1:1 hint unmerged-condition: \`b\` is false for every host

    note: \`a\` is only known in part, so nothing is reported as missing there: some of its modules are not known
    note: \`b\` is only known in part, so nothing is reported as missing there: some of its modules are not known
    note: \`c\` is only known in part, so nothing is reported as missing there: some of its modules are not known
    note: 2 more hosts only known in part
    1 hint; 5 hosts, 0 complete
    "
  `);
});

test("a tab before the place stays a tab, a long line is cut around it, a missing text leaves the excerpt out", () => {
  const file = "/flake/wide.nix";
  const at = { file, start: 1, end: 2 };
  const lines = (text: string | undefined, start: number) =>
    findingsText(sample, [{ ...warning, at: { ...at, start, end: start + 3 }, related: [], fixes: [] }], () => text)
      .split("\n")
      .slice(1, 3);
  expect(lines("\tabc", 1)).toEqual(["  1 | \tabc", "    | \t^^^"]);
  const [source = "", marks = ""] = lines(`${"x".repeat(500)}abc${"y".repeat(500)}`, 500);
  expect(source.length).toBeLessThan(160);
  expect(source.slice(marks.indexOf("^"), marks.length)).toBe("abc");
  expect(lines(undefined, 1)[0]).toBe("");
});

test("the contract has the same findings with a summary", () => {
  const json = checkJson(sample, [warning, hint], sampleLines);
  expect(json.summary).toEqual({ errors: 0, warnings: 1, hints: 1, hosts: 1, completeHosts: 0 });
  expect(json.findings.map(({ code, at }) => [code, at.file])).toEqual([
    ["unmerged-condition", "cells/base.nix"],
    ["unmerged-leaf", "cells/desk.nix"],
  ]);
  expect(json.findings[1]).toEqual({
    code: "unmerged-leaf",
    severity: "warning",
    message: "no host selects `odd`",
    at: { file: "cells/desk.nix", start: { line: 2, character: 2 }, end: { line: 2, character: 14 } },
    related: [
      {
        message: "the nearest host",
        at: { file: "cells/lamp.nix", start: { line: 2, character: 2 }, end: { line: 2, character: 7 } },
      },
    ],
    tags: [],
    hosts: ["nixosConfigurations.lamp"],
    fixes: ["Select `odd` in lamp"],
  });
});
