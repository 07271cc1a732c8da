import { describe, expect, test } from "vitest";
import { makeSnapshot, type SnapshotSource } from "../../server/project/snapshot.ts";
import { trackedFiles } from "../../server/project/tracked-files.ts";
import { parse } from "../../server/syntax/parse.ts";
import { memoryFiles } from "../fixture.ts";
import { rootText } from "../small-flake.ts";
import "../grammar.ts";

const FLAKE = rootText({});

const stored = [
  "/repo/README.md",
  "/repo/nix/flake.nix",
  "/repo/nix/cells/a.nix",
  "/repo/nix/cells/new.nix",
  "/repo/nix/cells/deep/newer.nix",
  "/repo/nix/cells/.tool/own.nix",
  "/repo/nix/cells/module/in.nix",
  "/repo/vendor/den/flake.nix",
  "/elsewhere/x.nix",
];
const files = memoryFiles(new Map(stored.map((path) => [path, path.endsWith("flake.nix") ? FLAKE : "{ }\n"])));
const tracked = new Set(["README.md", "nix/flake.nix", "nix/cells/a.nix", "nix/cells/gone.nix", "nix/cells/module"]);
const repository = { directory: "/repo", tracked };

describe("the files that Nix sees", () => {
  const seen = trackedFiles(files, "/repo/nix", repository);

  test("are the tracked ones, in every way of asking", () => {
    expect(stored.filter((path) => seen.kind(path) === "regular")).toEqual([
      "/repo/README.md",
      "/repo/nix/flake.nix",
      "/repo/nix/cells/a.nix",
      "/repo/nix/cells/module/in.nix",
      "/elsewhere/x.nix",
    ]);
    expect(stored.filter((path) => seen.read(path) !== undefined)).toEqual(
      stored.filter((path) => seen.kind(path) !== undefined),
    );
    expect(seen.list("/repo/nix/cells")?.map(({ name }) => name)).toEqual(["a.nix", "module"]);
  });

  test("lie in directories that lead to one", () => {
    const kinds = ["/", "/repo", "/repo/nix/cells", "/repo/nix/cells/deep", "/repo/vendor"].map((path) =>
      seen.kind(path),
    );
    expect(kinds).toEqual(["directory", "directory", "directory", undefined, undefined]);
    expect(seen.list("/repo/nix/cells/deep")).toBeUndefined();
    expect(seen.list("/repo")?.map(({ name }) => name)).toEqual(["README.md", "nix"]);
  });

  test("are not others because they are tracked: what is not stored is not there", () =>
    expect(seen.kind("/repo/nix/cells/gone.nix")).toBeUndefined());

  test("are all below a directory that counts whole, but never because that one is around the flake", () => {
    const free = trackedFiles(files, "/repo/nix", repository, ["/repo/vendor/den", "/repo/"]);
    expect(free.kind("/repo/vendor/den")).toBe("directory");
    expect(free.kind("/repo/vendor/den/flake.nix")).toBe("regular");
    expect(free.kind("/repo/nix/cells/new.nix")).toBeUndefined();
  });

  test("are all when the flake is not tracked", () => {
    expect(trackedFiles(files, "/repo/vendor/den", repository)).toBe(files);
  });
});

describe("cells", () => {
  function cells(source: Partial<SnapshotSource>): readonly string[] {
    const snapshot = makeSnapshot({ directory: "/repo/nix", files, parse: (text) => parse(text), ...source });
    return snapshot.graph().cells.map(({ file, status }) => `${file.slice("/repo/nix/".length)} ${status}`);
  }

  test("that git does not track are listed, though Nix does not see them", () => {
    expect(cells({ repository })).toEqual([
      "cells/a.nix imported",
      "cells/deep/newer.nix untracked",
      "cells/module/in.nix imported",
      "cells/new.nix untracked",
      "flake.nix reached",
    ]);
  });

  test("all take part without a repository", () => {
    const statuses = cells({}).map((cell) => cell.split(" ")[1]);
    expect(statuses).toEqual([...new Array(5).fill("imported"), "reached"]);
  });

  test("say why, and can be read anyway", () => {
    const snapshot = makeSnapshot({ directory: "/repo/nix", files, parse: (text) => parse(text), repository });
    const cell = snapshot.graph().cells.find(({ file }) => file.endsWith("/new.nix"));
    expect(cell?.reason).toBe("not in git's index, so Nix does not see it");
    expect(snapshot.textOf("/repo/nix/cells/new.nix")).toBe("{ }\n");
  });
});

test("an untracked file that is imported by its name does not exist, and is listed", () => {
  const flake = FLAKE.replace("(inputs.import-tree ./cells)", "./new.nix");
  const own = memoryFiles(
    new Map([
      ["/repo/flake.nix", flake],
      ["/repo/new.nix", "{ }\n"],
    ]),
  );
  const repository = { directory: "/repo", tracked: new Set(["flake.nix"]) };
  const graph = makeSnapshot({ directory: "/repo", files: own, parse: (text) => parse(text), repository }).graph();
  expect(graph.cells.map(({ file, status }) => [file, status])).toContainEqual(["/repo/new.nix", "untracked"]);
  expect(graph.problems.map(({ message }) => message)).toContain("path '/repo/new.nix' does not exist");
});
