// Runs the cases of nixpkgs' lib/tests/modules.sh through the native module system.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ModuleEvaluation } from "../../server/modules/evaluation.ts";
import type { Value } from "../../server/nix/value.ts";
import { loadBuiltGrammar } from "../flake.ts";
import { emptyTally, shownTally } from "../tally.ts";
import { type Evaluations, problemOf } from "./module-problems.ts";
import { evaluatorOf, type NixpkgsLib, nixpkgsLibAt } from "./nixpkgs.ts";

const usage = `Usage: npm run module-conformance -- NIXPKGS [TEXT] [--words]

NIXPKGS: a checkout of nixpkgs, or a folder with its lib alone. TEXT: only cases that hold it.
--words    prints errors that are reported in other words
Ends with 1 when a case disagrees.`;

/** A check of the script, and the line where it begins. */
interface Case {
  readonly line: number;
  readonly command: string;
}

interface Answer {
  readonly kind: "value" | "failure" | "unknown" | "crash";
  readonly text: string;
}

/** Runs them, and prints what disagrees or is left out. Resolves to the exit code. */
export async function moduleConformance(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { words: { type: "boolean", default: false } },
  });
  const [place, text = ""] = positionals;
  if (!place) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  const lib = nixpkgsLibAt(place);
  const script = readFileSync(join(lib.folder, "tests", "modules.sh"), "utf8");
  const tally = emptyTally();
  const words = { same: 0, all: 0 };
  for (const one of casesOf(script)) {
    if (!one.command.includes(text)) continue;
    const verdict = judge(lib, one);
    tally[verdict.kind]++;
    if (verdict.kind !== "passed") console.log(`${one.line}: ${one.command}\n  ${verdict.kind}: ${verdict.text}`);
    if (verdict.kind !== "passed" || verdict.inTheirWords === undefined) continue;
    words.all++;
    if (verdict.inTheirWords) words.same++;
    else if (values.words) console.log(`${one.line}: ${one.command}\n  other words: ${verdict.text}`);
  }
  console.log(`${words.same} of ${words.all} expected errors in the words of nixpkgs`);
  console.log(shownTally(tally));
  return tally.failed > 0 ? 1 : 0;
}

/** The checks of the script with `"$@"` filled in, in order. What stands before the first one defines the checks. */
function casesOf(script: string): readonly Case[] {
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

/** `inTheirWords`: of an expected error, whether it is reported alike; that there is one is what counts. */
interface Verdict {
  readonly kind: "passed" | "failed" | "skipped";
  readonly text: string;
  readonly inTheirWords?: boolean;
}

function judge(lib: NixpkgsLib, { command }: Case): Verdict {
  const words = wordsOf(command);
  while (words[0] && /^[A-Z_]+=/.test(words[0])) words.shift();
  const [check, pattern = "", path = "", ...given] = words;
  if (command.includes("ABORT_ON_WARN")) return { kind: "skipped", text: "warnings are not reported" };
  if (/\$[({a-zA-Z]/.test(command.replace(/'[^']*'/g, ""))) return { kind: "skipped", text: "needs the shell" };
  if (check !== "checkConfigOutput" && check !== "checkConfigError")
    return { kind: "skipped", text: `${check} is not done here` };
  const { kind, text } = evaluate(lib, path, given);
  const disagrees = { kind: "failed", text: `${kind}: ${text.slice(0, 400)}` } as const;
  if (check === "checkConfigError")
    return kind === "failure" ? { kind: "passed", text, inTheirWords: new RegExp(pattern).test(text) } : disagrees;
  return kind === "value" && new RegExp(pattern, "m").test(text) ? { kind: "passed", text } : disagrees;
}

/** The attribute at `path` of an evaluation of the modules, as JSON. The files of nixpkgs are read, but its lib is the native one. */
function evaluate(lib: NixpkgsLib, path: string, given: readonly string[]): Answer {
  const question = join(lib.folder, "tests", "modules", "question.nix");
  const list = given.flatMap(alternatives).join(" ");
  const text = `builtins.toJSON (${selectionOf(path, `(import ./default.nix { modules = [ ${list} ]; })`)})`;
  const evaluations: Evaluations = { whole: [], submodules: [] };
  const log = Object.assign((evaluation: ModuleEvaluation) => void evaluations.whole.push(evaluation), {
    onSubmodule: (evaluation: ModuleEvaluation) => void evaluations.submodules.push(evaluation),
  });
  const texts = new Map([
    [question, text],
    [lib.entry, "nativeLib"],
  ]);
  try {
    return answerOf(evaluatorOf(lib, texts, { log }).importFile(question), evaluations, path);
  } catch (problem) {
    return { kind: "crash", text: String(problem) };
  }
}

function answerOf(value: Value, evaluations: Evaluations, path: string): Answer {
  const problem = problemOf(evaluations);
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

/** What `nix-instantiate -A` takes: a number is an index. */
function selectionOf(path: string, from: string): string {
  const names = path.split(/\.(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return names.reduce(
    (inner, name) => (/^\d+$/.test(name) ? `(builtins.elemAt ${inner} ${name})` : `${inner}.${name}`),
    from,
  );
}

/** `a/{b,c}` is `a/b a/c`, where it is not Nix text. */
function alternatives(word: string): string[] {
  const [, before = "", parts, after = ""] = /^([^{\s]*)\{([^{}\s]*,[^{}\s]*)\}(.*)$/.exec(word) ?? [];
  return parts === undefined ? [word] : parts.split(",").map((part) => before + part + after);
}

/** Splits a line as a shell does, without expansions. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
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
