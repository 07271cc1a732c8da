import { dirname, join, resolve } from "node:path";
import { diskFiles, whatIs } from "../disk.ts";
import { printable } from "../graph/paint.ts";
import { runProgram } from "../nix/single-file.ts";
import type { SourceFiles } from "../nix/value.ts";
import { lineIndexOf } from "../text.ts";
import type { Answer } from "./command-answer.ts";
import type { EvalRequest } from "./command-arguments.ts";
import { type ErrorPlaces, errorText } from "./error-text.ts";
import { findRoot, withSlashes } from "./root.ts";

/**
 * Evaluates an expression or a file on its own and prints the value, or the error with its place and the way to it. The grammar must
 * be loaded. Throws a RangeError when the stack of this thread is too small; on a thread with a larger one it may be asked again.
 */
export function answerEval(request: EvalRequest): Answer {
  const program = programOf(request);
  if (typeof program === "string") return { output: "", notes: `dendritic: ${printable(program)}\n`, exitCode: 2 };
  const { file, files } = program;
  const places = placesOf(files);
  const form = request.json ? "json" : request.strict ? "strict" : "lazy";
  const { result, problems } = runProgram({ file, files, form, placeOf: places.placeOf });
  const texts = problems.map(({ message, ...at }) => errorText({ message, at, trace: [] }, places));
  if (typeof result !== "string" && texts.length === 0) texts.push(errorText(result, places));
  if (typeof result !== "string" || texts.length > 0) return { output: "", notes: texts.join("\n"), exitCode: 1 };
  return { output: `${result}\n`, notes: "", exitCode: 0 };
}

interface Program {
  readonly file: string;
  readonly files: SourceFiles;
}

/** What is to be evaluated and what it may read, or why it cannot be read. */
function programOf({ file, expression }: EvalRequest): Program | string {
  if (file === undefined) {
    const directory = withSlashes(process.cwd());
    const virtual = join(directory, EXPRESSION_FILE);
    const disk = diskFiles([directoryFor(directory)]);
    return { file: virtual, files: { ...disk, read: (path) => (path === virtual ? expression : disk.read(path)) } };
  }
  const path = withSlashes(resolve(file));
  const files = diskFiles([directoryFor(dirname(path))]);
  if (files.kind(path) === "directory") return { file: `${path}/default.nix`, files };
  const problem = problemWith(path, files);
  return problem ?? { file: path, files };
}

/** An expression from the command line stands in no file; this is what Nix calls it. */
const EXPRESSION_FILE = "«string»";

/** The flake that a directory belongs to, or the directory itself. */
function directoryFor(directory: string): string {
  const root = findRoot(directory);
  return root.problem === undefined ? root.directory : directory;
}

function problemWith(path: string, files: SourceFiles): string | undefined {
  if (whatIs(path) === "missing") return `${path}: no such file`;
  const obstacle = files.obstacle(path);
  return obstacle === undefined ? undefined : `${path} ${obstacle}`;
}

function placesOf(files: SourceFiles): ErrorPlaces {
  const linesOf = (file: string) => lineIndexOf(files.read(file) ?? "");
  const placeOf: ErrorPlaces["placeOf"] = ({ file, start }) => {
    const { line, character } = linesOf(file).positionAt(start);
    return `${nameOf(file)}:${line + 1}:${character + 1}`;
  };
  return { placeOf, linesOf, textOf: (file) => files.read(file) };
}

function nameOf(file: string): string {
  return file.endsWith(`/${EXPRESSION_FILE}`) ? EXPRESSION_FILE : file;
}
