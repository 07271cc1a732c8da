// Runs the cases of nixpkgs' lib/tests/modules.sh through the native module system.
// Usage: node scripts/module-conformance.mjs DIR [TEXT]   DIR: a checkout of nixpkgs, or of its lib alone; TEXT: only cases that hold it.
// Needs a Node that runs TypeScript, and the built grammar in dist/.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { diskFiles } from "../server/disk.ts";
import { nixpkgsLibrary } from "../server/flake/library.ts";
import { withNativeSources } from "../server/flake/native/sources.ts";
import { globalNames } from "../server/nix/builtins/all.ts";
import { Evaluator } from "../server/nix/evaluator.ts";
import { loadGrammar, parse } from "../server/syntax/parse.ts";

const [folder, wanted = ""] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node scripts/module-conformance.mjs DIR [TEXT]");
  process.exit(2);
}
const library = join(resolve(folder), "lib");
const modules = join(library, "tests", "modules");
const readBuilt = (name) => readFileSync(new URL(`../dist/${name}`, import.meta.url));
await loadGrammar({ runtime: readBuilt("web-tree-sitter.wasm"), grammar: readBuilt("tree-sitter-nix.wasm") });

const disk = diskFiles([library]);
const count = { passed: 0, failed: 0, skipped: 0, words: 0, errors: 0 };
for (const { line, command } of commandsOf(readFileSync(join(library, "tests", "modules.sh"), "utf8"))) {
  if (!command.includes(wanted)) continue;
  run(line, command);
}
console.log(`${count.words} of ${count.errors} expected errors in the words of nixpkgs`);
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);

/** The checks of the script with `"$@"` filled in, in order. */
function commandsOf(script) {
  const body = script.slice(script.indexOf("# Shorthand meta attribute"));
  const before = script.slice(0, script.length - body.length).split("\n").length;
  const found = [];
  let given = "";
  let start = 0;
  let text = "";
  for (const [index, line] of body.split("\n").entries()) {
    if (text === "") start = before + index;
    text += text === "" ? line.trim() : ` ${line.trim()}`;
    if (text.endsWith("\\")) {
      text = text.slice(0, -1);
      continue;
    }
    if (text.startsWith("set -- ")) given = text.slice("set -- ".length).replaceAll('"$@"', given);
    else if (/^([A-Z_]+=\S* )*check[A-Z]/.test(text))
      found.push({ line: start, command: text.replaceAll('"$@"', given) });
    text = "";
  }
  return found;
}

function run(line, command) {
  const words = wordsOf(command);
  while (words[0] && /^[A-Z_]+=/.test(words[0])) words.shift();
  const [check, pattern, path, ...given] = words;
  if (command.includes("ABORT_ON_WARN")) return skip(line, command, "warnings are not told here");
  if (command.includes("$") && /\$[({a-zA-Z]/.test(command.replace(/'[^']*'/g, "")))
    return skip(line, command, "needs the shell");
  switch (check) {
    case "checkConfigOutput":
      return judgeOutput(line, command, pattern, evaluate(path, given));
    case "checkConfigError":
      return judgeError(line, command, pattern, evaluate(path, given));
    default:
      return skip(line, command, `${check} is not done here`);
  }
}

function judgeOutput(line, command, pattern, answer) {
  if (answer.kind !== "value") return disagree(line, command, `${answer.kind}: ${answer.message}`);
  if (!new RegExp(pattern, "m").test(answer.text)) return disagree(line, command, `value: ${answer.text}`);
  count.passed += 1;
}

/** That there is an error is what counts; whether it is told alike is counted apart. */
function judgeError(line, command, pattern, answer) {
  if (answer.kind !== "failure")
    return disagree(line, command, answer.kind === "value" ? `value: ${answer.text}` : `unknown: ${answer.message}`);
  count.errors += 1;
  count.passed += 1;
  if (new RegExp(pattern).test(answer.message)) count.words += 1;
  else if (process.env.WORDS) console.log(`words    ${line}: ${command}\n         ${answer.message}`);
}

function disagree(line, command, reason) {
  count.failed += 1;
  console.log(`disagree ${line}: ${command}\n         ${reason.slice(0, 400)}`);
}

function skip(line, command, reason) {
  count.skipped += 1;
  console.log(`skip     ${line}: ${command}\n         ${reason}`);
}

function evaluate(path, given) {
  const lazyLib = { machine: undefined, value: undefined };
  const question = join(modules, "question.nix");
  const modulesText = `(import ./default.nix { modules = [ ${given.flatMap(alternatives).join(" ")} ]; })`;
  const text = `builtins.toJSON (${selectionOf(path, modulesText)})`;
  const files = withNativeSources(
    {
      ...disk,
      read: (file) =>
        file === question ? text : file === join(library, "default.nix") ? "nativeLib" : disk.read(file),
    },
    new Map(),
  );
  const globals = globalNames();
  const machine = new Evaluator({
    files,
    treeOf: (file) => {
      const found = files.read(file);
      return found === undefined ? undefined : parse(found);
    },
    globalsOf: (file) => (file === join(library, "default.nix") ? withLibrary : globals),
  });
  const evaluations = [];
  lazyLib.value = nixpkgsLibrary(machine, (evaluation) => evaluations.push(evaluation));
  const withLibrary = new Map([...globals, ["nativeLib", lazyLib.value]]);
  try {
    const value = machine.importFile(question);
    const problem = evaluations.map(problemOf).find((message) => message !== undefined);
    if (value.type === "string" && problem !== undefined) return { kind: "failure", message: problem };
    if (value.type === "string") return { kind: "value", text: value.text };
    if (value.type === "failure") return { kind: "failure", message: value.message };
    if (value.type === "unknown" && value.reason.startsWith("infinite recursion"))
      return { kind: "failure", message: value.reason };
    return { kind: "unknown", message: value.reason ?? value.path ?? value.type };
  } catch (problem) {
    return { kind: "crash", message: String(problem) };
  }
}

/** What nixpkgs stops at, while our evaluation goes on and reports it. */
function problemOf(evaluation) {
  const [problem] = evaluation.problems;
  if (problem) return problem.message;
  const [unknown] = evaluation.collected().unknowns.filter(({ failure }) => failure);
  if (unknown) return unknown.reason;
  const [undeclared] = evaluation.freeform() || isUnchecked(evaluation) ? [] : evaluation.level().undeclared();
  return undeclared && `The option \`${undeclared.path.join(".")}' does not exist.`;
}

function isUnchecked(evaluation) {
  const node = evaluation.level().child("_module");
  const check = node?.kind === "level" ? node.level.child("check") : undefined;
  const value = check?.kind === "option" ? check.option.merged() : undefined;
  return value?.type === "bool" && !value.value;
}

/** What `nix-instantiate -A` takes: a number is an index. */
function selectionOf(path, from) {
  const names = path.split(/\.(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return names.reduce(
    (inner, name) => (/^\d+$/.test(name) ? `(builtins.elemAt ${inner} ${name})` : `${inner}.${name}`),
    from,
  );
}

/** `a/{b,c}` is `a/b a/c`, where it is no Nix text. */
function alternatives(word) {
  const found = /^([^{\s]*)\{([^{}\s]*,[^{}\s]*)\}(.*)$/.exec(word);
  return found ? found[2].split(",").map((part) => found[1] + part + found[3]) : [word];
}

/** Splits a line as a shell does, without expansions. */
function wordsOf(text) {
  const words = [];
  const pattern = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/g;
  let word;
  for (const [, single, double, escaped, plain, space] of text.matchAll(pattern)) {
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
