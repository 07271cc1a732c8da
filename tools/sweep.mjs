// Asks an editor's questions at every identifier and string of every file of a flake, and definition again with every file cut off at
// random places. Usage: npm run sweep -- DIR [--cuts N] [--verbose]
// Exit code 1: a question failed, an answer lies outside the flake, or a reference is missing.
// Needs a Node that runs TypeScript, and the built grammar in dist/.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { diskFiles, repositoryAround } from "../server/disk.ts";
import { completion } from "../server/features/completion/completion.ts";
import { hover } from "../server/features/hover/hover.ts";
import { definition } from "../server/features/navigation/definition.ts";
import { highlight } from "../server/features/navigation/highlight.ts";
import { references } from "../server/features/navigation/references.ts";
import { viewOf } from "../server/features/view.ts";
import { occurrencesAt } from "../server/names/lookup.ts";
import { Project } from "../server/project/project.ts";
import { analyse } from "../server/rules/analyse.ts";
import { graphIndexOf } from "../server/subjects/graph-index.ts";
import { optionsAlong, pathsOf } from "../server/subjects/option-paths.ts";
import { loadGrammar, parse } from "../server/syntax/parse.ts";

/**
 * @typedef {import("../server/features/view.ts").View} View
 * @typedef {import("../server/subjects/live-flake.ts").Place} Place
 * @typedef {import("../server/text.ts").Span} Span
 */

const args = process.argv.slice(2);
const verbose = args.includes("--verbose");
const cuts = args.includes("--cuts") ? Number(args[args.indexOf("--cuts") + 1]) : 200;
const folder = args.find((one, at) => !one.startsWith("--") && args[at - 1] !== "--cuts");
if (!folder) {
  console.error("usage: npm run sweep -- DIR [--cuts N] [--verbose]");
  process.exit(2);
}
const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-nix.wasm"].map((name) =>
  readFileSync(new URL(`../dist/${name}`, import.meta.url)),
);
if (runtime && grammar) await loadGrammar({ runtime, grammar });

const directory = resolve(folder);
const project = new Project({ directory, stored: diskFiles([directory]), parse });
project.setRepository(repositoryAround(directory));
const view = viewOf(project, analyse(project.snapshot()));
const files = view.files.filter((file) => view.textOf(file) !== undefined);
/** @type {string[]} */
const problems = [];
/** @type {Map<string, { declaration: Span, places: Place[] }>} */
const leading = new Map();
const declarations = new Set(view.graph.options.flatMap((option) => option.declarations.map(keyOf)));
/** The shortest of three where one took 2 ms and more, since other programs have their turns, too. @type {Map<string, { milliseconds: number[], answered: number[], slowest: Place, longest: number }>} */
const times = new Map();

for (const file of files) view.namesOf(file); // as it is once the editor has shown anything
const places = files.flatMap(placesIn);
for (const place of places) {
  const found = timed("definition", place, () => definition(view, place));
  for (const target of found?.targets ?? []) check("definition", place, target);
  if (found && found.targets.length > 0) note(place, found.targets);
}
for (const place of places) timed("hover", place, () => hover(view, place));
for (const place of places) {
  const found = timed("references", place, () => references(view, place));
  for (const target of found?.places ?? []) check("references", place, target);
}
for (const place of places) {
  const found = timed("highlight", place, () => highlight(view, place));
  for (const target of found?.places ?? []) check("highlight", place, target);
}
for (const place of places) timed("completion", place, () => completion(view, place));
console.log(`${directory.slice(directory.lastIndexOf("/") + 1)}: ${files.length} files, ${places.length} places`);
for (const [question, { milliseconds, answered, slowest }] of times) {
  console.log(
    `  ${question.padEnd(12)} ${spread(milliseconds)} at ${shown(slowest)}; of ${answered.length} with an answer ${spread(answered)}`,
  );
}
reportOptions();
reportSelections();
reportReferences();
cutEverything();
console.log(`  ${problems.length} problems`);
for (const problem of problems.slice(0, verbose ? undefined : 10)) console.log(`    ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/**
 * @template Answer
 * @param {() => Answer} ask
 * @returns {[Answer, number]}
 */
function clocked(ask) {
  const start = performance.now();
  const answer = ask();
  return [answer, performance.now() - start];
}

/** @param {readonly number[]} milliseconds */
function spread(milliseconds) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(1)} ms`;
}

/**
 * The middle of every word and string.
 * @param {string} file
 * @returns {Place[]}
 */
function placesIn(file) {
  const text = view.textOf(file) ?? "";
  return [...text.matchAll(/"[^"\n]*"|[A-Za-z_][\w'-]*/g)].map((match) => ({
    file,
    offset: match.index + Math.floor(match[0].length / 2),
  }));
}

/**
 * @template Answer
 * @param {string} question
 * @param {Place} place
 * @param {() => Answer} ask
 * @returns {Answer | undefined}
 */
function timed(question, place, ask) {
  const known = times.get(question) ?? { milliseconds: [], answered: [], slowest: place, longest: 0 };
  times.set(question, known);
  try {
    const [answer, first] = clocked(ask);
    const shortest = first < 2 ? first : Math.min(first, clocked(ask)[1], clocked(ask)[1]);
    if (shortest > known.longest) Object.assign(known, { slowest: place, longest: shortest });
    known.milliseconds.push(shortest);
    if (answer !== undefined) known.answered.push(shortest);
    return answer;
  } catch (problem) {
    problems.push(`${question} at ${shown(place)}: ${problem instanceof Error ? problem.stack : problem}`);
    return undefined;
  }
}

/**
 * @param {string} question
 * @param {Place} place
 * @param {Span} target
 */
function check(question, place, target) {
  const text = view.textOf(target.file);
  const inside = target.file.startsWith(`${directory}/`) && text !== undefined && target.end <= text.length;
  if (!inside || target.start > target.end)
    problems.push(`${question} at ${shown(place)} leads outside: ${target.file} ${target.start}-${target.end}`);
}

/**
 * @param {Place} place
 * @param {readonly Span[]} targets
 */
function note(place, targets) {
  for (const target of targets) {
    const key = keyOf(target);
    if (!declarations.has(key)) continue;
    const known = leading.get(key) ?? { declaration: target, places: [] };
    known.places.push(place);
    leading.set(key, known);
  }
}

/** How many places that set or read an option lead to its declaration. */
function reportOptions() {
  const index = graphIndexOf(view.graph);
  /** @type {Map<string, { place: Place, wanted: readonly Span[], use: string }>} */
  const asked = new Map();
  for (const option of view.graph.options) {
    for (const at of option.definitions) {
      if (at.end > at.start)
        asked.set(keyOf(at), { place: { file: at.file, offset: middle(at) }, wanted: option.declarations, use: "set" });
    }
  }
  for (const file of files) {
    for (const { use, path, pieces, scope, range } of view.namesOf(file)?.occurrences ?? []) {
      for (const [at, piece] of pieces.entries()) {
        if (!piece || typeof path[at] !== "string") continue;
        for (const one of pathsOf(view, file, { path: path.slice(0, at + 1), scope }, range.start)) {
          const { options, length } = optionsAlong(index, one);
          if (options.length === 0 || length !== one.path.length) continue;
          const wanted = options.flatMap((option) => option.declarations);
          asked.set(keyOf({ file, ...piece }), { place: { file, offset: middle(piece) }, wanted, use });
          break;
        }
      }
    }
  }
  /** @type {Record<string, { all: number, right: number }>} */
  const counts = {};
  for (const { place, wanted, use } of asked.values()) {
    const answers = new Set((definition(view, place)?.targets ?? []).map(keyOf));
    counts[use] ??= { all: 0, right: 0 };
    const count = counts[use];
    count.all++;
    if (wanted.some((at) => answers.has(keyOf(at)))) count.right++;
    else if (verbose) console.log(`    ${use} without its declaration: ${shown(place)}`);
  }
  for (const [use, { all, right }] of Object.entries(counts)) print(`options ${use}`, right, all);
}

/** How many plain references and strings that made a host take a branch lead to a contribution to it. */
function reportSelections() {
  const systems = [...view.graph.hosts, ...view.graph.images];
  const index = graphIndexOf(view.graph);
  const seen = new Set();
  let right = 0;
  let all = 0;
  for (const { at, kind, branch } of systems.flatMap((host) => host.selections)) {
    const text = view.textOf(at.file)?.slice(at.start, at.end) ?? "";
    if ((kind !== "reference" && kind !== "string") || !/^[\w.'-]+$|^"[^"$]*"$/.test(text) || seen.has(keyOf(at)))
      continue;
    seen.add(keyOf(at));
    const taken = index.branchById.get(branch);
    const leaves = new Set([...(taken?.files ?? []), ...(taken?.namedAt ?? []).map(({ file }) => file)]);
    if (!taken || taken.owner !== undefined || leaves.size === 0) continue;
    all++;
    const place = { file: at.file, offset: at.end - 1 };
    const found = definition(view, place);
    if (found?.targets.some(({ file }) => leaves.has(file))) right++;
    else if (verbose) console.log(`    selection without its branch: ${shown(place)} ${branch}`);
  }
  print("selections", right, all);
}

/**
 * The word at a place, and the others of the paths that it is part of: one of them stands for the whole.
 * @param {Place} place
 */
function wordsAround({ file, offset }) {
  const names = view.namesOf(file);
  const path =
    names &&
    occurrencesAt(names, offset).flatMap(({ occurrence }) => occurrence.pieces.flatMap((piece) => piece ?? []));
  const range = definition(view, { file, offset })?.range;
  return [...(path ?? []), ...(range ? [range] : [])];
}

/** How many of the places whose definition leads to a declaration are among the references of the declaration. */
function reportReferences() {
  let right = 0;
  let all = 0;
  for (const { declaration, places } of leading.values()) {
    const found = references(view, { file: declaration.file, offset: middle(declaration) })?.places ?? [];
    for (const place of places) {
      all++;
      const words = wordsAround(place);
      const said = found.some(
        (at) => at.file === place.file && words.some(({ start, end }) => start === at.start && end === at.end),
      );
      if (said) right++;
      else
        problems.push(
          `not among the references of ${shown({ file: declaration.file, offset: declaration.start })}: ${shown(place)}`,
        );
    }
  }
  print("references", right, all);
}

/** Definition at the last word before each of many random places, with nothing behind it. */
function cutEverything() {
  const random = randomFrom(20_261_125);
  let asked = 0;
  let answered = 0;
  for (const file of files) {
    const text = view.textOf(file) ?? "";
    for (let count = 0; count < cuts && text.length > 0; count++) {
      const end = random(text.length) + 1;
      project.setFile(file, text.slice(0, end));
      const word = /[A-Za-z_][\w'-]*(?=[^A-Za-z_]*$)/.exec(text.slice(0, end));
      const place = { file, offset: word ? word.index : end };
      asked++;
      try {
        const found = definition(view, place);
        if (found) answered++;
        for (const target of found?.targets ?? []) check("definition after a cut", place, target);
        if (count % 10 === 0) completion(view, { file, offset: end });
      } catch (problem) {
        problems.push(`cut at ${end} of ${file}: ${problem instanceof Error ? problem.stack : problem}`);
      }
    }
    project.removeFile(file);
  }
  console.log(`  cuts         ${asked}, ${answered} answered`);
}

/**
 * @param {string} what
 * @param {number} right
 * @param {number} all
 */
function print(what, right, all) {
  const part = all === 0 ? "none" : `${((100 * right) / all).toFixed(2)} %`;
  console.log(`  ${what.padEnd(16)} ${right} of ${all}: ${part}`);
}

/** @param {Span} at */
function keyOf({ file, start, end }) {
  return `${file}:${start}:${end}`;
}

/** @param {{ start: number, end: number }} range */
function middle({ start, end }) {
  return Math.floor((start + end) / 2);
}

/** @param {Place} place */
function shown({ file, offset }) {
  const { line, character } = view.linesOf(file).positionAt(offset);
  const word = /[\w'".-]*$/.exec((view.textOf(file) ?? "").slice(0, offset))?.[0] ?? "";
  const rest = /^[\w'".-]*/.exec((view.textOf(file) ?? "").slice(offset))?.[0] ?? "";
  return `${file.slice(directory.length + 1)}:${line + 1}:${character + 1} ${word}|${rest}`;
}

/**
 * The same numbers on every machine (mulberry32).
 * @param {number} seed
 * @returns {(below: number) => number}
 */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
