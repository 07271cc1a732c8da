// Runs Nix's own language tests through our language core.
// Usage: npm run conformance -- DIR [TEXT]   DIR: tests/functional/lang of a checkout of NixOS/nix; TEXT: only tests that hold it.
// Needs a Node that runs TypeScript, and the built grammar in dist/. With WORDS=1 it shows errors that are told in other words.
// The expected values are those of the checkout (its file `.version`); what we follow is Nix 2.36, and 2.26 where the graph is concerned.
// A test of `language-skips.mjs` is not run; the reason stands there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { diskFiles } from "../../server/disk.ts";
import { globalNames } from "../../server/nix/builtins/all.ts";
import { list, path, record, string } from "../../server/nix/make.ts";
import { problemsOf, runProgram } from "../../server/nix/program.ts";
import { loadGrammar, parse } from "../../server/syntax/parse.ts";
import { lineIndexOf } from "../../server/text.ts";
import { skips } from "./language-skips.mjs";

/**
 * @typedef {"eval-okay" | "parse-okay" | "eval-fail" | "parse-fail"} Category
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

const given = isMainThread ? process.argv.slice(2) : workerData;
const [folder, wanted = ""] = given;
if (!folder) {
  console.error("usage: npm run conformance -- DIR [TEXT]");
  process.exit(2);
}
// Evaluation may nest as deeply as Nix's own limit allows, which takes a larger stack than the main thread has.
if (isMainThread)
  new Worker(fileURLToPath(import.meta.url), { workerData: given, resourceLimits: { stackSizeMb: 256 } });
else await runAll(resolve(folder));

/** @param {string} directory */
async function runAll(directory) {
  const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-nix.wasm"].map((name) =>
    readFileSync(new URL(`../../dist/${name}`, import.meta.url)),
  );
  if (runtime && grammar) await loadGrammar({ runtime, grammar });
  /** @type {Record<Category, Count>} */
  const counts = { "parse-okay": none(), "parse-fail": none(), "eval-okay": none(), "eval-fail": none() };
  const words = { same: 0, other: 0 };
  const names = readdirSync(directory).filter((name) => name.endsWith(".nix") && name.includes(wanted));
  for (const file of names.sort()) {
    const name = file.slice(0, -".nix".length);
    const category = categoryOf(name);
    if (!category) continue;
    const count = counts[category];
    const reason = skips[name] ?? (category === "eval-okay" ? incomplete(directory, name) : undefined);
    const miss = reason ? undefined : attempt(() => judge(directory, name, category, words));
    if (reason) count.skipped++;
    else if (miss === undefined) count.passed++;
    else count.failed++;
    if (reason) console.log(`skip ${name}: ${reason}`);
    if (miss !== undefined) console.log(`miss ${name}: ${miss}`);
  }
  report(counts, words);
}

/** @returns {Count} */
function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/**
 * @param {string} name
 * @returns {Category | undefined}
 */
function categoryOf(name) {
  for (const category of /** @type {const} */ (["eval-okay", "parse-okay", "eval-fail", "parse-fail"]))
    if (name.startsWith(`${category}-`)) return category;
  return undefined;
}

/**
 * @param {string} directory
 * @param {string} name
 */
function incomplete(directory, name) {
  return existsSync(join(directory, `${name}.exp`)) ? undefined : "there is no expected output in Nix's own syntax";
}

/** @param {() => string | undefined} work */
function attempt(work) {
  try {
    return work();
  } catch (problem) {
    return `crash: ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}`;
  }
}

/**
 * What is wrong, or nothing.
 * @param {string} directory
 * @param {string} name
 * @param {Category} category
 * @param {{ same: number, other: number }} words
 */
function judge(directory, name, category, words) {
  const file = join(directory, `${name}.nix`);
  switch (category) {
    case "parse-okay":
    case "parse-fail": {
      const [problem] = problemsOf(parse(textOf(file)), globalNames());
      if (category === "parse-fail") return problem ? undefined : "parses";
      return problem?.message;
    }
    case "eval-okay":
      return compared(evaluated(directory, name), readFileSync(join(directory, `${name}.exp`), "utf8"));
    case "eval-fail":
      return judgeFailure(evaluated(directory, name), directory, name, words);
    default:
      return category;
  }
}

/**
 * @param {string} file
 */
function textOf(file) {
  return new TextDecoder("utf-8").decode(readFileSync(file));
}

/**
 * @param {ReturnType<typeof evaluated>} found
 * @param {string} expected
 */
function compared({ text, error }, expected) {
  if (error !== undefined) return `error: ${error}`;
  return text === expected.trimEnd() ? undefined : `\n     got      ${text}\n     expected ${expected.trimEnd()}`;
}

/**
 * @param {ReturnType<typeof evaluated>} found
 * @param {string} directory
 * @param {string} name
 * @param {{ same: number, other: number }} words
 */
function judgeFailure({ text, error }, directory, name, words) {
  if (error === undefined) return `evaluates to ${text}`;
  const place = join(directory, `${name}.err.exp`);
  const expected = existsSync(place) ? wordsOf(readFileSync(place, "utf8")) : "";
  if (expected.replaceAll("/pwd/", `${dirname(directory)}/`) === error) words.same++;
  else {
    words.other++;
    if (process.env.WORDS) console.log(`words ${name}:\n     ${error}\n     ${expected}`);
  }
  return undefined;
}

/**
 * The message of the innermost error in Nix's output.
 * @param {string} output
 */
function wordsOf(output) {
  const [, message = ""] =
    /^ *error: (?!\n)([\s\S]*?)(?=\n +at |\n*$)/m.exec(output.slice(output.lastIndexOf("error: "))) ?? [];
  return message.trim();
}

/**
 * @param {string} directory
 * @param {string} name
 * @returns {{ text: string, error: string | undefined }}
 */
function evaluated(directory, name) {
  const flags = flagsOf(directory, name);
  const own = join(directory, `${name}.nix`);
  const question = flags.wrap ? join(directory, "question.nix") : own;
  const above = dirname(directory);
  const disk = diskFiles([above]);
  /** @param {string} file */
  const read = (file) => (file === question && flags.wrap ? flags.wrap : disk.read(file));
  const { result, problems } = runProgram({
    file: question,
    files: { ...disk, read },
    form: "strict",
    placeOf: ({ file, start }) => {
      const { line, character } = lineIndexOf(read(file) ?? "").positionAt(start);
      return `${file}:${line + 1}:${character + 1}`;
    },
    nixPath: flags.nixPath,
  });
  const [problem] = problems;
  if (problem) return { text: "", error: problem.message };
  if (typeof result !== "string") return { text: "", error: result.message };
  const spent = /^«unknown: (budget spent.*)»$/.exec(result);
  return spent
    ? { text: result, error: spent[1] }
    : { text: result.replaceAll(`${above}/`, "/pwd/"), error: undefined };
}

/**
 * What a test's flags ask for, as far as it changes values: arguments, an attribute, a search path.
 * @param {string} directory
 * @param {string} name
 */
function flagsOf(directory, name) {
  const place = join(directory, `${name}.flags`);
  const flags = existsSync(place) ? readFileSync(place, "utf8").trim().split(/\s+/) : [];
  const above = dirname(directory);
  const args = [];
  const places = [];
  let attribute = "";
  for (const [index, flag] of flags.entries()) {
    const [first = "", second = ""] = flags.slice(index + 1);
    if (flag === "--arg") args.push(`${first} = ${second.replace(/\((.*)\)/, ` ${above}/$1`)};`);
    if (flag === "--argstr") args.push(`${first} = "${second}";`);
    if (flag === "-A") attribute = `.${first}`;
    if (flag === "-I") places.push(first);
  }
  const wrap = args.length > 0 ? `(import ./${name}.nix { ${args.join(" ")} })${attribute}` : undefined;
  // `lang.sh` sets NIX_PATH so.
  const nixPath = list(
    [...places, "lang/dir3", "lang/dir4"].map((entry) => {
      const [prefix = "", file = ""] = entry.includes("=") ? entry.split("=") : ["", entry];
      return record({ prefix: string(prefix), path: path(join(above, file)) });
    }),
  );
  return { wrap, nixPath };
}

/**
 * @param {Record<Category, Count>} counts
 * @param {{ same: number, other: number }} words
 */
function report(counts, words) {
  for (const [category, { passed, failed, skipped }] of Object.entries(counts)) {
    const share = passed + failed === 0 ? 100 : (100 * passed) / (passed + failed);
    console.log(
      `${category.padEnd(10)} ${passed} passed, ${failed} failed, ${skipped} skipped (${share.toFixed(1)} %)`,
    );
  }
  console.log(`${words.same} of ${words.same + words.other} errors in Nix's own words`);
  const both = [counts["eval-okay"], counts["parse-okay"]];
  /** @param {keyof Count} key */
  const sum = (key) => both.reduce((total, count) => total + count[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
}
