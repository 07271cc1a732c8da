// Judges every test of nixpkgs' lib/tests/misc.nix by itself, twice: with the native lib, and with their lib evaluated by our language.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Evaluator } from "../../server/nix/evaluator.ts";
import { showValue } from "../../server/nix/show.ts";
import type { Lazy, SetValue } from "../../server/nix/value.ts";
import { loadBuiltGrammar } from "../flake.ts";
import { emptyTally, percent } from "../tally.ts";
import { evaluatorOf, type NixpkgsLib, nixpkgsLibAt } from "./nixpkgs.ts";

const usage = `Usage: npm run lib-conformance -- NIXPKGS [TEXT] [--all]

NIXPKGS: a checkout of nixpkgs, or a folder with its lib alone. TEXT: only tests whose name holds it.
--all    prints the tests that agree as well
Ends with 1 when the native lib disagrees.`;

interface Answer {
  readonly kind: "agrees" | "disagrees" | "unknown" | "crash" | "out of scope";
  readonly text: string;
}

/** The tests, evaluated with one of the two libs. */
interface Judged {
  readonly which: "native" | "real";
  readonly machine: Evaluator;
  readonly tests: SetValue;
  /** The text of every test, by its name. */
  readonly sources: ReadonlyMap<string, string>;
}

interface Wanted {
  readonly text: string;
  readonly all: boolean;
}

/** What the native lib leaves out on purpose and why, by what stands in the text of a test that needs it. */
const OUT_OF_SCOPE: readonly (readonly [RegExp, string])[] = [
  [/test(SplitStrings|HasInfix)Derivation|dummyDerivation;$|\.drvPath;$/m, "derivation: store paths are not computed"],
  [/\blazyDerivation\b/, "lazyDerivation: about derivations, buys no edge"],
  [/storeDir \.\/\./, "a path in a text: stands for itself, nothing is copied to the store"],
  [/\boptionAttrSetToDocList\b/, "optionAttrSetToDocList: writes documentation, buys no edge"],
  [/\blicenses\.|\bgetLicenseFromSpdxIdOr\b/, "licenses: a data base, buys no edge"],
  [/\bplatformMatch\b/, "platformMatch: takes system descriptions apart, buys no edge"],
  [/"\/non-existent\//, "files outside the flake: never read"],
];

/** Judges, and prints what does not agree. Resolves to the exit code. */
export async function libConformance(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: "boolean", default: false } },
  });
  const [place, text = ""] = positionals;
  if (!place) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  const wanted = { text, all: values.all };
  const lib = nixpkgsLibAt(place);
  const native = judgeAll(load(lib, "native"), wanted);
  const real = judgeAll(load(lib, "real"), wanted);
  console.log(native.summary);
  console.log(real.summary);
  return native.failed > 0 ? 1 : 0;
}

function load(lib: NixpkgsLib, which: Judged["which"]): Judged {
  const file = join(lib.folder, "tests", "misc.nix");
  const text = readFileSync(file, "utf8").replace(/^runTests \{/m, "{");
  const entry = which === "native" ? [[lib.entry, "nativeLib"] as const] : [];
  const machine = evaluatorOf(lib, new Map([[file, text], ...entry]), {
    limits: {
      stepsPerPiece: 30_000_000,
      steps: 3_000_000_000,
      callDepth: 10_000,
      nesting: 50_000,
      milliseconds: 600_000,
    },
  });
  const tests = machine.importFile(file);
  if (tests.type === "set") return { which, machine, tests, sources: sourcesOf(text) };
  throw new Error(`${file} is not a set of tests: ${showValue(machine, tests)}`);
}

/** The text of every test, by its name: from one name at the margin of the set to the next. */
function sourcesOf(whole: string): ReadonlyMap<string, string> {
  const names = [...whole.matchAll(/^ {2}(?:"(test[^"]*)"|(test\S*)) =/gm)];
  return new Map(
    names.map(({ index, 1: quoted, 2: plain }, nth) => [
      quoted ?? plain ?? "",
      whole.slice(index, names[nth + 1]?.index),
    ]),
  );
}

/** Prints what does not agree. */
function judgeAll(
  { which, machine, tests, sources }: Judged,
  wanted: Wanted,
): { readonly failed: number; readonly summary: string } {
  const tally = emptyTally();
  for (const [name, { value }] of tests.entries) {
    if (!name.startsWith("test") || !name.includes(wanted.text)) continue;
    const reason = which === "native" ? reasonFor(sources.get(name) ?? "") : undefined;
    const answer: Answer = reason ? { kind: "out of scope", text: reason } : judge(machine, value);
    if (reason) tally.skipped++;
    else if (answer.kind === "agrees") tally.passed++;
    else tally.failed++;
    if (answer.kind !== "agrees" || wanted.all) console.log(`${which} ${answer.kind}: ${name}\n    ${answer.text}`);
  }
  const { passed, failed, skipped } = tally;
  const share = percent(passed, passed + failed);
  return { failed, summary: `${which}: ${passed} passed, ${failed} failed, ${skipped} out of scope (${share})` };
}

function reasonFor(source: string): string | undefined {
  return OUT_OF_SCOPE.find(([needs]) => needs.test(source))?.[1];
}

function judge(machine: Evaluator, test: Lazy): Answer {
  try {
    return machine.allow(() => {
      const expr = machine.select(test, "expr");
      const expected = machine.select(test, "expected");
      const equal = machine.equal(expr, expected);
      if (equal === true) return { kind: "agrees", text: "" };
      const shown = `${showValue(machine, expr, 6)}\n    expected ${showValue(machine, expected, 6)}`;
      if (equal === false) return { kind: "disagrees", text: shown };
      const why = equal.type === "failure" ? equal.message : equal.type === "unknown" ? equal.reason : equal.path;
      return { kind: "unknown", text: `${equal.type} ${why}\n    ${shown}` };
    });
  } catch (problem) {
    return { kind: "crash", text: String(problem) };
  }
}
