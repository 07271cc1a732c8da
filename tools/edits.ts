// Edits files of flakes, and compares what is kept of an analysis with one that is made afresh.

import { relative } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { type KnownRows, rootView } from "../server/features/views/host-tree.ts";
import { analyse } from "../server/rules/analyse.ts";
import type { Analysis } from "../server/rules/analysis.ts";
import { KnownFacts } from "../server/rules/file-facts.ts";
import { noSettings } from "../server/rules/rule-settings.ts";
import { parse } from "../server/syntax/parse.ts";
import { flakesBelow, loadBuiltGrammar, projectAt } from "./flake.ts";
import { percent } from "./tally.ts";
import { chanceOf, editKinds, pick, wordsOf } from "./text-edits.ts";

const usage = `Usage: npm run edits -- FOLDER... [--most N] [--seed N] [--only-kept]

FOLDER: a flake, or a folder of flakes. Of every flake, N edits are tried (default 100).
--only-kept   edits after which everything has to be found out again are not analysed, which saves time
Ends with 1 when something that is kept differs from what a fresh analysis finds.`;

interface Counts {
  tried: number;
  kept: number;
  wrong: number;
}

/** Prints each difference, and how often something could be kept, by kind of edit. Resolves to the exit code. */
export async function edits(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { most: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
  });
  if (positionals.length === 0) {
    console.error(usage);
    return 2;
  }
  await loadBuiltGrammar();
  const counts = new Map(
    Object.keys(editKinds).map((kind): [string, Counts] => [kind, { tried: 0, kept: 0, wrong: 0 }]),
  );
  for (const flake of positionals.flatMap(flakesBelow)) tryIn(flake, Number(values.most), Number(values.seed), counts);
  const all = [...counts.values()];
  for (const [kind, { tried, kept, wrong }] of counts)
    console.log(
      `${kind.padEnd(12)} ${tried} whole, ${percent(kept, tried)} kept${wrong > 0 ? `, ${wrong} wrong` : ""}`,
    );
  const [tried, kept, wrong] = (["tried", "kept", "wrong"] as const).map((key) =>
    all.reduce((sum, one) => sum + one[key], 0),
  );
  console.log(`${tried} edits that leave a file whole, ${kept} kept, ${wrong} of them wrong`);
  return wrong ? 1 : 0;
}

function tryIn(flake: string, most: number, seed: number, counts: ReadonlyMap<string, Counts>): void {
  const chance = chanceOf(seed);
  const project = projectAt(flake);
  const before = project.snapshot();
  const facts = new KnownFacts();
  const rows: KnownRows = new Map();
  const evaluated = analyse(before, noSettings, { known: facts, edited: new Set() });
  rootView(evaluated, String, undefined, { rows, edited: new Set() });
  const { graph } = evaluated;
  const files = graph.cells.flatMap(({ file, status }) => (status === "ignored" || status === "broken" ? [] : [file]));
  const words = wordsOf(files.map((file) => before.textOf(file) ?? ""));
  for (let turn = 0; turn < most; turn++) {
    const file = pick(chance, files) ?? graph.root.file;
    const kind = pick(chance, Object.keys(editKinds)) ?? "";
    const text = before.textOf(file) ?? "";
    const typed = editKinds[kind]?.(text, chance, words);
    const count = counts.get(kind);
    if (!count || typed === undefined || typed === text || parse(typed).problems.length > 0) continue;
    count.tried++;
    project.setFile(file, typed);
    const kept = before.editedTo(project.snapshot(), [file]);
    if (kept) {
      count.kept++;
      const edited = new Set([file]);
      const [now, fresh] = [analyse(kept, noSettings, { known: facts, edited }), analyse(project.snapshot())];
      const view = rootView(now, String, undefined, { rows, edited });
      const differences =
        differing(now, fresh) ?? (isDeepStrictEqual(view, rootView(fresh, String)) ? undefined : "rows of hosts");
      if (differences) {
        count.wrong++;
        console.log(`${kind} in ${relative(flake, file)} of ${flake}: ${differences}\n${changedLines(text, typed)}`);
      }
    }
    project.removeFile(file);
  }
}

/** What differs between two analyses; undefined: nothing. */
export function differing(kept: Analysis, fresh: Analysis): string | undefined {
  for (const part of Object.keys(fresh.graph) as (keyof Analysis["graph"])[])
    if (!isDeepStrictEqual(kept.graph[part], fresh.graph[part]))
      return `the graph's ${part}: ${firstDifference(kept.graph[part], fresh.graph[part])}`;
  const [findings, others] = [shownFindings(kept), shownFindings(fresh)];
  return isDeepStrictEqual(findings, others) ? undefined : `findings: ${firstDifference(findings, others)}`;
}

function shownFindings({ findings }: Analysis): readonly unknown[] {
  return findings.map(({ code, severity, message, at, related, tags, hosts, fixes }) => {
    return { code, severity, message, at, related, tags, hosts, fixes };
  });
}

function firstDifference(one: unknown, other: unknown, path = ""): string {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return `${path}: ${JSON.stringify(one)} / ${JSON.stringify(other)}`;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const [a, b] = [one, other] as Readonly<Record<string, unknown>>[];
  const key = keys.find((each) => !isDeepStrictEqual(a?.[each], b?.[each]));
  return key === undefined ? `${path}: in a map` : firstDifference(a?.[key], b?.[key], `${path}.${key}`);
}

function changedLines(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const first = now.findIndex((line, index) => line !== old[index]);
  return `  - ${old.slice(first, first + 2).join("\n  - ")}\n  + ${now.slice(first, first + 2).join("\n  + ")}`;
}
