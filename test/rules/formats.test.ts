import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { placesIn } from "../../server/graph/shown-places.ts";
import { RULES } from "../../server/rules/all-rules.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import { githubText } from "../../server/rules/github.ts";
import type { Finding } from "../../server/rules/rule.ts";
import { sarifLog } from "../../server/rules/sarif.ts";
import { analyseFixture, analyseFlake } from "../flake.ts";
import { namedBranches } from "./dialects.ts";

function places({ graph, linesOf }: Analysis) {
  return placesIn(graph.root.directory, linesOf);
}

function sarif(analysis: Analysis) {
  return sarifLog(analysis.findings, places(analysis), RULES, "0.0.0");
}

/** What the schema of SARIF 2.1.0 has against a document; it is written in draft 4, but needs nothing that later drafts read otherwise. */
function schemaErrors(document: unknown): readonly unknown[] {
  const entry = createRequire(import.meta.url).resolve("@microsoft/jest-sarif");
  const { $schema, id, ...schema } = JSON.parse(
    readFileSync(join(dirname(entry), "schemas", "sarif-2.1.0-rtm.5.json"), "utf8"),
  );
  expect([$schema, id]).toEqual(["http://json-schema.org/draft-04/schema#", expect.stringContaining("sarif-2.1.0")]);
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  ajv.validate(schema, document);
  return ajv.errors ?? [];
}

const misspelt = analyseFixture(`${namedBranches}
#- /cells/ödes.nix
{
  my.swich = true;
}
`).analysis;

test("SARIF is valid by its schema, with related places and fixes", () => {
  const log = sarif(analyseFlake("seed"));
  expect(schemaErrors(log)).toEqual([]);
  expect(log.runs[0].results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
    "unmerged-condition note",
    "unmerged-class warning",
    "repeated-selection note",
    "unmerged-leaf warning",
    "unmerged-condition note",
  ]);
  for (const { ruleId, ruleIndex } of log.runs[0].results)
    expect(log.runs[0].tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(schemaErrors(sarif(misspelt))).toEqual([]);
  expect(schemaErrors({ ...log, version: "2.0.0" })).toHaveLength(1);
});

test("SARIF counts from one, in UTF-16, and escapes paths", () => {
  const [result] = sarif(misspelt).runs[0].results;
  const region = { startLine: 2, startColumn: 6, endLine: 2, endColumn: 11 };
  expect(result?.locations).toEqual([
    { physicalLocation: { artifactLocation: { uri: "cells/%C3%B6des.nix" }, region } },
  ]);
  expect(result?.fixes).toEqual([
    {
      description: { text: "Change to `switch`" },
      artifactChanges: [
        {
          artifactLocation: { uri: "cells/%C3%B6des.nix" },
          replacements: [{ deletedRegion: region, insertedContent: { text: "switch" } }],
        },
      ],
    },
  ]);
});

test("GitHub: one command a line; hints are notices", () => {
  expect(githubText(misspelt.findings, places(misspelt))).toBe(
    "::error file=cells/ödes.nix,line=2,endLine=2,col=6,endColumn=11,title=undeclared-option::No module declares the option `my.swich`, so Nix refuses it. Did you mean `my.switch`?\n",
  );
  const seed = analyseFlake("seed");
  const lines = githubText(seed.findings, places(seed)).split("\n");
  expect(lines.map((line) => line.split(" ")[0])).toEqual([
    "::notice",
    "::warning",
    "::notice",
    "::warning",
    "::notice",
    "",
  ]);
  expect(lines[1]).toContain("%0Acells/keys/default.nix:30: ");
});

test("GitHub: what would end a property or a line is escaped", () => {
  const at = { file: "/f/a,b:c.nix", start: 0, end: 3 };
  const finding: Finding = {
    code: "odd",
    severity: "error",
    message: "50 %,\nand: more",
    at,
    related: [],
    tags: [],
    hosts: [],
    fixes: [],
  };
  const twoLines = {
    positionAt: () => start,
    offsetAt: () => 0,
    rangeOf: () => ({ start, end: { line: 1, character: 1 } }),
  };
  expect(
    githubText(
      [finding],
      placesIn("/f", () => twoLines),
    ),
  ).toBe("::error file=a%2Cb%3Ac.nix,line=1,endLine=2,title=odd::50 %25,%0Aand: more\n");
});

const start = { line: 0, character: 0 };

test("what looks like a link, a control character or a turn of writing in a flake's names is shown as it is", () => {
  const [finding] = misspelt.findings;
  if (!finding) throw new Error("the flake has no finding");
  const message = "Nothing defines `[click](https://evil.example) \\[` \u001b[31m\u202e.\nSee";
  const named = { ...misspelt, findings: [{ ...finding, message, related: [] }] };
  expect(sarif(named).runs[0].results[0]?.message.text).toBe(
    "Nothing defines `\\[click\\](https://evil.example) \\\\\\[` \u001b\\[31m\u202e.\nSee",
  );
  const github = githubText(named.findings, places(named));
  expect(github).toContain("`[click](https://evil.example) \\[` \ufffd[31m\ufffd.%0ASee");
});
