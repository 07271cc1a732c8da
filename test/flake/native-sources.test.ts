import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { FlakeInput } from "../../server/flake/inputs.ts";
import { pinnedModels } from "../../server/flake/models.ts";
import { NATIVE_SOURCES } from "../../server/flake/native/native-sources.ts";
import { globalNames } from "../../server/nix/builtins/all-builtins.ts";
import { NULL } from "../../server/nix/make.ts";
import { problemsOf } from "../../server/nix/single-file.ts";
import { parse } from "../../server/syntax/parse.ts";
import "../grammar.ts";

const server = fileURLToPath(new URL("../../server/", import.meta.url));
const inServer = (ending: string) =>
  readdirSync(server, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(`${server}${path}`, "utf8") }));
const nixFiles = inServer(".nix");

test("every Nix file that ships with us is sound, says at its top what it is, and is no longer than other files", () => {
  const names = new Map([...globalNames(), ["dendriticNative", NULL]]);
  for (const { path, text } of nixFiles) {
    expect({ path, problems: problemsOf(parse(text), names) }).toEqual({ path, problems: [] });
    expect({ path, start: text.slice(0, 2) }).toEqual({ path, start: "# " });
    expect({ path, isLong: text.split("\n").length > 400 }).toEqual({ path, isLong: false });
  }
});

test("a name that nothing binds is found in such a file", () => {
  const problems = problemsOf(parse("{ lib }: lib.id libb"), globalNames());
  expect(problems.map(({ message }) => message)).toEqual(["undefined variable 'libb'"]);
});

test("all Nix text that is evaluated as ours is such a file, and each file is used", () => {
  const inputs = ["den", "import-tree"].map(input);
  const pinned = [...pinnedModels(inputs)].flatMap(([path, text]) => (path.endsWith(".nix") ? [text] : []));
  const used = new Set([...NATIVE_SOURCES.values(), ...pinned]);
  expect(used).toEqual(new Set(nixFiles.map(({ text }) => text)));
});

test("no TypeScript of what evaluates holds Nix: no template string goes over a line", () => {
  const evaluating = /^(?:flake|modules)\//;
  const found = inServer(".ts").filter(({ path, text }) => evaluating.test(path) && hasLongTemplate(text));
  expect(found.map(({ path }) => path)).toEqual([]);
  expect(hasLongTemplate("const nix = `\n{ lib }: lib\n`;")).toBe(true);
  expect(hasLongTemplate("const text = `a \\` b`;")).toBe(false);
});

function input(name: string): FlakeInput {
  const pin = { url: undefined, lastModified: 0, narHash: undefined, subdirectory: undefined };
  return { name, repository: name, at: undefined, plain: false, ...pin };
}

function hasLongTemplate(text: string): boolean {
  const quotes = (line: string) => [...line.replaceAll(/\\./g, "").matchAll(/`/g)].length;
  return text.split("\n").some((line) => !/^ *(?:\/\/|\/?\*)/.test(line) && quotes(line) % 2 === 1);
}
