// Renames every option, branch and host of a flake, one at a time, and compares the graph of the renamed flake with the old one. Nothing is
// written.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { everyName, freshView, renameOne } from "../test/features/every-name.ts";
import { loadBuiltGrammar, projectAt } from "./flake.ts";

const usage = `Usage: npm run renames -- FLAKE [TEXT] [--most N]

TEXT: only names that hold it. --most N: that many of them, evenly picked.
Ends with 1 when an answer was wrong.`;

/** Renames, and prints what was refused or went wrong. Resolves to the exit code. */
export async function renames(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { most: { type: "string" } } });
  const [place, wanted = ""] = positionals;
  const most = values.most === undefined ? Number.POSITIVE_INFINITY : Number(values.most);
  if (!place || !(most > 0)) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  const project = projectAt(place);
  const view = freshView(project);
  const names = everyName(view).filter(({ title }) => title.includes(wanted));
  const picked = evenly(names, most);
  console.log(`${basename(project.directory)}: ${picked.length} of ${names.length} names`);
  const count = { renamed: 0, refused: 0, wrong: 0 };
  const reasons = new Map<string, number>();
  const milliseconds: number[] = [];
  for (const name of picked) {
    const start = performance.now();
    const outcome = renameOne(project, view, name);
    milliseconds.push(performance.now() - start);
    count[outcome.kind]++;
    if (outcome.kind === "refused") {
      const kind = kindOf(outcome.reason);
      reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
      console.log(`refused ${name.title}: ${outcome.reason}`);
    }
    if (outcome.kind === "wrong") console.log(`WRONG ${name.title}\n- ${outcome.missing[0]}\n+ ${outcome.extra[0]}`);
    if (outcome.kind === "renamed" && wanted) console.log(`renamed ${name.title}: ${outcome.edits} edits`);
  }
  for (const [reason, times] of [...reasons].sort(([, a], [, b]) => b - a)) console.log(`${times} × ${reason}`);
  const counts = `${count.renamed} renamed, ${count.refused} refused, ${count.wrong} wrong`;
  console.log(`${counts}; median ${median(milliseconds).toFixed(0)} ms, check included`);
  return count.wrong > 0 ? 1 : 0;
}

function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, at) => Math.floor(at / step) > Math.floor((at - 1) / step));
}

/** The reason for a refusal, whatever the names and places in it. */
function kindOf(reason: string): string {
  return reason.replaceAll(/`[^`]*`/g, "…").replaceAll(/\bat \S+:\d+\b/g, "at …");
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
