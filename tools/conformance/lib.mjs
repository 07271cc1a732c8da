// Judges every test of nixpkgs' lib/tests/misc.nix by itself, twice: with the native lib, and with the lib in DIR evaluated by our language.
// Usage: npm run lib-conformance -- DIR [TEXT]   DIR: a checkout of nixpkgs, or of its lib alone; TEXT: only tests whose name holds it.
// Needs a Node that runs TypeScript, and the built grammar in dist/. With ALL=1 it prints the tests that agree as well.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { diskFiles } from "../../server/disk.ts";
import { nixpkgsLibrary } from "../../server/flake/library.ts";
import { withNativeSources } from "../../server/flake/native/sources.ts";
import { globalNames } from "../../server/nix/builtins/all.ts";
import { Evaluator } from "../../server/nix/evaluator.ts";
import { EMPTY_SET } from "../../server/nix/make.ts";
import { showValue } from "../../server/nix/show.ts";
import { loadGrammar, parse } from "../../server/syntax/parse.ts";

/**
 * @typedef {import("../../server/nix/value.ts").Lazy} Lazy
 * @typedef {import("../../server/nix/value.ts").SetValue} SetValue
 * @typedef {{ kind: "agrees" | "disagrees" | "unknown" | "crash" | "out of scope", text: string }} Answer
 */

/**
 * What the native lib leaves out on purpose and why, by what stands in the text of a test that needs it.
 * @type {readonly (readonly [RegExp, string])[]}
 */
const OUT_OF_SCOPE = [
  [/test(SplitStrings|HasInfix)Derivation|dummyDerivation;$|\.drvPath;$/m, "derivation: store paths are not computed"],
  [/\blazyDerivation\b/, "lazyDerivation: about derivations, buys no edge"],
  [/storeDir \.\/\./, "a path in a text: stands for itself, nothing is copied to the store"],
  [/\boptionAttrSetToDocList\b/, "optionAttrSetToDocList: writes documentation, buys no edge"],
  [/\blicenses\.|\bgetLicenseFromSpdxIdOr\b/, "licenses: a data base, buys no edge"],
  [/\bplatformMatch\b/, "platformMatch: takes system descriptions apart, buys no edge"],
  [/"\/non-existent\//, "files outside the flake: never read"],
];

const [folder, wanted = ""] = process.argv.slice(2);
if (!folder) {
  console.error("usage: npm run lib-conformance -- DIR [TEXT]");
  process.exit(2);
}
const library = join(resolve(folder), "lib");
const entry = join(library, "default.nix");
const tests = join(library, "tests", "misc.nix");
const [runtime, grammar] = ["web-tree-sitter.wasm", "tree-sitter-nix.wasm"].map((name) =>
  readFileSync(new URL(`../../dist/${name}`, import.meta.url)),
);
if (runtime && grammar) await loadGrammar({ runtime, grammar });

const disk = diskFiles([library]);
const text = readFileSync(tests, "utf8").replace(/^runTests \{/m, "{");
const sources = sourcesOf(text);
const native = judgeAll("native", "nativeLib");
const real = judgeAll("real", disk.read(entry) ?? "");
console.log(native);
console.log(real);

/**
 * The text of every test, by its name: from one name at the margin of the set to the next.
 * @param {string} whole
 */
function sourcesOf(whole) {
  const names = [...whole.matchAll(/^ {2}(?:"(test[^"]*)"|(test\S*)) =/gm)];
  return new Map(
    names.map(({ index, 1: quoted, 2: plain }, nth) => [
      quoted ?? plain ?? "",
      whole.slice(index, names[nth + 1]?.index),
    ]),
  );
}

/**
 * Prints what does not agree; the summary comes back.
 * @param {"native" | "real"} which
 * @param {string} entryText
 */
function judgeAll(which, entryText) {
  const { machine, set } = load(entryText);
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, { value }] of set.entries) {
    if (!name.startsWith("test") || !name.includes(wanted)) continue;
    const reason = which === "native" ? reasonFor(sources.get(name) ?? "") : undefined;
    /** @type {Answer} */
    const answer = reason ? { kind: "out of scope", text: reason } : judge(machine, value);
    if (reason) count.skipped += 1;
    else if (answer.kind === "agrees") count.passed += 1;
    else count.failed += 1;
    if (answer.kind !== "agrees" || process.env.ALL)
      console.log(`${which} ${answer.kind}: ${name}\n    ${answer.text}`);
  }
  const judged = count.passed + count.failed;
  const share = judged === 0 ? 0 : (100 * count.passed) / judged;
  return `${which}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} out of scope (${share.toFixed(1)} %)`;
}

/** @param {string} source */
function reasonFor(source) {
  return OUT_OF_SCOPE.find(([needs]) => needs.test(source))?.[1];
}

/**
 * The set of tests, with this text in the place of lib/default.nix.
 * @param {string} entryText
 * @returns {{ machine: Evaluator, set: SetValue }}
 */
function load(entryText) {
  /** @param {string} file */
  const read = (file) => (file === tests ? text : file === entry ? entryText : disk.read(file));
  const files = withNativeSources({ ...disk, read }, new Map());
  const globals = globalNames();
  /** @type {Map<string, Lazy>} */
  const withLibrary = new Map(globals);
  const machine = new Evaluator({
    files,
    treeOf: (file) => {
      const found = files.read(file);
      return found === undefined ? undefined : parse(found);
    },
    globalsOf: (file) => (file === entry ? withLibrary : globals),
    limits: {
      stepsPerPiece: 30_000_000,
      steps: 3_000_000_000,
      callDepth: 10_000,
      nesting: 50_000,
      milliseconds: 600_000,
    },
  });
  withLibrary.set("nativeLib", nixpkgsLibrary(machine, () => undefined) ?? EMPTY_SET);
  const value = machine.importFile(tests);
  if (value.type === "set") return { machine, set: value };
  console.error(`${tests} is no set of tests: ${showValue(machine, value)}`);
  process.exit(1);
}

/**
 * @param {Evaluator} machine
 * @param {Lazy} test
 * @returns {Answer}
 */
function judge(machine, test) {
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
