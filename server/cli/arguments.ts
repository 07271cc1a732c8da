import { parseArgs } from "node:util";
import { STORE_DIRECTORY } from "../flake/store-path.ts";

/** What the command line was asked for. */
export type Request =
  | FlakeRequest
  | EvalRequest
  | { readonly kind: "lsp" }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "misuse"; readonly message: string };

/** A command about one flake. */
export interface FlakeRequest {
  readonly kind: "graph" | "check";
  readonly format: Format;
  /** As given, like the directories. */
  readonly place: string;
  readonly inputs: Inputs;
  /** Where the Nix store lies. */
  readonly store: string;
  /** Whether files count that git does not track. */
  readonly path: boolean;
}

/** A piece of Nix to evaluate on its own: a file, or an expression. */
export interface EvalRequest {
  readonly kind: "eval";
  /** As given. */
  readonly file: string | undefined;
  /** Empty when there is a file. */
  readonly expression: string;
  readonly strict: boolean;
  readonly json: boolean;
}

export type Format = "text" | "json";

/** Directories with the sources of inputs, by the input's name; as given, not resolved. */
export type Inputs = ReadonlyMap<string, string>;

export const usage = `Usage: dendritic <command> [--format text|json] [DIR]

Commands:
  graph    print the flake's hosts with their branches, classes and leaves
  check    print findings; exit code 1 when there is an error or a warning
  eval     evaluate Nix on its own: dendritic eval [--strict] [--json] (EXPR | --file FILE)
  lsp      run the language server for an editor, on standard input and output
  help     print this

DIR is a directory or a file of the flake; the nearest flake.nix there or above is its root.
Default: the current directory.

Options:
  --format text|json   text for people (default), or one JSON document
  --input NAME=DIR     where the source of a flake input lies; may be given several times
  --path               count every file, also those that git does not track and Nix does not see
  --store DIR          where the Nix store lies, in which sources of inputs are looked for (default: ${STORE_DIRECTORY})
  -f, --file FILE      for eval: the file to evaluate; it may read what lies beside it, or in its flake
  --strict             for eval: evaluate and print everything inside the value as well
  --json               for eval: print the value as JSON
  --stdio              taken by lsp, which does nothing else
  -h, --help           print this
  --version            print the version

Exit codes: 0 fine, 1 findings (check) or an error (eval), 2 wrong usage or nothing that could be read.
`;

/** Never fails: what cannot be understood is a misuse that says why. */
export function requestOf(args: readonly string[]): Request {
  const parsed = parsedArguments(args);
  if (typeof parsed === "string") return { kind: "misuse", message: parsed };
  const { values, positionals } = parsed;
  const [command, place = ".", ...more] = positionals;
  if (values.help || command === "help") return { kind: "help" };
  if (values.version) return { kind: "version" };
  if (command === undefined) return { kind: "misuse", message: "no command given" };
  if (command === "lsp") return lspRequest(positionals.slice(1));
  if (values.stdio) return { kind: "misuse", message: `--stdio is for lsp, not for ${command}` };
  if (command === "eval") return evalRequest(values, positionals.slice(1));
  if (command !== "graph" && command !== "check") return { kind: "misuse", message: `unknown command '${command}'` };
  if (more.length > 0) return { kind: "misuse", message: `one flake at a time: ${[place, ...more].join(" ")}` };
  const { format = "text" } = values;
  if (format !== "text" && format !== "json") return { kind: "misuse", message: `unknown format '${format}'` };
  const inputs = inputsOf(values.input ?? []);
  if (typeof inputs === "string") return { kind: "misuse", message: inputs };
  const { store = STORE_DIRECTORY, path = false } = values;
  return { kind: command, format, place, inputs, store, path };
}

/** The pairs, or what is wrong with them. */
function inputsOf(pairs: readonly string[]): Inputs | string {
  const inputs = new Map<string, string>();
  for (const pair of pairs) {
    const [, name, directory] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (name === undefined || directory === undefined) return `--input takes NAME=DIR, not '${pair}'`;
    inputs.set(name, directory);
  }
  return inputs;
}

function evalRequest(
  { file, strict = false, json = false }: { file?: string; strict?: boolean; json?: boolean },
  expressions: readonly string[],
): Request {
  const [expression, ...more] = expressions;
  if (more.length > 0) return { kind: "misuse", message: "one expression at a time: put it in quotes" };
  if (file === undefined && expression === undefined)
    return { kind: "misuse", message: "eval takes an expression or --file" };
  if (file !== undefined && expression !== undefined)
    return { kind: "misuse", message: "eval takes an expression or --file, not both" };
  return { kind: "eval", file, expression: expression ?? "", strict, json };
}

/** The editor says later which folders are meant. */
function lspRequest(more: readonly string[]): Request {
  return more.length > 0 ? { kind: "misuse", message: `lsp takes no directory: ${more.join(" ")}` } : { kind: "lsp" };
}

function parsedArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        input: { type: "string", multiple: true },
        path: { type: "boolean" },
        store: { type: "string" },
        file: { type: "string", short: "f" },
        strict: { type: "boolean" },
        json: { type: "boolean" },
        stdio: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    return lowerFirst(message.replace(/\. To specify.*/s, "")); // how to pass an argument that starts with "-"
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
