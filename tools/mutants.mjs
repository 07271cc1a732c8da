// Plants one mistake at a time in flakes, and says how many of them are reported.
// Usage: npm run mutants -- DIR... [--kind NAME] [--most N] [--list] [--json FILE]
//   --kind NAME   only this kind; may be given several times     --most N      so many of a kind in a flake (default 12)
//   --list        name every mutant that is not reported as it should be, and every fix that mends nothing
//   --fixes       try every fix that is offered, too
// Needs the built grammar in dist/.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { loadGrammar } from "../server/syntax/parse.ts";
import { trials, trialTable } from "./mutants/fixes.mjs";
import { flakeAt } from "./mutants/flake.mjs";
import {
  misspeltBranch,
  misspeltClass,
  misspeltCollector,
  misspeltLeaf,
  misspeltOption,
  misspeltRead,
} from "./mutants/names.mjs";
import { sourceOf } from "./mutants/source.mjs";
import {
  brokenPath,
  droppedPath,
  duplicateAttribute,
  duplicateDefinition,
  importTypo,
  removedDeclaration,
  removedSelection,
  renamedFile,
} from "./mutants/structure.mjs";
import { innerConfig, missingArgument, outerConfig, wrongType } from "./mutants/values.mjs";

/**
 * @typedef {import("./mutants/source.mjs").Source} Source
 * @typedef {import("./mutants/source.mjs").Mutant} Mutant
 * @typedef {import("./mutants/flake.mjs").Analysis} Analysis
 * @typedef {import("../server/rules/rule.ts").Finding} Finding
 * @typedef {"right" | "elsewhere" | "silent" | "equivalent"} Verdict
 * @typedef {import("./mutants/fixes.mjs").Trial} Trial
 * @typedef {{ flake: string, kind: string, title: string, verdict: Verdict, said: string[], where: string[], trials: Trial[] }} Row
 */

/**
 * Kinds of mistakes, and the rules that are to report them.
 * @type {Readonly<Record<string, { codes: readonly string[], plant: (source: Source) => Mutant[] }>>}
 */
const kinds = {
  "misspelt-option": { codes: ["undeclared-option"], plant: (source) => misspeltOption(source, false) },
  "misspelt-lower-option": {
    codes: ["undeclared-option", "undeclared-in-host"],
    plant: (source) => misspeltOption(source, true),
  },
  "misspelt-read": { codes: ["undeclared-option", "evaluation-error", "outer-config"], plant: misspeltRead },
  "misspelt-branch": {
    codes: ["unknown-branch", "hidden-lookup", "missing-argument", "evaluation-error"],
    plant: misspeltBranch,
  },
  "misspelt-leaf": { codes: ["unmerged-leaf", "unknown-branch", "undeclared-option"], plant: misspeltLeaf },
  "misspelt-class": {
    codes: ["misspelt-class", "unmerged-leaf", "unknown-branch", "undeclared-option"],
    plant: misspeltClass,
  },
  "misspelt-collector": {
    codes: ["misspelt-collector", "undeclared-output", "undeclared-option", "unknown-branch"],
    plant: misspeltCollector,
  },
  "removed-declaration": {
    codes: [
      "undeclared-option",
      "undeclared-in-host",
      "evaluation-error",
      "undeclared-output",
      "inner-config",
      "outer-config",
    ],
    plant: removedDeclaration,
  },
  "removed-selection": { codes: ["unmerged-leaf"], plant: removedSelection },
  "wrong-type": { codes: ["type-mismatch", "evaluation-error"], plant: wrongType },
  "import-typo": { codes: ["import-typo", "undeclared-option"], plant: importTypo },
  "renamed-file": {
    codes: [
      "ignored-cell",
      "unknown-branch",
      "undeclared-option",
      "undeclared-in-host",
      "evaluation-error",
      "missing-path",
    ],
    plant: renamedFile,
  },
  "inner-config": {
    codes: ["inner-config", "undeclared-option", "undeclared-in-host", "evaluation-error"],
    plant: innerConfig,
  },
  "outer-config": { codes: ["outer-config", "undeclared-option", "evaluation-error"], plant: outerConfig },
  "missing-argument": { codes: ["missing-argument", "syntax", "evaluation-error"], plant: missingArgument },
  "duplicate-attribute": { codes: ["duplicate-attribute", "syntax"], plant: duplicateAttribute },
  "duplicate-definition": { codes: ["duplicate-definition", "evaluation-error"], plant: duplicateDefinition },
  "broken-path": { codes: ["missing-path", "evaluation-error"], plant: brokenPath },
  "dropped-path": { codes: ["ignored-cell"], plant: droppedPath },
};

/**
 * Judges every flake and prints the table. Resolves to the exit code, which says nothing about the result.
 * @param {string[]} args
 */
export async function mutants(args) {
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
  const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-nix.wasm"].map((name) =>
    readFileSync(new URL(`../dist/${name}`, import.meta.url)),
  );
  if (runtime && grammar) await loadGrammar({ runtime, grammar });
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

/**
 * @param {string} place
 * @param {number} most
 * @param {readonly string[]} chosen
 * @param {boolean} withFixes
 * @returns {Row[]}
 */
function judge(place, most, chosen, withFixes) {
  const { look, directory } = flakeAt(place);
  const unmutated = look();
  const source = sourceOf(unmutated);
  const before = new Set(unmutated.analysis.findings.map((finding) => keyOf(finding, unmutated.analysis)));
  console.error(
    `${basename(directory)}: ${before.size} findings unmutated, ${source.graph.hosts.filter(({ complete }) => complete).length} of ${source.graph.hosts.length} hosts complete`,
  );
  return chosen.flatMap((kind) =>
    sampled(kinds[kind]?.plant(source) ?? [], most).map((mutant) => {
      const looked = look(mutant.changes);
      const { analysis, snapshot } = looked;
      const fresh = analysis.findings.filter((finding) => !before.has(keyOf(finding, analysis)));
      const verdict = isEquivalent(kind, mutant, analysis) ? "equivalent" : verdictOf(kind, mutant, fresh, snapshot);
      /** @param {string} file */
      const shown = (file) => file.replace(`${directory}/`, "");
      const said = fresh.map(
        ({ code, at, message }) =>
          `${code} ${shown(at.file)}:${snapshot.linesOf(at.file).positionAt(at.start).line}: ${message}`,
      );
      return {
        flake: basename(directory),
        kind,
        title: mutant.title,
        verdict,
        said,
        where: [...(mutant.places ?? [])].map(shown).slice(0, 4),
        trials: withFixes
          ? trials(basename(directory), {
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

/** Evenly over all of them. @param {readonly Mutant[]} mutants @param {number} most */
function sampled(mutants, most) {
  const unique = [...new Map(mutants.map((mutant) => [JSON.stringify([...mutant.changes]), mutant])).values()];
  if (unique.length <= most) return unique;
  return Array.from({ length: most }, (_, index) => unique[Math.floor((index * unique.length) / most)]).filter(
    (one) => one !== undefined,
  );
}

/** Without its place, which may move. @param {Finding} finding @param {Analysis} analysis */
function keyOf({ code, at, message }, { linesOf }) {
  return `${code} ${at.file}:${linesOf(at.file).positionAt(at.start).line} ${message}`;
}

/**
 * A renamed file that its loader takes all the same changes nothing, nor does a selection of a branch that something else consumes, too.
 * @param {string} kind
 * @param {Mutant} mutant
 * @param {Analysis} analysis
 */
function isEquivalent(kind, { changes, branch }, { graph }) {
  if (kind === "removed-selection")
    return graph.branches.some(
      ({ id, selectedBy, consumedBy }) => id === branch && selectedBy.length + consumedBy.length > 0,
    );
  if (kind !== "renamed-file") return false;
  const [, renamed = ""] = [...changes.keys()];
  return graph.cells.some(({ file, status }) => file === renamed && (status === "imported" || status === "reached"));
}

/**
 * @param {string} kind
 * @param {Mutant} mutant
 * @param {readonly Finding[]} fresh
 * @param {import("../server/project/snapshot.ts").Snapshot} snapshot
 * @returns {Verdict}
 */
function verdictOf(kind, { places }, fresh, { linesOf }) {
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

/** @param {readonly Row[]} all */
function table(all) {
  const lines = [...new Set(all.map(({ kind }) => kind)), "all"].map((kind) => {
    const of = all.filter((row) => kind === "all" || row.kind === kind);
    /** @param {Verdict} verdict */
    const count = (verdict) => of.filter((row) => row.verdict === verdict).length;
    const judged = of.length - count("equivalent");
    const share = judged === 0 ? "–" : `${((100 * count("right")) / judged).toFixed(1)} %`;
    return `| ${kind} | ${judged} | ${count("right")} | ${count("elsewhere")} | ${count("silent")} | ${share} | ${count("equivalent")} |`;
  });
  return `| kind | mutants | right rule, right place | elsewhere | silent | right | equivalent, left out |\n|---|---|---|---|---|---|---|\n${lines.join("\n")}`;
}
