import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { hover } from "../../server/features/hover/hover.ts";
import { viewOf } from "../../server/features/view.ts";
import { Project } from "../../server/project/project.ts";
import { analyse } from "../../server/rules/analyse.ts";
import { parse } from "../../server/syntax/parse.ts";
import { branches, host, root, schema } from "../features/seedling.ts";
import { memoryFiles, parseFixture } from "../fixture.ts";
import "../grammar.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const FILE = "/cells/desk.nix";

/** Analyses the project, asks about it, and lets go of everything but the project. */
function analysed(project: Project): Readonly<Record<string, WeakRef<object>>> {
  const snapshot = project.snapshot();
  const analysis = analyse(snapshot);
  const view = viewOf(project, analysis);
  hover(view, { file: FILE, offset: 5 });
  const tree = snapshot.treeOf(FILE);
  const found = {
    snapshot,
    analysis,
    graph: analysis.graph,
    view,
    tree: tree ?? {},
    names: snapshot.namesOf(FILE) ?? {},
  };
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, new WeakRef(value)]));
}

test("after an edit nothing of the snapshot before is kept", async () => {
  const { files } = parseFixture(`${root}${schema}${host}${branches}\n`);
  const project = new Project({ directory: "", stored: memoryFiles(files), parse });
  const before = analysed(project);
  project.setFile(FILE, `${files.get(FILE)}\n# more\n`);
  const after = analysed(project);
  // What a weak reference leads to stays until the job that made it ends.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(Object.keys(before).filter((name) => before[name]?.deref() !== undefined)).toEqual([]);
  expect(after.tree?.deref()).toBeDefined();
});
