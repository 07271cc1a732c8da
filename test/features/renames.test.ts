import { expect, test } from "vitest";
import { diskFiles } from "../../server/disk.ts";
import { showOption } from "../../server/option-path.ts";
import { Project } from "../../server/project/project.ts";
import { parse } from "../../server/syntax/parse.ts";
import { flake } from "../lsp/scratch.ts";
import { everyName, freshView, localNames, renameLocals, renameOne } from "./every-name.ts";
import "../grammar.ts";

/** Names that are made by code, or may be. */
const refused: Readonly<Record<string, readonly string[]>> = {
  seed: [
    "option my.theme.petals.petal_1: its name is not written at cells/options/theme.nix:46, but made",
    "option my.theme.petals.petal_2: its name is not written at cells/options/theme.nix:46, but made",
    "option my.theme.petals.petal_3: its name is not written at cells/options/theme.nix:46, but made",
  ],
  orchard: [],
};

/** Options whose names no file writes. */
const unwritten: Readonly<Record<string, readonly string[]>> = {
  seed: ["my.theme.colors.clay", "my.theme.colors.moss", "my.theme.colors.thistle"],
  orchard: [],
};

for (const [name, reasons] of Object.entries(refused)) {
  test(`every option, branch and host of ${name}, renamed one at a time, leaves the graph as it was`, {
    timeout: 300_000,
  }, () => {
    const directory = flake(name);
    const project = new Project({ directory, stored: diskFiles([directory]), parse });
    const view = freshView(project);
    const names = everyName(view);
    const outcomes = names.map((one) => ({ title: one.title, outcome: renameOne(project, view, one) }));
    expect(outcomes.filter(({ outcome }) => outcome.kind === "wrong")).toEqual([]);
    const said = outcomes.flatMap(({ title, outcome }) =>
      outcome.kind === "refused" ? [`${title}: ${outcome.reason}`] : [],
    );
    expect(said).toEqual(reasons);
    const asked = new Set(names.flatMap(({ change }) => change.paths.map(showOption)));
    const missed = view.graph.options.map(({ path }) => showOption(path)).filter((path) => !asked.has(path));
    expect(missed).toEqual(unwritten[name]);
  });

  test(`every local name of ${name}, renamed, leaves the graph as it was`, { timeout: 300_000 }, () => {
    const directory = flake(name);
    const project = new Project({ directory, stored: diskFiles([directory]), parse });
    const view = freshView(project);
    const byFile = view.files.map((file) => localNames(view, file));
    const rounds = Math.max(...byFile.map((locals) => locals.length));
    expect(rounds).toBeGreaterThan(0);
    for (let round = 0; round < rounds; round++) {
      const found = renameLocals(
        project,
        view,
        byFile.flatMap((locals) => locals[round] ?? []),
      );
      expect(found).toEqual({ refused: [], before: [], after: [] });
    }
  });
}
