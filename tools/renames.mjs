// Renames every option, branch and host of a flake, one at a time, and compares the graph of the renamed flake with the old one.
// Usage: npm run renames -- DIR [TEXT] [--most N]   DIR: a flake; TEXT: only names that hold it; N: that many of them, evenly picked.
// Nothing is written. Needs a Node that runs TypeScript, and the built grammar in dist/. Ends with 1 when an answer was wrong.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { diskFiles, repositoryAround } from "../server/disk.ts";
import { Project } from "../server/project/project.ts";
import { loadGrammar, parse } from "../server/syntax/parse.ts";
import { everyName, freshView, renameOne } from "../test/features/every-name.ts";

const args = process.argv.slice(2);
const most = args.includes("--most") ? Number(args[args.indexOf("--most") + 1]) : Number.POSITIVE_INFINITY;
const [folder, wanted = ""] = args.filter((one, at) => one !== "--most" && args[at - 1] !== "--most");
if (!folder || !(most > 0)) {
  console.error("usage: npm run renames -- DIR [TEXT] [--most N]");
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
/** How often renaming was refused for which reason, whatever the names and places in it. @type {Map<string, number>} */
const reasons = new Map();
/** @type {number[]} */
const milliseconds = [];
const view = freshView(project);
const names = everyName(view).filter(({ title }) => title.includes(wanted));
const step = Math.max(1, names.length / most);
const picked = names.filter((_, at) => Math.floor(at / step) > Math.floor((at - 1) / step));
console.log(`${directory.slice(directory.lastIndexOf("/") + 1)}: ${picked.length} of ${names.length} names`);
for (const name of picked) {
  const start = performance.now();
  const outcome = renameOne(project, view, name);
  milliseconds.push(performance.now() - start);
  count[outcome.kind]++;
  if (outcome.kind === "refused") {
    const kind = outcome.reason.replaceAll(/`[^`]*`/g, "…").replaceAll(/\bat \S+:\d+\b/g, "at …");
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
    console.log(`refused ${name.title}: ${outcome.reason}`);
  }
  if (outcome.kind === "wrong") console.log(`WRONG ${name.title}\n- ${outcome.missing[0]}\n+ ${outcome.extra[0]}`);
  if (outcome.kind === "renamed" && wanted) console.log(`renamed ${name.title}: ${outcome.edits} edits`);
}
for (const [reason, times] of [...reasons].sort(([, a], [, b]) => b - a)) console.log(`${times} × ${reason}`);
const sorted = milliseconds.toSorted((a, b) => a - b);
const median = (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0);
console.log(
  `${count.renamed} renamed, ${count.refused} refused, ${count.wrong} wrong; median ${median} ms, check included`,
);
process.exitCode = count.wrong > 0 ? 1 : 0;
