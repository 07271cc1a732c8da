// Plants one mistake at a time in flakes, and says how many of them are reported.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Snapshot } from "../server/project/snapshot.ts";
import type { Analysis } from "../server/rules/analysis.ts";
import type { Finding } from "../server/rules/rule.ts";
import { flakeAt, loadBuiltGrammar } from "./flake.ts";
import { type Trial, trials, trialTable } from "./mutants/fixes.ts";
import { kinds } from "./mutants/kinds.ts";
import { type Mutant, sourceOf } from "./mutants/source.ts";
import { percent } from "./tally.ts";

const usage = `Usage: npm run mutants -- FLAKE... [--kind NAME] [--most N] [--list] [--fixes] [--json FILE]

--kind NAME   only this kind; may be given several times
--most N      up to this many of a kind in a flake (default 12)
--list        name every mutant that is not reported as it should be, and every fix that mends nothing
--fixes       try every fix that is offered, too
--json FILE   write the verdicts there
Ends with 0 whatever the result is.`;

/**
 * `right`: reported by a rule of the kind, at the place. `elsewhere`: something is reported, by another rule or at another place.
 * `equivalent`: the mutation changes nothing.
 */
type Verdict = "right" | "elsewhere" | "silent" | "equivalent";

interface Row {
  readonly flake: string;
  readonly kind: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly said: readonly string[];
  readonly where: readonly string[];
  readonly trials: readonly Trial[];
}

/** Judges every flake and prints the table. Resolves to the exit code, which says nothing about the result. */
export async function mutants(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      kind: { type: "string", multiple: true },
      most: { type: "string", default: "12" },
      list: { type: "boolean", default: false },
      fixes: { type: "boolean", default: false },
      json: { type: "string" },
    },
  });
  const unknown = (values.kind ?? []).filter((kind) => !Object.hasOwn(kinds, kind));
  if (positionals.length === 0 || unknown.length > 0) {
    console.error(
      unknown.length > 0
        ? `No such kind: ${unknown.join(", ")}

${usage}`
        : usage,
    );
    return 2;
  }
  loadBuiltGrammar();
  const chosen = values.kind ?? Object.keys(kinds);
  const rows = positionals.flatMap((place) => judge(place, Number(values.most), chosen, values.fixes));
  if (values.json) writeFileSync(values.json, JSON.stringify(rows, undefined, 1));
  if (values.list) {
    for (const { flake, kind, title, verdict, said, where } of rows)
      if (verdict === "silent" || verdict === "elsewhere")
        console.log(
          `${verdict} ${kind} in ${flake}: ${title} (${where.join(" ") || "anywhere"})${said.map((one) => `\n    ${one}`).join("")}`,
        );
  }
  console.log(table(rows));
  const tried = rows.flatMap((row) => row.trials);
  if (values.fixes && values.list)
    for (const { flake, title, verdict, why } of tried)
      if (verdict === "stays" || verdict === "new") console.log(`${verdict} in ${flake}: ${title}\n      ${why}`);
  if (values.fixes) console.log(`\n${trialTable(tried)}`);
  return 0;
}

function judge(place: string, most: number, chosen: readonly string[], withFixes: boolean): Row[] {
  const { look, directory, name } = flakeAt(place);
  const unmutated = look();
  const source = sourceOf(unmutated);
  const before = new Set(unmutated.analysis.findings.map((finding) => keyOf(finding, unmutated.analysis)));
  console.error(
    `${name}: ${before.size} findings unmutated, ${source.graph.hosts.filter(({ complete }) => complete).length} of ${source.graph.hosts.length} hosts complete`,
  );
  return chosen.flatMap((kind) =>
    sampled(kinds[kind]?.plant(source) ?? [], most).map((mutant) => {
      const looked = look(mutant.changes);
      const { analysis, snapshot } = looked;
      const fresh = analysis.findings.filter((finding) => !before.has(keyOf(finding, analysis)));
      const verdict = isEquivalent(kind, mutant, analysis) ? "equivalent" : verdictOf(kind, mutant, fresh, snapshot);
      const shown = (file: string) => file.replace(`${directory}/`, "");
      const said = fresh.map(
        ({ code, at, message }) =>
          `${code} ${shown(at.file)}:${snapshot.linesOf(at.file).positionAt(at.start).line}: ${message}`,
      );
      return {
        flake: name,
        kind,
        title: mutant.title,
        verdict,
        said,
        where: [...(mutant.places ?? [])].map(shown).slice(0, 4),
        trials: withFixes
          ? trials(name, {
              look,
              changes: mutant.changes,
              looked,
              fresh,
              known: unmutated.analysis.findings,
            })
          : [],
      };
    }),
  );
}

/** Evenly over all of them. */
function sampled(mutants: readonly Mutant[], most: number) {
  const unique = [...new Map(mutants.map((mutant) => [JSON.stringify([...mutant.changes]), mutant])).values()];
  if (unique.length <= most) return unique;
  return Array.from({ length: most }, (_, index) => unique[Math.floor((index * unique.length) / most)]).filter(
    (one) => one !== undefined,
  );
}

/** Without its place, which may move. */
function keyOf({ code, at, message }: Finding, { linesOf }: Analysis) {
  return `${code} ${at.file}:${linesOf(at.file).positionAt(at.start).line} ${message}`;
}

/** A renamed file that its loader takes anyway changes nothing, nor does a selection of a branch that something else consumes, too. */
function isEquivalent(kind: string, { changes, branch }: Mutant, { graph }: Analysis) {
  if (kind === "removed-selection")
    return graph.branches.some(
      ({ id, selectedBy, consumedBy }) => id === branch && selectedBy.length + consumedBy.length > 0,
    );
  if (kind !== "renamed-file") return false;
  const [, renamed = ""] = [...changes.keys()];
  return graph.cells.some(({ file, status }) => file === renamed && (status === "imported" || status === "reached"));
}

function verdictOf(kind: string, { places }: Mutant, fresh: readonly Finding[], { linesOf }: Snapshot): Verdict {
  const { codes = [] } = kinds[kind] ?? {};
  const isRight = fresh.some(({ code, at, related }) => {
    if (!codes.includes(code)) return false;
    return (
      !places ||
      [at, ...related.map((one) => one.at)].some(
        ({ file, start }) => places.has(`${file}:*`) || places.has(`${file}:${linesOf(file).positionAt(start).line}`),
      )
    );
  });
  if (isRight) return "right";
  return fresh.length > 0 ? "elsewhere" : "silent";
}

function table(all: readonly Row[]) {
  const lines = [...new Set(all.map(({ kind }) => kind)), "all"].map((kind) => {
    const of = all.filter((row) => kind === "all" || row.kind === kind);
    const count = (verdict: Verdict) => of.filter((row) => row.verdict === verdict).length;
    const judged = of.length - count("equivalent");
    const share = percent(count("right"), judged);
    return `| ${kind} | ${judged} | ${count("right")} | ${count("elsewhere")} | ${count("silent")} | ${share} | ${count("equivalent")} |`;
  });
  return `| kind | mutants | right rule, right place | elsewhere | silent | right | equivalent, left out |\n|---|---|---|---|---|---|---|\n${lines.join("\n")}`;
}
