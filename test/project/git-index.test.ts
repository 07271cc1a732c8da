import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { assert, property, uint8Array } from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { trackedPaths } from "../../server/project/git-index.ts";
import { git, withoutGit } from "./git.ts";
import { indexBytes } from "./index-bytes.ts";

const INTENT_TO_ADD = 0x2000;
const SKIP_WORKTREE = 0x4000;

const paths = ["cells/a.nix", "cells/desktop/bar.nix", "cells/desktop/größe.nix", "cells/b.nix", "flake.nix"];
const entries = paths.map((path) => ({ path }));

function tracked(parts: Parameters<typeof indexBytes>[0]): readonly string[] | undefined {
  const found = trackedPaths(indexBytes(parts));
  return found && [...found];
}

describe("bytes", () => {
  for (const version of [2, 3, 4] as const)
    for (const hashBytes of [20, 32] as const)
      test(`version ${version} with hashes of ${hashBytes} bytes`, () =>
        expect(tracked({ version, hashBytes, entries })).toEqual(paths));

  test("names of every length, also those longer than the length field", () => {
    const many = Array.from({ length: 40 }, (_, index) => `a/${"n".repeat(index + 1)}`);
    const long = [`b/${"m".repeat(300)}`, `b/${"m".repeat(5000)}`, "c"];
    for (const version of [2, 4] as const)
      expect(tracked({ version, entries: [...many, ...long].map((path) => ({ path })) })).toEqual([...many, ...long]);
  });

  test("what is only intended to be added, and what is not checked out", () => {
    const marked = [
      { path: "a.nix", flags: INTENT_TO_ADD },
      { path: "b.nix" },
      { path: "c.nix", flags: SKIP_WORKTREE },
    ];
    for (const version of [3, 4] as const)
      expect(tracked({ version, entries: marked })).toEqual(["a.nix", "b.nix", "c.nix"]);
  });

  test("a submodule, a symlink, a directory of a sparse index", () => {
    const special = [
      { path: "link", mode: 0o120000 },
      { path: "module", mode: 0o160000 },
      { path: "sparse/", mode: 0o040000 },
    ];
    const extensions = [["sdir", ""]] as const;
    expect(tracked({ version: 3, entries: special, extensions })).toEqual(["link", "module", "sparse"]);
  });

  test("the same path in several stages of a merge", () =>
    expect(tracked({ version: 2, entries: [{ path: "a.nix" }, { path: "a.nix" }] })).toEqual(["a.nix"]));

  test("extensions that may be left out, and those that may not", () => {
    const more = (...extensions: readonly (readonly [string, string])[]) =>
      tracked({ version: 2, entries, extensions });
    expect(more(["TREE", "0123456789"], ["UNTR", ""])).toEqual(paths);
    expect(more(["TREE", "0123456789"], ["link", "01234567890123456789"])).toBeUndefined();
    expect(more(["news", ""])).toBeUndefined();
  });

  test("an empty index tracks nothing", () => {
    expect(tracked({ version: 2, entries: [] })).toEqual([]);
    expect(tracked({ version: 4, entries: [], hashBytes: 32 })).toEqual([]);
  });

  test("bytes that are part of a larger buffer", () => {
    const bytes = indexBytes({ version: 2, entries });
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 7);
    expect(trackedPaths(larger.subarray(7))?.size).toBe(paths.length);
  });
});

describe("no index", () => {
  test("every beginning of one", () => {
    const whole = indexBytes({ version: 4, entries });
    for (let length = 0; length < whole.length; length++)
      expect(trackedPaths(whole.subarray(0, length))).toBeUndefined();
  });

  test("another version", () => {
    const bytes = indexBytes({ version: 2, entries });
    for (const version of [0, 1, 5]) expect(trackedPaths(bytes.with(7, version))).toBeUndefined();
  });

  test("no bytes make it fail", () => {
    const start = [...indexBytes({ version: 2, entries: [] })].slice(0, 7);
    assert(
      property(uint8Array({ maxLength: 300 }), (rest) => {
        trackedPaths(rest);
        trackedPaths(Uint8Array.from([...start, ...rest]));
      }),
    );
  });
});

describe.skipIf(withoutGit !== undefined)("as git writes it", () => {
  const repositories = {
    "version 2": ["--object-format=sha1"],
    "SHA-256": ["--object-format=sha256"],
  } as const;
  for (const [name, options] of Object.entries(repositories))
    test(name, () => {
      const folder = repository(options);
      expect(index(folder)).toEqual(["cells/a.nix", "cells/b.nix", "flake.nix"]);
      git(folder, "add", "--intent-to-add", "cells/new.nix");
      expect(index(folder)).toEqual(["cells/a.nix", "cells/b.nix", "cells/new.nix", "flake.nix"]);
      git(folder, "update-index", "--index-version", "4");
      expect(index(folder)).toEqual(["cells/a.nix", "cells/b.nix", "cells/new.nix", "flake.nix"]);
      git(folder, "rm", "--cached", "--quiet", "cells/b.nix");
      expect(index(folder)).toEqual(["cells/a.nix", "cells/new.nix", "flake.nix"]);
    });

  test("a split index is given up", () => {
    const folder = repository([]);
    git(folder, "update-index", "--split-index");
    expect(index(folder)).toBeUndefined();
  });
});

/** A repository with some files, all but cells/new.nix in its index. */
function repository(options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "dendritic-index-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of ["cells/a.nix", "cells/b.nix", "cells/new.nix", "flake.nix"]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "{ }\n");
  }
  git(folder, "init", "--quiet", ...options);
  git(folder, "add", "flake.nix", "cells/a.nix", "cells/b.nix");
  return folder;
}

function index(folder: string): readonly string[] | undefined {
  const found = trackedPaths(readFileSync(join(folder, ".git", "index")));
  return found && [...found];
}
