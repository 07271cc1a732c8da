// Asks real Nix about the facts in test/facts, which a ring of tests holds our evaluator to.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadBuiltGrammar } from "../flake.ts";
import { emptyTally, shownTally } from "../tally.ts";
import { type Chapter, type Fact, type FactFile, factFiles, type Scope, shownChapters } from "./fact-files.ts";
import { FACT_DIRECTORY, ourAnswer, preludes } from "./our-answer.ts";

const usage = `Usage: npm run facts -- NIXPKGS [NAME] [--write] [--facts DIR]

NIXPKGS: a checkout of nixpkgs, or a folder with its lib alone. NAME: only files of test/facts whose name holds it.
--write        record what Nix says, also for expressions without an answer
--facts DIR    facts of another folder than test/facts
Needs nix-instantiate 2.26 on PATH. Ends with 1 when Nix says something else.`;

/** Asks, and prints what Nix says otherwise, and what we do. Resolves to the exit code. */
export async function facts(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { write: { type: "boolean", default: false }, facts: { type: "string" } },
  });
  const [nixpkgs, name = ""] = positionals;
  if (!nixpkgs) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  const tally = emptyTally();
  for (const file of factFiles(values.facts).filter((one) => one.name.includes(name))) {
    const asked = await answered(file, resolve(nixpkgs));
    for (const [at, { facts }] of file.chapters.entries()) {
      for (const [nth, fact] of facts.entries()) {
        const nix = asked[at]?.facts[nth]?.answer;
        const ours = ourAnswer(fact, file.scope);
        const isNew = values.write && fact.answer === undefined;
        const agrees = (isNew || fact.answer === nix) && agreesWith(ours, nix);
        tally[agrees ? "passed" : "failed"]++;
        if (!agrees)
          console.log(
            `${file.name}: ${fact.expression}\n  recorded ${fact.answer}\n  Nix      ${nix}\n  ours     ${ours}`,
          );
      }
    }
    if (values.write) writeFileSync(file.path, shownChapters(asked));
  }
  console.log(shownTally(tally));
  return tally.failed > 0 ? 1 : 0;
}

/** Whether our answer is the recorded one; where this is `error`, the words are our own. */
export function agreesWith(ours: string, recorded: string | undefined): boolean {
  return recorded === "error" ? ours.startsWith("error: ") : ours === recorded;
}

/** The chapters of a file, with Nix's answers. */
async function answered({ chapters, scope }: FactFile, nixpkgs: string): Promise<readonly Chapter[]> {
  const found = new Map<Fact, string>();
  const waiting = chapters.flatMap((chapter) => chapter.facts).values();
  const work = async () => {
    for (const fact of waiting) found.set(fact, recordedAs(fact, scope, await nixAnswer(fact, scope, nixpkgs)));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return chapters.map(({ title, facts }) => ({
    title,
    facts: facts.map((fact) => ({ ...fact, answer: found.get(fact) })),
  }));
}

/** Nix's answer, but for words of errors where ours has others. */
function recordedAs(fact: Fact, scope: Scope, nix: string): string {
  return nix.startsWith("error: ") && ourAnswer(fact, scope) !== nix ? "error" : nix;
}

/** What real Nix says, in the form that facts have. */
async function nixAnswer({ expression, files }: Fact, scope: Scope, nixpkgs: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "fact-"));
  const lib = scope === "language" ? "" : `let lib = import ${nixpkgs}/lib; in `;
  for (const [name, text] of new Map([...files, ["fact.nix", lib + preludes[scope] + expression]])) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const words = ["--eval", "--strict", "--readonly-mode", "--store", "dummy://", join(folder, "fact.nix")];
  const { output, errors } = await new Promise<{ output: string; errors: string }>((done, fail) => {
    execFile("nix-instantiate", words, { timeout: 20_000 }, (problem, output, errors) => {
      if (typeof problem?.code === "string" || problem?.killed) fail(problem);
      else done({ output, errors });
    });
  });
  rmSync(folder, { recursive: true });
  const answer = output === "" ? lastError(errors) : output.trimEnd();
  return answer.replaceAll(folder, FACT_DIRECTORY);
}

/** The first line of the innermost error. */
function lastError(errors: string): string {
  const at = errors.lastIndexOf("error: ");
  return at < 0 ? `error: nothing but ${JSON.stringify(errors)}` : (errors.slice(at).split("\n")[0] ?? "").trimEnd();
}
