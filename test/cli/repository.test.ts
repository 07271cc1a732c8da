import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GraphJson } from "../../server/graph/graph-json.ts";
import { git, withoutGit } from "../project/git.ts";
import { rootText } from "../small-flake.ts";
import { dendritic, folderWith } from "./run.ts";

const root = rootText({});

/** A repository whose commit holds a flake in the folder `nix`, with one cell. */
function repository(): string {
  const folder = folderWith({ "nix/flake.nix": root, "nix/cells/a.nix": "{ }\n" });
  git(folder, "init", "--quiet");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "--message", "A flake");
  return folder;
}

function graph(...args: readonly string[]): GraphJson {
  return JSON.parse(dendritic(["graph", "--format", "json", ...args]).stdout);
}

/** `a.nix imported` */
function cells(...args: readonly string[]): readonly string[] {
  const all = graph(...args).cells.map(({ file, status }) => `${file} ${status}`);
  return all.filter((cell) => cell.startsWith("cells/")).map((cell) => cell.slice("cells/".length));
}

describe.skipIf(withoutGit !== undefined)("a flake in a git repository", () => {
  test("a new cell is untracked until git knows of it", () => {
    const folder = repository();
    const flake = join(folder, "nix");
    writeFileSync(join(flake, "cells", "new.nix"), "{ }\n");
    expect(cells(flake)).toEqual(["a.nix imported", "new.nix untracked"]);
    expect(graph(flake).cells.find(({ status }) => status === "untracked")?.reason).toBe(
      "not in git's index, so Nix does not see it",
    );
    expect(cells("--path", flake)).toEqual(["a.nix imported", "new.nix imported"]);
    git(folder, "add", "--intent-to-add", "nix/cells/new.nix");
    expect(cells(flake)).toEqual(["a.nix imported", "new.nix imported"]);
    git(folder, "rm", "--cached", "--quiet", "nix/cells/a.nix");
    expect(cells(flake)).toEqual(["a.nix untracked", "new.nix imported"]);
  });

  test("a linked worktree has an index of its own", () => {
    const folder = repository();
    const linked = join(folderWith({}), "linked");
    git(folder, "worktree", "add", "--quiet", linked);
    const cell = join("nix", "cells", "new.nix");
    for (const top of [folder, linked]) writeFileSync(join(top, cell), "{ }\n");
    git(linked, "add", cell);
    expect(cells(join(linked, "nix"))).toEqual(["a.nix imported", "new.nix imported"]);
    expect(cells(join(folder, "nix"))).toEqual(["a.nix imported", "new.nix untracked"]);
  });

  test("a submodule has an index of its own", () => {
    const outer = folderWith({ "README.md": "" });
    git(outer, "init", "--quiet");
    git(outer, "submodule", "--quiet", "add", repository(), "inner");
    const flake = join(outer, "inner", "nix");
    writeFileSync(join(flake, "cells", "new.nix"), "{ }\n");
    expect(cells(flake)).toEqual(["a.nix imported", "new.nix untracked"]);
  });

  test("a tree of which git knows nothing is said to be the reason why nothing is there", () => {
    const folder = folderWith({ "flake.nix": root, "cells/a.nix": "{ }\n", "cells/deep/b.nix": "{ }\n" });
    git(folder, "init", "--quiet");
    git(folder, "add", "flake.nix");
    expect(cells(folder)).toEqual(["a.nix untracked", "deep/b.nix untracked"]);
    expect(dendritic(["check", folder]).stderr).toBe(
      "dendritic: flake.nix:5: none of the files is in git's index, so Nix sees none of them\n",
    );
  });

  test("everything counts where flake.nix is not tracked, or nothing ever was", () => {
    const folder = repository();
    const other = join(folder, "other");
    mkdirSync(join(other, "cells"), { recursive: true });
    writeFileSync(join(other, "flake.nix"), root);
    writeFileSync(join(other, "cells", "b.nix"), "{ }\n");
    expect(cells(other)).toEqual(["b.nix imported"]);
    const fresh = folderWith({ "flake.nix": root, "cells/c.nix": "{ }\n" });
    git(fresh, "init", "--quiet");
    expect(cells(fresh)).toEqual(["c.nix imported"]);
  });
});

test("everything counts where the index cannot be understood, or .git is none", () => {
  const files = { "flake.nix": root, "cells/a.nix": "{ }\n" };
  const broken = folderWith({ ...files, ".git/HEAD": "ref: refs/heads/main\n", ".git/index": "DIRC, but no more" });
  expect(cells(broken)).toEqual(["a.nix imported"]);
  expect(cells(folderWith({ ...files, ".git": "gitdir: nowhere\n" }))).toEqual(["a.nix imported"]);
});
