import { withNativeSources } from "../../server/flake/native/native-sources.ts";
import { nixpkgsLibrary } from "../../server/flake/nixpkgs-library.ts";
import type { ModuleEvaluation } from "../../server/modules/evaluation.ts";
import { globalNames } from "../../server/nix/builtins/all-builtins.ts";
import { Evaluator } from "../../server/nix/evaluator.ts";
import { printValue } from "../../server/nix/print.ts";
import { runProgram } from "../../server/nix/single-file.ts";
import type { Failure, Lazy, SourceFiles, Value } from "../../server/nix/value.ts";
import { parse } from "../../server/syntax/parse.ts";
import { lineIndexOf, type Span } from "../../server/text.ts";
import { memoryFiles } from "../../test/fixture.ts";
import type { Fact, Scope } from "./fact-files.ts";
import { type Evaluations, problemOf } from "./module-problems.ts";

/** Where the expressions of facts stand. */
export const FACT_DIRECTORY = "/flake";

const file = `${FACT_DIRECTORY}/fact.nix`;

/** What stands before the expressions, where `lib` is nixpkgs' lib. */
export const preludes: Readonly<Record<Scope, string>> = {
  language: "",
  lib: "with lib; ",
  modules:
    "with lib; with types; let eval = modules: (evalModules { inherit modules; }).config; option = type: mkOption { inherit type; }; in ",
};

/** What our evaluator answers to the expression of a fact, in the form that facts have. */
export function ourAnswer({ expression, files: beside }: Pick<Fact, "expression" | "files">, scope: Scope): string {
  const texts = [...beside].map(([name, text]) => [`${FACT_DIRECTORY}/${name}`, text] as const);
  const files = memoryFiles(new Map([...texts, [file, preludes[scope] + expression]]));
  return scope === "language" ? languageAnswer(files) : libAnswer(files);
}

function languageAnswer(files: SourceFiles): string {
  const { result, problems } = runProgram({ file, files, form: "strict", placeOf: placesOf(files) });
  const [problem] = problems;
  return problem ? errorOf(problem) : shown(result);
}

function libAnswer(files: SourceFiles): string {
  const [syntaxProblem] = parse(files.read(file) ?? "").problems;
  if (syntaxProblem) return errorOf(syntaxProblem);
  const sources = withNativeSources(files, new Map());
  const globals = new Map<string, Lazy>(globalNames());
  const machine = new Evaluator({
    files: sources,
    treeOf: (path) => {
      const text = sources.read(path);
      return text === undefined ? undefined : parse(text);
    },
    globalsOf: () => globals,
  });
  const evaluations: Evaluations = { whole: [], submodules: [] };
  const log = Object.assign((evaluation: ModuleEvaluation) => void evaluations.whole.push(evaluation), {
    onSubmodule: (evaluation: ModuleEvaluation) => void evaluations.submodules.push(evaluation),
  });
  globals.set("lib", nixpkgsLibrary(machine, log));
  const value: Value = machine.importFile(file);
  const result = printValue(machine, value, { placeOf: placesOf(sources), strict: true });
  const problem = problemOf(evaluations);
  return problem === undefined ? shown(result) : errorOf({ message: problem });
}

function placesOf(files: SourceFiles): (span: Span) => string {
  return (span) => {
    const { line, character } = lineIndexOf(files.read(span.file) ?? "").positionAt(span.start);
    return `${span.file}:${line + 1}:${character + 1}`;
  };
}

function shown(result: string | Failure): string {
  return typeof result === "string" ? result : errorOf(result);
}

function errorOf({ message }: { readonly message: string }): string {
  return `error: ${message.split("\n")[0]}`;
}
