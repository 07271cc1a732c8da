import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diskFiles } from "../../server/disk.ts";
import { codeLenses, resolveCodeLens } from "../../server/features/annotations/code-lens.ts";
import { inlayHints } from "../../server/features/annotations/inlay-hints.ts";
import { semanticTokens } from "../../server/features/annotations/semantic-tokens.ts";
import { documentLinks } from "../../server/features/documents/document-links.ts";
import { folding } from "../../server/features/documents/folding.ts";
import { selectionRanges } from "../../server/features/documents/selection-range.ts";
import { incomingLinks, outgoingLinks, prepareCallHierarchy } from "../../server/features/hierarchy/call-hierarchy.ts";
import { fileMoveEdits } from "../../server/features/renaming/file-moves.ts";
import { prepareRename } from "../../server/features/renaming/rename.ts";
import { documentSymbols, type OutlineSymbol } from "../../server/features/symbols/document-symbols.ts";
import type { View } from "../../server/features/view.ts";
import { why } from "../../server/features/views/why.ts";
import { Project } from "../../server/project/project.ts";
import { parse } from "../../server/syntax/parse.ts";
import type { OffsetRange } from "../../server/text.ts";
import { flake } from "../lsp/scratch.ts";
import { freshView } from "./every-name.ts";
import "../grammar.ts";

/** Parts of a file that are left of it while it is typed anew. */
const PARTS = [0, 0.2, 0.45, 0.7, 0.95];

for (const name of ["seed", "orchard"]) {
  test(`files of ${name}, cut in the middle: every answer lies inside of its file`, { timeout: 120_000 }, () => {
    const directory = flake(name);
    const project = new Project({ directory, stored: diskFiles([directory]), parse });
    const view = freshView(project);
    let answers = 0;
    for (const file of view.files) {
      const whole = view.textOf(file) ?? "";
      for (const part of PARTS) {
        const text = whole.slice(0, Math.floor(whole.length * part));
        project.setFile(file, text);
        const ranges = rangesOf(view, file, text.length);
        answers += ranges.length;
        const outside = ranges.filter(({ start, end }) => start < 0 || end < start || end > text.length);
        expect({ file, part, outside }).toEqual({ file, part, outside: [] });
      }
      project.removeFile(file);
    }
    expect(answers).toBeGreaterThan(100);
  });
}

/** Of everything that is said about places in the file itself. */
function rangesOf(view: View, file: string, length: number): readonly OffsetRange[] {
  const place = { file, offset: Math.max(0, length - 2) };
  const lenses = codeLenses(view, file);
  for (const { about } of lenses) resolveCodeLens(view, about);
  const items = prepareCallHierarchy(view, place);
  const links = items.flatMap((item) => [...incomingLinks(view, item), ...outgoingLinks(view, item)]);
  why(view, place, undefined, (path) => path);
  const prepared = prepareRename(view, place);
  return [
    ...lenses.map(({ range }) => range),
    ...links.map(({ item }) => item.at).filter((at) => at.file === file),
    ...(prepared && "range" in prepared ? [prepared.range] : []),
    ...documentSymbols(view, file).flatMap(flat),
    ...documentLinks(view, file).map(({ range }) => range),
    ...fileMoveEdits(view, [{ from: file, to: `${file}.d/moved.nix` }]).filter((edit) => edit.file === file),
    ...folding(view, file),
    ...inlayHints(view, file, { start: 0, end: length }).map(({ offset }) => ({ start: offset, end: offset })),
    ...selectionRanges(view, place),
    ...semanticTokens(view, file),
  ];
}

/** A child lies in its parent, and a symbol's word in the symbol. */
function flat({ range, word, children }: OutlineSymbol): readonly OffsetRange[] {
  for (const inner of [word, ...children.map((child) => child.range)]) {
    expect(range.start <= inner.start && inner.end <= range.end).toBe(true);
  }
  return [range, word, ...children.flatMap(flat)];
}

/** Questions that are not asked above, and why they need not be. */
const EXCUSED: ReadonlyMap<string, string> = new Map([
  ["codeActions", "fixes are tried on broken files in test/rules"],
  ["completion", "test/features/completion/ asks in the middle of words"],
  ["declaration", "asked at every name by tools/sweep.ts, as its kin are"],
  ["definition", "as declaration"],
  ["highlight", "as declaration"],
  ["hover", "as declaration"],
  ["implementation", "as declaration"],
  ["references", "as declaration"],
  ["typeDefinition", "as declaration"],
  ["movedNameEdits", "edits what a graph without broken files says"],
  ["safeEdits", "as codeActions"],
  ["rename", "refused in a broken file"],
  ["workspaceSymbols", "of the graph"],
  ["branchesView", "of the graph"],
  ["compareHosts", "of the graph"],
  ["reach", "of the graph"],
  ["reveal", "of the graph"],
  ["schemaView", "of the graph"],
  ["treeSubject", "of the graph"],
]);

/** What files import under names that are not types, from the features. */
function askedIn(text: string): readonly string[] {
  return [...text.matchAll(/import \{([^}]*)\} from "[./]+\/features\/[^"]*"/g)].flatMap(([, names = ""]) =>
    names.split(",").flatMap((name) => (/^\s*type /.test(name) ? [] : [name.trim()])),
  );
}

test("every question of an editor is asked in half-typed code, or excused", () => {
  const questions = new URL("../../server/lsp/questions/", import.meta.url);
  const all = readdirSync(questions).flatMap((file) => askedIn(readFileSync(new URL(file, questions), "utf8")));
  const here = readFileSync(new URL(import.meta.url), "utf8");
  const asked = new Set(all.filter((name) => !HELPERS.has(name)));
  expect([...asked].filter((name) => !here.includes(`${name}(`) && !EXCUSED.has(name))).toEqual([]);
  expect([...EXCUSED.keys()].filter((name) => !asked.has(name))).toEqual([]);
});

/** They ask nothing by themselves. */
const HELPERS: ReadonlySet<string> = new Set(["editsByFile", "optionDocumentation", ""]);
