// Runs Nix's own language tests through our language core. The expected values are those of the checkout; what we follow is Nix 2.36, and
// 2.26 where the graph is concerned.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { diskFiles } from "../../server/disk.ts";
import { globalNames } from "../../server/nix/builtins/all-builtins.ts";
import { list, path, record, string } from "../../server/nix/make.ts";
import { problemsOf, runProgram } from "../../server/nix/single-file.ts";
import { parse } from "../../server/syntax/parse.ts";
import { lineIndexOf } from "../../server/text.ts";
import { loadBuiltGrammar, shownPlace, withChanges } from "../flake.ts";
import { emptyTally, percent, shownTally, totalOf } from "../tally.ts";
import { skips } from "./language-skips.ts";

const usage = `Usage: npm run conformance -- LANG [TEXT] [--words]

LANG: tests/functional/lang in a checkout of NixOS/nix. TEXT: only tests whose name holds it.
--words    prints errors that are reported in other words
Ends with 1 when a test fails. Those of tools/conformance/language-skips.ts are not run; the reasons stand there.`;

const categories = ["parse-okay", "parse-fail", "eval-okay", "eval-fail"] as const;
type Category = (typeof categories)[number];

/** One test: the files of the suite that begin with its name, in one folder. */
interface Test {
  readonly directory: string;
  readonly name: string;
  readonly category: Category;
}

/** `words`: of an expected error, ours and Nix's. */
type Verdict =
  | { readonly kind: "passed"; readonly words?: { readonly ours: string; readonly theirs: string } }
  | { readonly kind: "failed" | "skipped"; readonly text: string };

interface Evaluated {
  readonly text: string;
  readonly error: string | undefined;
}

/** Runs them, and prints what fails or is left out. Resolves to the exit code. */
export async function languageConformance(args: string[]): Promise<number> {
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
  const tallies = new Map(categories.map((category) => [category, emptyTally()]));
  const words = { same: 0, all: 0 };
  for (const test of testsIn(resolve(place), text)) {
    const verdict = judge(test);
    const tally = tallies.get(test.category);
    if (tally) tally[verdict.kind]++;
    if (verdict.kind !== "passed") console.log(`${verdict.kind} ${test.name}: ${verdict.text}`);
    else if (verdict.words) {
      const { ours, theirs } = verdict.words;
      words.all++;
      if (ours === theirs) words.same++;
      else if (values.words) console.log(`words ${test.name}:\n     ${ours}\n     ${theirs}`);
    }
  }
  for (const [category, tally] of tallies)
    console.log(`${category.padEnd(10)} ${shownTally(tally)} (${percent(tally.passed, tally.passed + tally.failed)})`);
  console.log(`${words.same} of ${words.all} errors in Nix's own words`);
  const total = totalOf(tallies.values());
  console.log(shownTally(total));
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function testsIn(directory: string, text: string): readonly Test[] {
  const names = readdirSync(directory).flatMap((file) =>
    file.endsWith(".nix") ? [file.slice(0, -".nix".length)] : [],
  );
  return names.sort().flatMap((name) => {
    const category = categories.find((one) => name.startsWith(`${one}-`));
    return category && name.includes(text) ? [{ directory, name, category }] : [];
  });
}

function judge(test: Test): Verdict {
  const { directory, name, category } = test;
  const reason = skips[name];
  if (reason) return { kind: "skipped", text: reason };
  try {
    switch (category) {
      case "parse-okay":
      case "parse-fail":
        return judgeParsing(textAt(join(directory, `${name}.nix`)), category);
      case "eval-okay":
        return judgeValue(test);
      case "eval-fail":
        return judgeFailure(test);
      default:
        return category satisfies never;
    }
  } catch (problem) {
    return {
      kind: "failed",
      text: `crash: ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}`,
    };
  }
}

function judgeParsing(text: string, category: "parse-okay" | "parse-fail"): Verdict {
  const [problem] = problemsOf(parse(text), globalNames());
  if (category === "parse-fail") return problem ? { kind: "passed" } : { kind: "failed", text: "parses" };
  return problem ? { kind: "failed", text: problem.message } : { kind: "passed" };
}

function judgeValue(test: Test): Verdict {
  const file = join(test.directory, `${test.name}.exp`);
  if (!existsSync(file)) return { kind: "skipped", text: "there is no expected output in Nix's own syntax" };
  const { text, error } = evaluated(test);
  const expected = textAt(file).trimEnd();
  if (error !== undefined) return { kind: "failed", text: `error: ${error}` };
  if (text === expected) return { kind: "passed" };
  return { kind: "failed", text: `\n     got      ${text}\n     expected ${expected}` };
}

function judgeFailure(test: Test): Verdict {
  const { text, error } = evaluated(test);
  if (error === undefined) return { kind: "failed", text: `evaluates to ${text}` };
  const file = join(test.directory, `${test.name}.err.exp`);
  const expected = existsSync(file) ? wordsOf(textAt(file)) : "";
  return {
    kind: "passed",
    words: { ours: error, theirs: expected.replaceAll("/pwd/", `${dirname(test.directory)}/`) },
  };
}

/** The message of the innermost error in Nix's output. */
function wordsOf(output: string): string {
  const [, message = ""] =
    /^ *error: (?!\n)([\s\S]*?)(?=\n +at |\n*$)/m.exec(output.slice(output.lastIndexOf("error: "))) ?? [];
  return message.trim();
}

function textAt(file: string): string {
  return new TextDecoder("utf-8").decode(readFileSync(file));
}

function evaluated(test: Test): Evaluated {
  const { wrap, nixPath } = flagsOf(test);
  const above = dirname(test.directory);
  const question = join(test.directory, wrap === undefined ? `${test.name}.nix` : "question.nix");
  const files = withChanges(diskFiles([above]), new Map(wrap === undefined ? [] : [[question, wrap]]));
  const { result, problems } = runProgram({
    file: question,
    files,
    form: "strict",
    placeOf: ({ file, start }) => `/${shownPlace("/", file, start, lineIndexOf(files.read(file) ?? ""))}`,
    nixPath,
  });
  const [problem] = problems;
  if (problem) return { text: "", error: problem.message };
  if (typeof result !== "string") return { text: "", error: result.message };
  const spent = /^«unknown: (budget spent.*)»$/.exec(result);
  return spent
    ? { text: result, error: spent[1] }
    : { text: result.replaceAll(`${above}/`, "/pwd/"), error: undefined };
}

/** What a test's flags ask for, as far as it changes values: arguments, an attribute, a search path. */
function flagsOf({ directory, name }: Test) {
  const place = join(directory, `${name}.flags`);
  const flags = existsSync(place) ? textAt(place).trim().split(/\s+/) : [];
  const above = dirname(directory);
  const args: string[] = [];
  const places: string[] = [];
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
