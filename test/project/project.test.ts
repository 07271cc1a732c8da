import { expect, test } from "vitest";
import { Project } from "../../server/project/project.ts";
import { analyse } from "../../server/rules/analyse.ts";
import { parse } from "../../server/syntax/parse.ts";
import { branches, host, root, schema } from "../features/seedling.ts";
import { memoryFiles, parseFixture } from "../fixture.ts";
import "../grammar.ts";

test("a keystroke parses one file, a snapshot stays as it was, an edit that is taken back leaves no trace", () => {
  const parsed: string[] = [];
  const { files } = parseFixture(`${root}${schema}${host}${branches}\n`);
  const counting = (text: string) => {
    if (text.includes("networking")) parsed.push(text);
    else parsed.push("");
    return parse(text);
  };
  const project = new Project({ directory: "", stored: memoryFiles(files), parse: counting });
  const first = project.snapshot();
  const before = analyse(first);
  const file = "/cells/desk.nix";
  const text = files.get(file) ?? "";
  parsed.length = 0;
  project.setFile(file, text.replace("desk", "shed"));
  const second = analyse(project.snapshot());
  expect(parsed).toEqual([text.replace("desk", "shed")]);
  expect(first.textOf(file)).toBe(text);
  expect(second.graph.hosts[0]?.pulls).toEqual([]);
  project.removeFile(file);
  const third = analyse(project.snapshot());
  expect(third.graph).toEqual(before.graph);
  expect(third.findings).toEqual(before.findings);
});

test("a file that is edited but not stored can be asked about, and is not part of the flake", () => {
  const { files } = parseFixture(`${root}${schema}${host}${branches}\n`);
  const project = new Project({ directory: "", stored: memoryFiles(files), parse });
  const file = "/cells/more.nix";
  project.setFile(file, "{ = }");
  expect(project.texts.textOf(file)).toBe("{ = }");
  expect(analyse(project.snapshot()).graph.cells.some((cell) => cell.file === file)).toBe(false);
});
