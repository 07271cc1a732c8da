import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { AnalysedRoot } from "../../server/lsp/analysed-root.ts";
import { noSettings } from "../../server/lsp/client-settings.ts";
import type { RootResult } from "../../server/lsp/thread-messages.ts";
import { parse } from "../../server/syntax/parse.ts";
import { chanceOf, editKinds, pick, wordsOf } from "../../tools/text-edits.ts";
import { scratchFlake } from "./scratch.ts";
import "../grammar.ts";

const SEED = Number(process.env.PROPERTY_SEED ?? 20261125);
const files = ["cells/soil/boot.nix", "cells/shell/prompt.nix", "cells/theme.nix", "cells/hosts/sparrow/default.nix"];

function analysed(root: AnalysedRoot): RootResult {
  return root.analyse(noSettings, () => {});
}

/** What users see; what is drawn is compared with the result before. */
function shown({ view, broken, diagnostics }: RootResult) {
  return { view, broken, diagnostics };
}

function freshResult(folder: string, open: ReadonlyMap<string, string>): RootResult {
  const fresh = new AnalysedRoot(folder, parse, {});
  for (const [file, text] of open) fresh.edit(file, text);
  return analysed(fresh);
}

test("edits one after another, broken ones among them, end where a fresh start begins", { timeout: 120_000 }, () => {
  const folder = scratchFlake("seed");
  const chance = chanceOf(SEED);
  const root = new AnalysedRoot(folder, parse, {});
  const paths = files.map((file) => `${folder}/${file}`);
  const words = wordsOf(paths.map((path) => readFileSync(path, "utf8")));
  const open = new Map<string, string>();
  let [last, held, compared] = [analysed(root), 0, 0];
  const edit = (path: string, text: string) => {
    open.set(path, text);
    root.edit(path, text);
    root.ownDiagnostics(path, noSettings);
  };
  for (let turn = 0; turn < 400; turn++) {
    const path = pick(chance, paths) ?? "";
    const text = open.get(path) ?? readFileSync(path, "utf8");
    const kind = editKinds[pick(chance, Object.keys(editKinds)) ?? ""];
    const at = Math.floor(chance() * text.length);
    const what = chance();
    if (what < 0.3) edit(path, text.slice(0, at) + text.slice(at + 1 + Math.floor(chance() * 3)));
    else if (what < 0.5) edit(path, readFileSync(path, "utf8"));
    else edit(path, kind?.(text, chance, words) ?? text);
    if (chance() < 0.3) continue;
    if (chance() < 0.1) root.rest();
    const isBroken = [...open.values()].some((each) => parse(each).problems.length > 0);
    const result = analysed(root);
    if (isBroken) {
      held++;
      expect(result.view.hosts).toEqual(last.view.hosts);
      if (chance() < 0.2) for (const each of paths) edit(each, readFileSync(each, "utf8"));
    } else {
      compared++;
      const fresh = freshResult(folder, open);
      expect(result.diagnostics).toEqual(fresh.diagnostics);
      // Hosts that cannot be built keep rows, which a fresh start has none of.
      const isWhole = fresh.view.hosts.every(({ marks }) => !marks.includes("incomplete"));
      if (!fresh.broken && isWhole) expect(shown(result)).toEqual(shown(fresh));
      last = result;
    }
  }
  expect(Math.min(held, compared)).toBeGreaterThan(20);
});

test("while a file does not parse, its own mistakes are reported and everything else stays; storing it ends that", () => {
  const folder = scratchFlake("seed");
  const root = new AnalysedRoot(folder, parse, {});
  const before = analysed(root);
  const file = `${folder}/${files[0]}`;
  root.edit(file, "{ config, ... }: {");
  const own = root.ownDiagnostics(file, noSettings);
  expect(own?.map(({ code }) => code)).toEqual(["syntax"]);
  const held = analysed(root);
  expect(shown(held)).toEqual({ ...shown(before), diagnostics: new Map([...before.diagnostics, [file, own]]) });
  expect(root.rest()?.view.problem).toMatchObject({ kind: "broken" });
  root.storedChanged([file]);
  expect(analysed(root).broken).toBe(true);
});

test("a new file that is open before it is heard of on disk belongs to the flake; storing an open file changes nothing more", () => {
  const folder = scratchFlake("seed");
  const root = new AnalysedRoot(folder, parse, {});
  analysed(root);
  const file = `${folder}/cells/shed.nix`;
  const text = "{ my.branches.shed.nixosModules = [ { boot.x = 1; } ]; }\n";
  writeFileSync(file, text);
  root.edit(file, text);
  analysed(root);
  expect(root.storedChanged([file])).toBe(true);
  expect(
    analysed(root)
      .diagnostics.get(file)
      ?.map(({ code }) => code),
  ).toEqual(["unmerged-leaf"]);
  const edited = `# more\n${text}`;
  root.edit(file, edited);
  const before = analysed(root);
  writeFileSync(file, edited);
  expect(root.storedChanged([file])).toBe(false);
  expect(shown(analysed(root))).toEqual(shown(before));
  rmSync(file);
  expect(root.storedChanged([file])).toBe(true);
});
