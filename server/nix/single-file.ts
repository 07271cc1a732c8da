import { parse } from "../syntax/parse.ts";
import type { SyntaxProblem, SyntaxTree } from "../syntax/syntax-tree.ts";
import type { OffsetRange, Span } from "../text.ts";
import type { Limits } from "./budget.ts";
import { builtinsSet, globalNames } from "./builtins/all-builtins.ts";
import { Evaluator } from "./evaluator.ts";
import { printValue } from "./print.ts";
import { printJson } from "./print-json.ts";
import { undefinedVariables } from "./undefined-variables.ts";
import type { Failure, Lazy, SourceFiles } from "./value.ts";

/** A file to evaluate on its own, as `nix-instantiate --eval` does. */
export interface Program {
  /** Absolute; `files` has its text. */
  readonly file: string;
  readonly files: SourceFiles;
  /** `lazy` prints what was evaluated anyway, `strict` and `json` evaluate everything inside. */
  readonly form: "lazy" | "strict" | "json";
  readonly placeOf: (span: Span) => string;
  /** Where `<name>` is looked for, as `builtins.nixPath` tells; empty in pure evaluation. */
  readonly nixPath?: Lazy;
  readonly limits?: Limits;
}

export interface Outcome {
  /** The printed value, or the error that it is. */
  readonly result: string | Failure;
  /** What Nix would reject the file, or one that it imports, for: then there is no value. */
  readonly problems: readonly FileProblem[];
}

export interface FileProblem extends OffsetRange {
  readonly file: string;
  readonly message: string;
}

/** Evaluates a file and prints its value. The grammar must be loaded. */
export function runProgram({ file, files, form, placeOf, nixPath, limits }: Program): Outcome {
  const known = nixPath ? withNixPath(nixPath) : globalNames();
  const problems: FileProblem[] = [];
  const treeOf = (path: string): SyntaxTree | undefined => {
    const text = files.read(path);
    if (text === undefined) return undefined;
    const tree = parse(text);
    const found = path === file ? problemsOf(tree, known) : syntaxErrors(tree);
    for (const problem of found) problems.push({ file: path, ...problem });
    return tree;
  };
  const machine = new Evaluator({ files, treeOf, globalsOf: () => known, ...(limits && { limits }) });
  const value = machine.importFile(file);
  const result =
    form === "json"
      ? printJson(machine, value, { placeOf })
      : printValue(machine, value, { placeOf, strict: form === "strict" });
  return { result, problems };
}

function withNixPath(nixPath: Lazy): ReadonlyMap<string, Lazy> {
  const { entries } = builtinsSet();
  const builtins: Lazy = { type: "set", entries: new Map([...entries, ["nixPath", { value: nixPath }]]) };
  return new Map([...globalNames(), ["builtins", builtins], ["__nixPath", nixPath]]);
}

/** What Nix refuses a file for before it evaluates any of it, in its words; `known` is what is in scope outside the file's text. */
export function problemsOf(tree: SyntaxTree, known: ReadonlyMap<string, unknown>): readonly SyntaxProblem[] {
  const errors = syntaxErrors(tree);
  return errors.length > 0 ? errors : undefinedVariables(tree.root, (name) => known.has(name));
}

function syntaxErrors(tree: SyntaxTree): readonly SyntaxProblem[] {
  return tree.problems.map((problem) => ({ ...problem, message: `syntax error, ${problem.message}` }));
}
