import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dendritic, folderWith } from "./run.ts";

const graph = ["graph", "--format", "json"];
const cell = "cells/soil/boot.nix";

function kept(cache: string): readonly string[] {
  return readdirSync(join(cache, "dendritic", "answers")).map((name) => join(cache, "dendritic", "answers", name));
}

test("an answer is kept until the flake is different", () => {
  const [folder, cache] = [folderWith("seed"), folderWith({})];
  const ask = (...more: string[]) => dendritic([...graph, ...more], folder, cache);
  const first = ask();
  const [file = "", ...others] = kept(cache);
  expect(others).toEqual([]);
  // What is kept is what is answered.
  const text = readFileSync(file, "utf8");
  expect(ask()).toEqual(first);
  const kind = dendritic(["check"], folder, cache);
  expect(dendritic(["check"], folder, cache)).toEqual(kind);
  expect(kept(cache)).toHaveLength(2);
  writeFileSync(join(folder, cell), `${readFileSync(join(folder, cell), "utf8")}# more\n`);
  const edited = ask();
  expect(edited).toEqual(dendritic(graph, folder));
  expect(readFileSync(file, "utf8")).not.toBe(text);
  writeFileSync(join(folder, "cells/new.nix"), "{ }\n");
  expect(ask()).not.toEqual(edited);
  rmSync(join(folder, "cells/new.nix"));
  expect(ask()).toEqual(edited);
  expect(ask("--path")).toEqual(dendritic([...graph, "--path"], folder));
});

test("what is kept is used, unless it is damaged", () => {
  const [folder, cache] = [folderWith("seed"), folderWith({})];
  dendritic(["graph"], folder, cache);
  const [file = ""] = kept(cache);
  const text = readFileSync(file, "utf8");
  const data = JSON.parse(text.slice(text.indexOf("\n") + 1));
  const body = JSON.stringify({ ...data, answered: { output: "another answer", notes: "", exitCode: 0 } });
  writeFileSync(file, `${createHash("sha256").update(body).digest("base64url")}\n${body}`);
  expect(dendritic(["graph"], folder, cache).stdout).toBe("another answer");
  for (const text of ["", "{}", "x\n{}", `x\n${body}`, body]) {
    writeFileSync(file, text);
    expect(dendritic(["graph"], folder, cache)).toEqual(dendritic(["graph"], folder));
  }
});

test("nothing is kept where that is not wanted or cannot be", () => {
  const [folder, cache] = [folderWith("seed"), folderWith({})];
  const answer = dendritic(["graph", "--no-cache"], folder, cache);
  dendritic(["check", "--write-baseline", join(cache, "known.json")], folder, cache);
  expect(readdirSync(cache)).toEqual(["known.json"]);
  expect(dendritic(["graph"], folder, join(cache, "known.json"))).toEqual(answer);
});
