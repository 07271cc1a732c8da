// Renames every option, branch and host of a flake, one at a time, and compares the graph of the renamed flake with the old one.
// Usage: node scripts/renames.mjs DIR [TEXT]   DIR: a flake; TEXT: only names that hold it. Nothing is written.
// Needs a Node that runs TypeScript, and the built grammar in dist/. Ends with 1 when an answer was wrong.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { diskFiles, repositoryAround } from "../server/disk.ts";
import { Project } from "../server/project/project.ts";
import { loadGrammar, parse } from "../server/syntax/parse.ts";
import { everyName, freshView, renameOne } from "../test/features/every-name.ts";

const [folder, wanted = ""] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node scripts/renames.mjs DIR [TEXT]");
  process.exit(2);
}
const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-nix.wasm"].map((name) =>
  readFileSync(new URL(`../dist/${name}`, import.meta.url)),
);
if (runtime && grammar) await loadGrammar({ runtime, grammar });
const directory = resolve(folder);
const project = new Project({ directory, stored: diskFiles([directory]), parse });
project.setRepository(repositoryAround(directory));
const count = { renamed: 0, refused: 0, wrong: 0 };
const view = freshView(project);
for (const name of everyName(view)) {
  if (!name.title.includes(wanted)) continue;
  const outcome = renameOne(project, view, name);
  count[outcome.kind]++;
  if (outcome.kind === "refused") console.log(`refused ${name.title}: ${outcome.reason}`);
  if (outcome.kind === "wrong") console.log(`WRONG ${name.title}\n- ${outcome.missing[0]}\n+ ${outcome.extra[0]}`);
  if (outcome.kind === "renamed" && wanted) console.log(`renamed ${name.title}: ${outcome.edits} edits`);
}
console.log(`${count.renamed} renamed, ${count.refused} refused, ${count.wrong} wrong`);
process.exitCode = count.wrong > 0 ? 1 : 0;
