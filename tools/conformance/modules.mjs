// Runs the cases of nixpkgs' lib/tests/modules.sh through the native module system.
// Usage: npm run module-conformance -- DIR [TEXT]   DIR: a checkout of nixpkgs, or of its lib alone; TEXT: only cases that hold it.
// Needs a Node that runs TypeScript, and the built grammar in dist/. With WORDS=1 it shows errors that are told in other words.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { diskFiles } from "../../server/disk.ts";
import { nixpkgsLibrary } from "../../server/flake/library.ts";
import { withNativeSources } from "../../server/flake/native/sources.ts";
import { shownDefinitions } from "../../server/modules/types/shown-definitions.ts";
import { globalNames } from "../../server/nix/builtins/all.ts";
import { Evaluator } from "../../server/nix/evaluator.ts";
import { EMPTY_SET } from "../../server/nix/make.ts";
import { showOption } from "../../server/option-path.ts";
import { loadGrammar, parse } from "../../server/syntax/parse.ts";

/**
 * @typedef {import("../../server/modules/evaluation.ts").ModuleEvaluation} ModuleEvaluation
 * @typedef {{ line: number, command: string }} Case
 * @typedef {{ kind: "value" | "failure" | "unknown" | "crash", text: string }} Answer
 */

const [folder, wanted = ""] = process.argv.slice(2);
if (!folder) {
  console.error("usage: npm run module-conformance -- DIR [TEXT]");
  process.exit(2);
}
const library = join(resolve(folder), "lib");
const entry = join(library, "default.nix");
const modules = join(library, "tests", "modules");
const question = join(modules, "question.nix");
const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-nix.wasm"].map((name) =>
  readFileSync(new URL(`../../dist/${name}`, import.meta.url)),
);
if (runtime && grammar) await loadGrammar({ runtime, grammar });

const disk = diskFiles([library]);
/** Evaluations of submodules in the case at hand.
 * @type {ModuleEvaluation[]} */
const submodules = [];
const count = { passed: 0, failed: 0, skipped: 0, words: 0, errors: 0 };
const script = readFileSync(join(library, "tests", "modules.sh"), "utf8");
for (const one of casesOf(script)) if (one.command.includes(wanted)) run(one);
console.log(`${count.words} of ${count.errors} expected errors in the words of nixpkgs`);
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);

/**
 * The checks of the script with `"$@"` filled in, in order. What stands before the first one defines the checks.
 * @param {string} script
 * @returns {Case[]}
 */
function casesOf(script) {
  const start = script.search(/^check[A-Z]\w+ /m);
  const before = script.slice(0, start).split("\n").length;
  const cases = [];
  let given = "";
  let open = { line: 0, command: "" };
  for (const [index, text] of script.slice(start).split("\n").entries()) {
    const whole = open.command === "" ? text.trim() : `${open.command} ${text.trim()}`;
    const line = open.command === "" ? before + index : open.line;
    const goesOn = whole.endsWith("\\");
    open = { line, command: goesOn ? whole.slice(0, -1) : "" };
    if (goesOn) continue;
    const command = whole.replaceAll('"$@"', given);
    if (command.startsWith("set -- ")) given = command.slice("set -- ".length);
    else if (/^([A-Z_]+=\S* )*check[A-Z]/.test(command)) cases.push({ line, command });
  }
  return cases;
}

/** @param {Case} one */
function run(one) {
  const { command } = one;
  const words = wordsOf(command);
  while (words[0] && /^[A-Z_]+=/.test(words[0])) words.shift();
  const [check, pattern = "", path = "", ...given] = words;
  if (command.includes("ABORT_ON_WARN")) return skip(one, "warnings are not told here");
  if (/\$[({a-zA-Z]/.test(command.replace(/'[^']*'/g, ""))) return skip(one, "needs the shell");
  if (check === "checkConfigOutput") return judgeOutput(one, pattern, evaluate(path, given));
  if (check === "checkConfigError") return judgeError(one, pattern, evaluate(path, given));
  skip(one, `${check} is not done here`);
}

/**
 * @param {Case} one
 * @param {string} pattern
 * @param {Answer} answer
 */
function judgeOutput(one, pattern, answer) {
  if (answer.kind !== "value" || !new RegExp(pattern, "m").test(answer.text)) return disagree(one, answer);
  count.passed += 1;
}

/**
 * That there is an error is what counts; whether it is told alike is counted apart.
 * @param {Case} one
 * @param {string} pattern
 * @param {Answer} answer
 */
function judgeError(one, pattern, answer) {
  if (answer.kind !== "failure") return disagree(one, answer);
  count.errors += 1;
  count.passed += 1;
  if (new RegExp(pattern).test(answer.text)) count.words += 1;
  else if (process.env.WORDS) console.log(`words    ${one.line}: ${one.command}\n         ${answer.text}`);
}

/**
 * @param {Case} one
 * @param {Answer} answer
 */
function disagree({ line, command }, { kind, text }) {
  count.failed += 1;
  console.log(`disagree ${line}: ${command}\n         ${kind}: ${text.slice(0, 400)}`);
}

/**
 * @param {Case} one
 * @param {string} reason
 */
function skip({ line, command }, reason) {
  count.skipped += 1;
  console.log(`skip     ${line}: ${command}\n         ${reason}`);
}

/**
 * The attribute at `path` of an evaluation of the modules, as JSON. The files of nixpkgs are read, but its lib is the native one.
 * @param {string} path
 * @param {readonly string[]} given
 * @returns {Answer}
 */
function evaluate(path, given) {
  const list = given.flatMap(alternatives).join(" ");
  const text = `builtins.toJSON (${selectionOf(path, `(import ./default.nix { modules = [ ${list} ]; })`)})`;
  /** @param {string} file */
  const read = (file) => (file === question ? text : file === entry ? "nativeLib" : disk.read(file));
  const files = withNativeSources({ ...disk, read }, new Map());
  const globals = globalNames();
  /** @type {Map<string, import("../../server/nix/value.ts").Lazy>} */
  const withLibrary = new Map(globals);
  const machine = new Evaluator({
    files,
    treeOf: (file) => {
      const found = files.read(file);
      return found === undefined ? undefined : parse(found);
    },
    globalsOf: (file) => (file === entry ? withLibrary : globals),
  });
  /** @type {ModuleEvaluation[]} */
  const evaluations = [];
  submodules.length = 0;
  /** @param {ModuleEvaluation} evaluation */
  const log = (evaluation) => void evaluations.push(evaluation);
  log.onSubmodule = (/** @type {ModuleEvaluation} */ evaluation) => void submodules.push(evaluation);
  withLibrary.set("nativeLib", nixpkgsLibrary(machine, log) ?? EMPTY_SET);
  try {
    return answerOf(machine.importFile(question), evaluations, path);
  } catch (problem) {
    return { kind: "crash", text: String(problem) };
  }
}

/**
 * @param {import("../../server/nix/value.ts").Value} value
 * @param {readonly ModuleEvaluation[]} evaluations
 * @param {string} path
 * @returns {Answer}
 */
function answerOf(value, evaluations, path) {
  const problem = evaluations.map(problemOf).find((message) => message !== undefined);
  // Nix checks a configuration before it looks for an attribute in it.
  if (value.type === "failure" && value.missing)
    return {
      kind: "failure",
      text: problem ?? `attribute '${value.missing.name}' in selection path '${path}' not found`,
    };
  if (value.type === "failure") return { kind: "failure", text: value.message };
  if (problem !== undefined) return { kind: "failure", text: problem };
  if (value.type === "unknown" && value.reason.startsWith("infinite recursion"))
    return { kind: "failure", text: value.reason };
  if (value.type === "unknown") return { kind: "unknown", text: value.reason };
  if (value.type !== "string") return { kind: "unknown", text: value.type };
  return { kind: "value", text: value.text };
}

/**
 * What is wrong with an evaluation, or with the submodules in it.
 * @param {ModuleEvaluation} evaluation
 * @returns {string | undefined}
 */
function problemOf(evaluation) {
  const inside = submodules.filter(({ identity }) => identity === evaluation.identity);
  return [evaluation, ...inside].map(ownProblem).find((problem) => problem !== undefined);
}

/**
 * What nixpkgs stops at, while our evaluation goes on and reports it.
 * @param {ModuleEvaluation} evaluation
 * @returns {string | undefined}
 */
function ownProblem(evaluation) {
  const [problem] = evaluation.problems;
  if (problem) return problem.message;
  const [unknown] = evaluation.collected().unknowns.filter(({ failure }) => failure);
  if (unknown) return unknown.reason;
  if (evaluation.collected().modules.some(({ condition }) => condition?.recursive))
    return "infinite recursion encountered";
  const [undeclared] = evaluation.freeform() || isUnchecked(evaluation) ? [] : evaluation.level().undeclared();
  const words = undeclared && `The option \`${showOption(undeclared.path)}' does not exist. Definition values:`;
  return words && words + shownDefinitions([undeclared.definition]);
}

/** @param {ModuleEvaluation} evaluation */
function isUnchecked(evaluation) {
  const node = evaluation.level().child("_module");
  const check = node?.kind === "level" ? node.level.child("check") : undefined;
  const value = check?.kind === "option" ? check.option.merged() : undefined;
  return value?.type === "bool" && !value.value;
}

/**
 * What `nix-instantiate -A` takes: a number is an index.
 * @param {string} path
 * @param {string} from
 */
function selectionOf(path, from) {
  const names = path.split(/\.(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return names.reduce(
    (inner, name) => (/^\d+$/.test(name) ? `(builtins.elemAt ${inner} ${name})` : `${inner}.${name}`),
    from,
  );
}

/**
 * `a/{b,c}` is `a/b a/c`, where it is no Nix text.
 * @param {string} word
 */
function alternatives(word) {
  const [, before = "", parts, after = ""] = /^([^{\s]*)\{([^{}\s]*,[^{}\s]*)\}(.*)$/.exec(word) ?? [];
  return parts === undefined ? [word] : parts.split(",").map((part) => before + part + after);
}

/**
 * Splits a line as a shell does, without expansions.
 * @param {string} text
 */
function wordsOf(text) {
  const words = [];
  let word;
  for (const match of text.matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/g)) {
    const [, single, double, escaped, plain, space] = match;
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word = (word ?? "") + (single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? plain);
  }
  if (word !== undefined) words.push(word);
  return words;
}
