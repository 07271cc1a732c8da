import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** What a part may import: other parts, and packages (a name covers its sub-paths; `node` is every `node:` module but `disk`, the
 * modules that read and write files). */
interface Allowed {
  readonly parts: readonly string[];
  readonly packages?: readonly string[];
}

const language = ["server/text.ts", "server/option-path.ts", "server/syntax"];
const evaluation = [...language, "server/nix", "server/modules", "server/flake"];
const graph = [...evaluation, "server/names", "server/graph"];
const subjects = [...graph, "server/project", "server/subjects"];
const core = [...subjects, "server/rules", "server/markdown.ts", "server/features"];
const protocolPackages = ["vscode-languageserver", "vscode-languageserver-textdocument"];

/** Every part of the product, in the order data flows. Each imports only what stands here, so only from above. */
const table: Readonly<Record<string, Allowed>> = {
  "server/text.ts": { parts: [] },
  "server/option-path.ts": { parts: [] },
  "server/syntax": { parts: ["server/text.ts"] },
  "server/nix": { parts: language, packages: ["smol-toml", "@noble/hashes"] },
  "server/modules": { parts: [...language, "server/nix"] },
  "server/flake": { parts: [...language, "server/nix", "server/modules"], packages: ["@noble/hashes"] },
  "server/names": { parts: language },
  "server/graph": { parts: [...evaluation, "server/names"] },
  "server/project": { parts: graph },
  "server/subjects": { parts: [...graph, "server/project"] },
  "server/rules": { parts: subjects, packages: ["fastest-levenshtein"] },
  "server/markdown.ts": { parts: [] },
  "server/features": { parts: [...subjects, "server/rules", "server/markdown.ts", "server/protocol.ts"] },
  "server/protocol.ts": { parts: ["server/text.ts"] },
  "server/disk.ts": { parts: [...graph, "server/project"], packages: ["node", "disk"] },
  "server/cache.ts": { parts: [], packages: ["node", "disk"] },
  "server/lsp": {
    parts: [...core, "server/protocol.ts", "server/disk.ts", "server/cache.ts"],
    packages: ["node", ...protocolPackages],
  },
  "server/main.ts": {
    parts: [...core, "server/protocol.ts", "server/disk.ts", "server/cache.ts", "server/lsp"],
    packages: ["node", "disk", ...protocolPackages],
  },
  "server/cli": { parts: [...core, "server/disk.ts", "server/cache.ts"], packages: ["node"] },
  "server/cli.ts": {
    parts: [...core, "server/protocol.ts", "server/disk.ts", "server/cache.ts", "server/lsp", "server/cli"],
    packages: ["node", "disk"],
  },
  client: { parts: ["server/protocol.ts"], packages: ["vscode", "vscode-languageclient"] },
};

test("every part imports only from the parts and packages listed for it", () => {
  expect(sources().flatMap(({ file, text }) => violations(file, text))).toEqual([]);
});

test("an import against the table is named with its file and its arrow", () => {
  const found = (file: string, ...lines: string[]) => violations(file, lines.join("\n"));
  expect(found("server/names/index.ts", 'import { x } from "../text.ts";', 'import { y } from "./y.ts";')).toEqual([]);
  expect(found("server/names/index.ts", 'import type { Value } from "../nix/value.ts";')).toEqual([
    "server/names/index.ts: server/names -> server/nix (../nix/value.ts) is not in the table of test/architecture.test.ts",
  ]);
  expect(found("server/nix/deep/a.ts", "import {", "  a,", "  b,", '} from "../../graph/b.ts";')).toHaveLength(1);
  expect(found("server/text.ts", 'export * from "./syntax/tree.ts";')).toHaveLength(1);
  expect(found("server/rules/a.ts", 'const a = await import("../lsp/a.ts");')).toHaveLength(1);
  expect(found("server/rules/a.ts", 'type A = import("../lsp/a.ts").A;')).toHaveLength(1);
  expect(found("server/rules/a.ts", 'import "node:fs";', 'import * as fs from "fs";')).toHaveLength(2);
  expect(found("server/nix/a.ts", 'import { Parser } from "web-tree-sitter";')).toHaveLength(1);
  expect(found("server/lsp/a.ts", 'import { a } from "vscode-languageserver/node";', 'import "node:url";')).toEqual([]);
  expect(found("server/lsp/a.ts", 'import "node:fs";')).toHaveLength(1);
  expect(found("server/cli/a.ts", 'import { readFile } from "fs/promises";')).toHaveLength(1);
  expect(found("server/disk.ts", 'import "node:fs";')).toEqual([]);
  expect(found("client/extension.ts", 'import * as vscode from "vscode";')).toEqual([]);
  expect(found("client/extension.ts", 'import { a } from "../server/protocol.ts";')).toEqual([]);
  expect(found("client/extension.ts", 'import { a } from "../server/text.ts";')).toHaveLength(1);
  expect(found("server/graph/a.ts", 'import { a } from "../../test/b.ts";')).toHaveLength(1);
});

test("a folder or file that is not part of the table is an error", () => {
  expect(violations("server/helpers/a.ts", "")).toEqual(["server/helpers/a.ts belongs to no part of the table"]);
  expect(violations("server/other.ts", "")).toHaveLength(1);
});

test("a group of questions knows no other group: what two of them need stands below them", () => {
  const found = sources().flatMap(({ file, text }) => otherGroups(file, text));
  expect(found).toEqual([]);
  expect(otherGroups("server/features/hover/a.ts", 'import { b } from "../completion/b.ts";')).toHaveLength(1);
  expect(otherGroups("server/features/a.ts", "")).toEqual(["server/features/a.ts belongs to no group"]);
});

/** What every group is asked about. */
const asked = "server/features/view.ts";

function otherGroups(file: string, text: string): string[] {
  if (!file.startsWith("server/features/") || file === asked) return [];
  const group = /^server\/features\/[^/]+\//.exec(file)?.[0];
  if (group === undefined) return [`${file} belongs to no group`];
  const targets = importsOf(text).map((specifier) => join(file, "..", specifier));
  const isOther = (target: string) =>
    target.startsWith("server/features/") && !target.startsWith(group) && target !== asked;
  return targets.filter(isOther).map((target) => `${file} -> ${target}`);
}

/** Circles of files that know each other's types only (lint refuses those of values), each by a file in it, and why it is right. */
const mutual: Readonly<Record<string, string>> = {
  "server/nix/value.ts": "a value keeps its environment, its thunks and where it is from, and all of these hold values",
  "server/modules/evaluation.ts": "a type merges definitions, which may be modules, whose options have types",
  "server/names/name-walk.ts": "a walk meets names in environments, whose meanings it hands on",
  "server/rules/rule.ts": "a finding has fixes, made from what rules may look at; severities are a setting, too",
  "server/lsp/asker.ts": "whoever asks names a question of the table, and each question is served by asking",
};

test("files that know each other's types are few, each circle with its reason", () => {
  const found = circles(new Map(sources().map(({ file, text }) => [file, text])));
  expect(found.filter((files) => !files.some((file) => file in mutual))).toEqual([]);
  expect(Object.keys(mutual).filter((file) => !found.flat().includes(file))).toEqual([]);
  const pair = { "server/nix/a.ts": 'import { type B, b } from "./b.ts";', "server/nix/b.ts": 'import "./a.ts";' };
  expect(circles(new Map(Object.entries(pair)))).toEqual([["server/nix/a.ts", "server/nix/b.ts"]]);
});

/** The core's parts, which keep nothing between two analyses. */
const stateless = core.filter((part) => part !== "server/text.ts");

/** The parser of the grammar, which is loaded once. */
const loadedOnce = ["server/syntax/parse.ts: let parsers"];

test("the core has no variables outside of functions", () => {
  const found = sources().flatMap(({ file, text }) =>
    stateless.includes(partOf(file)) ? variablesOf(file, text) : [],
  );
  expect(found).toEqual(loadedOnce);
  expect(variablesOf("server/nix/a.ts", "let depth = 0;\nfunction f() {\n  let local = 1;\n}\n")).toEqual([
    "server/nix/a.ts: let depth",
  ]);
  expect(variablesOf("server/nix/a.ts", "const text = `\nlet\n  x = 1;\nin x`;")).toEqual([]);
  expect(variablesOf("server/nix/a.ts", "const seen = new Set<string>();")).toEqual(["server/nix/a.ts: const seen"]);
});

/** Outside of functions: what can be assigned, and collections that begin empty, so that something is put into them. */
function variablesOf(file: string, text: string): string[] {
  const assigned = text.matchAll(/^(?:export )?(let \w+)\b(?= *[:=;])/gm);
  const filled = text.matchAll(/^(?:export )?(const \w+)\b[^\n]*= (?:new (?:Map|Set)(?:<[^\n]*>)?\(\)|\[\]|\{\});$/gm);
  return [...assigned, ...filled].map((match) => `${file}: ${match[1]}`);
}

function violations(file: string, text: string): string[] {
  const part = partOf(file);
  const allowed = table[part];
  if (!allowed) return [`${file} belongs to no part of the table`];
  return importsOf(text).flatMap((specifier) => {
    const target = specifier.startsWith(".") ? partOf(join(file, "..", specifier)) : packageOf(specifier);
    const permitted = specifier.startsWith(".") ? [part, ...allowed.parts] : (allowed.packages ?? []);
    if (permitted.includes(target)) return [];
    return [`${file}: ${part} -> ${target} (${specifier}) is not in the table of test/architecture.test.ts`];
  });
}

/** `client`, `server/nix`, `server/text.ts`; a file outside both folders is a part of its own, never listed. */
function partOf(file: string): string {
  const [top = "", below = ""] = file.split("/");
  if (top === "client") return top;
  return top === "server" ? `${top}/${below}` : file;
}

const builtin =
  /^(?:node:.*|assert|buffer|child_process|crypto|events|fs|module|os|path|process|stream|url|util)(?:\/|$)/;

function packageOf(specifier: string): string {
  if (/^(?:node:)?fs(?:\/|$)/.test(specifier)) return "disk";
  if (builtin.test(specifier)) return "node";
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

/** Biome formats the sources: a statement starts its line and strings stand in double quotes. */
function importsOf(text: string): string[] {
  const statement = /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?\s*"([^"\n]+)"/gm;
  const inline = /\bimport\(\s*"([^"\n]+)"/g;
  return [statement, inline].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
}

/** The files that reach each other by imports. */
function circles(texts: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const targets = new Map(
    [...texts].map(([file, text]) => {
      const inside = importsOf(text).map((specifier) => join(file, "..", specifier));
      return [file, inside.filter((target) => texts.has(target))];
    }),
  );
  const reached = new Map([...texts.keys()].map((file) => [file, reachedFrom(file, targets)]));
  const found = [...reached].map(([file, others]) =>
    [...others].filter((other) => reached.get(other)?.has(file)).sort(),
  );
  return [...new Map(found.map((files) => [files.join(" "), files])).values()].filter((files) => files.length > 0);
}

function reachedFrom(file: string, targets: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const todo = [...(targets.get(file) ?? [])];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    todo.push(...(targets.get(next) ?? []));
  }
  return reached;
}

function sources(): { file: string; text: string }[] {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const tops = ["server", "client"].filter((top) => existsSync(join(root, top)));
  return tops.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `${top}/${path.replaceAll("\\", "/")}`)
      .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") })),
  );
}

test("an evaluation looks at texts, rather than at what they mean, by nix/source-text.ts alone", () => {
  const evaluating = /^server\/(nix|modules|flake|graph)\//;
  const readers = sources().filter(({ file, text }) => evaluating.test(file) && /\bfiles\.read\(/.test(text));
  expect(readers.map(({ file }) => file).sort()).toEqual([
    "server/flake/load.ts", // parses
    "server/flake/native/native-sources.ts", // hands on
    "server/nix/single-file.ts", // parses
    "server/nix/source-text.ts",
  ]);
});
