// Tries every fix that is offered for what a mutant makes our rules say.

/**
 * @typedef {import("../../server/rules/rule.ts").Finding} Finding
 * @typedef {import("../../server/rules/fix.ts").Fix} Fix
 * @typedef {import("./flake.mjs").Analysis} Analysis
 * @typedef {import("./flake.mjs").Changes} Changes
 * @typedef {import("./flake.mjs").Looked} Looked
 *
 * A planted mistake, looked at; `fresh`: what is said of it; `known`: what the unmutated flake has.
 * @typedef {{ look: (changes: Changes) => Looked, changes: Changes, looked: Looked, fresh: readonly Finding[], known: readonly Finding[] }} Mutated
 *
 * `stays`: the finding is there all the same. `new`: it is gone, but a file has more errors or warnings of some code than before.
 * @typedef {{ flake: string, code: string, title: string, verdict: "mends" | "stays" | "new" | "none", why: string }} Trial
 */

/**
 * Fixes that only an editor can make are left out.
 * @param {string} flake
 * @param {Mutated} mutant
 * @returns {Trial[]}
 */
export function trials(flake, mutant) {
  return mutant.fresh.flatMap((finding) => {
    const fixes = finding.fixes.filter(({ edits, creates = [] }) => edits.length + creates.length > 0);
    if (fixes.length > 0) return fixes.map((fix) => trial(flake, mutant, finding, fix));
    /** @type {Trial} */
    const none = { flake, code: finding.code, title: "–", verdict: "none", why: finding.message };
    return [none];
  });
}

/**
 * @param {string} flake
 * @param {Mutated} mutant
 * @param {Finding} finding
 * @param {Fix} fix
 * @returns {Trial}
 */
function trial(flake, { look, changes, looked, known }, finding, fix) {
  const { analysis } = look(applied(looked, changes, fix));
  const stays = analysis.findings.some((one) => keyOf(one) === keyOf(finding));
  const before = new Set(known.map(keyOf));
  const [worse] = more(looked.analysis, analysis).filter((one) => !before.has(keyOf(one)));
  const why = stays ? keyOf(finding) : worse ? `${keyOf(finding)}\n      → ${keyOf(worse)}` : "";
  const title = fix.title.replace(/`[^`]*`/g, "…").replace(/ in [^ ]*\/[^ ]*/, " in …");
  return { flake, code: finding.code, title, verdict: stays ? "stays" : worse ? "new" : "mends", why };
}

/** @param {Looked} looked @param {Changes} changes @param {Fix} fix @returns {Changes} */
function applied({ snapshot }, changes, { edits, creates = [] }) {
  const changed = new Map(changes);
  for (const { file, start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    const before = changed.get(file) ?? snapshot.textOf(file) ?? "";
    changed.set(file, before.slice(0, start) + text + before.slice(end));
  }
  for (const { file, text } of creates) changed.set(file, text);
  return changed;
}

/** Errors and warnings of a file and a code that has more of them. @param {Analysis} before @param {Analysis} after */
function more(before, after) {
  /** @param {Analysis} analysis @param {Finding} like */
  const count = ({ findings }, like) =>
    findings.filter(
      ({ code, at, severity }) => code === like.code && at.file === like.at.file && severity === like.severity,
    ).length;
  return after.findings.filter(
    (one) => (one.severity === "error" || one.severity === "warning") && count(after, one) > count(before, one),
  );
}

/** Without its place, which may move. @param {Finding} finding */
function keyOf({ code, at, message }) {
  return `${code} ${at.file}: ${message}`;
}

/** @param {readonly Trial[]} all */
export function trialTable(all) {
  const kinds = [...new Set(all.map(({ code, title }) => `${code} | ${title}`))].sort();
  const lines = kinds.map((kind) => {
    const of = all.filter(({ code, title }) => `${code} | ${title}` === kind);
    const counts = ["mends", "stays", "new", "none"].map(
      (verdict) => of.filter((one) => one.verdict === verdict).length,
    );
    return `| ${kind} | ${counts.join(" | ")} |`;
  });
  return `| rule | fix | mends | finding stays | something new | no fix |\n|---|---|---|---|---|---|\n${lines.join("\n")}`;
}
