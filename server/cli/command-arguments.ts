import { parseArgs } from "node:util";
import { STORE_DIRECTORY } from "../flake/store-path.ts";
import { RULES } from "../rules/all-rules.ts";
import { LEVELS, type Level, levelOf } from "../rules/rule-settings.ts";

/** What the command line was asked for. */
export type Request =
  | FlakeRequest
  | EvalRequest
  | { readonly kind: "rules" }
  | { readonly kind: "explain"; readonly code: string }
  | { readonly kind: "lsp" }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "misuse"; readonly message: string };

/** A command about one flake. */
export type FlakeRequest = GraphRequest | CheckRequest;

export interface GraphRequest extends FlakeOptions {
  readonly kind: "graph";
  readonly format: "text" | "json";
}

export interface CheckRequest extends FlakeOptions {
  readonly kind: "check";
  readonly format: CheckFormat;
  /** By the code of the rule; the others are as they are by default. */
  readonly rules: ReadonlyMap<string, Level>;
  /** The file with the findings that are accepted; as given. */
  readonly baseline: string | undefined;
  /** The file that all findings are written to instead. */
  readonly baselineToWrite: string | undefined;
  /** Up to this many still exit with 0. */
  readonly mostWarnings: number;
}

/** Where the flake is, and how its files are read. */
interface FlakeOptions {
  /** As given, like the directories. */
  readonly place: string;
  readonly inputs: Inputs;
  /** Where the Nix store lies. */
  readonly store: string;
  /** Whether files count that git does not track. */
  readonly path: boolean;
  /** Whether answers are kept for the next time. */
  readonly cache: boolean;
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

export type CheckFormat = (typeof checkFormats)[number];

const graphFormats = ["text", "json"] as const;
const checkFormats = ["text", "json", "sarif", "github"] as const;

/** Directories with the sources of inputs, by the input's name; as given, not resolved. */
export type Inputs = ReadonlyMap<string, string>;

/** Never fails: what cannot be understood is a misuse that says why. */
export function requestOf(args: readonly string[]): Request {
  const parsed = parsedArguments(args);
  if (typeof parsed === "string") return misuse(parsed);
  const { values, positionals } = parsed;
  const [command, ...more] = positionals;
  if (values.help || command === "help") return { kind: "help" };
  if (values.version) return { kind: "version" };
  switch (command) {
    case undefined:
      return misuse("no command given");
    case "lsp": // the editor says later which folders are meant
      return more.length > 0 ? misuse(`lsp takes no directory: ${more.join(" ")}`) : { kind: "lsp" };
    case "rules":
      return more.length > 0 ? misuse(`rules takes no arguments: ${more.join(" ")}`) : { kind: "rules" };
    case "explain":
      return explainRequest(more);
    case "eval":
      return evalRequest(values, more);
    case "graph":
    case "check":
      return flakeRequest(command, values, more);
    default:
      return misuse(values.stdio ? `--stdio is an option of lsp, not of ${command}` : `unknown command '${command}'`);
  }
}

function misuse(message: string): Request {
  return { kind: "misuse", message };
}

function explainRequest([code, ...more]: readonly string[]): Request {
  if (code === undefined || more.length > 0) return misuse("explain takes the code of one rule");
  return RULES.some((rule) => rule.code === code)
    ? { kind: "explain", code }
    : misuse(`no rule has the code '${code}'`);
}

function evalRequest({ file, strict = false, json = false, stdio }: Values, expressions: readonly string[]): Request {
  const [expression, ...more] = expressions;
  if (stdio) return misuse("--stdio is an option of lsp, not of eval");
  if (more.length > 0) return misuse("give one expression at a time, in quotes");
  if (file === undefined && expression === undefined) return misuse("eval takes an expression or --file");
  if (file !== undefined && expression !== undefined) return misuse("eval takes an expression or --file, not both");
  return { kind: "eval", file, expression: expression ?? "", strict, json };
}

type Values = Exclude<ReturnType<typeof parsedArguments>, string>["values"];

function flakeRequest(command: "graph" | "check", values: Values, places: readonly string[]): Request {
  const [place = ".", ...more] = places;
  if (values.stdio) return misuse(`--stdio is an option of lsp, not of ${command}`);
  if (more.length > 0) return misuse(`give one flake at a time, not ${places.join(" ")}`);
  const inputs = inputsOf(values.input ?? []);
  if (typeof inputs === "string") return misuse(inputs);
  const { store = STORE_DIRECTORY, path = false, "no-cache": noCache = false } = values;
  const options = { place, inputs, store, path, cache: !noCache };
  return command === "graph" ? graphRequest(values, options) : checkRequest(values, options);
}

/** Options that only `check` knows. */
const checkOnly = ["rule", "baseline", "write-baseline", "max-warnings"] as const;

function graphRequest(values: Values, options: FlakeOptions): Request {
  const stray = checkOnly.find((name) => values[name] !== undefined);
  if (stray) return misuse(`--${stray} is an option of check, not of graph`);
  const format = oneOf(graphFormats, values.format ?? "text");
  return format ? { kind: "graph", format, ...options } : misuse(`unknown format '${values.format}'`);
}

function checkRequest(values: Values, options: FlakeOptions): Request {
  const format = oneOf(checkFormats, values.format ?? "text");
  if (!format) return misuse(`unknown format '${values.format}'`);
  const rules = rulesOf(values.rule ?? []);
  if (typeof rules === "string") return misuse(rules);
  const given = values["max-warnings"] ?? "0";
  if (!/^\d+$/.test(given)) return misuse(`--max-warnings takes a number, not '${given}'`);
  const { baseline, "write-baseline": baselineToWrite } = values;
  if (baseline !== undefined && baselineToWrite !== undefined)
    return misuse("--baseline and --write-baseline cannot be given together");
  return { kind: "check", format, rules, baseline, baselineToWrite, mostWarnings: Number(given), ...options };
}

function oneOf<Word extends string>(words: readonly Word[], given: string): Word | undefined {
  return words.find((word) => word === given);
}

/** The pairs, or what is wrong with them. */
function rulesOf(pairs: readonly string[]): ReadonlyMap<string, Level> | string {
  const levels = new Map<string, Level>();
  for (const pair of pairs) {
    const [, code, word] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    const level = levelOf(word);
    if (code === undefined || level === undefined)
      return `--rule takes CODE=LEVEL with ${LEVELS.slice(0, -1).join(", ")} or ${LEVELS.at(-1)}, not '${pair}'`;
    if (!RULES.some((rule) => rule.code === code)) return `no rule has the code '${code}'`;
    levels.set(code, level);
  }
  return levels;
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

function parsedArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        input: { type: "string", multiple: true },
        path: { type: "boolean" },
        "no-cache": { type: "boolean" },
        store: { type: "string" },
        rule: { type: "string", multiple: true },
        baseline: { type: "string" },
        "write-baseline": { type: "string" },
        "max-warnings": { type: "string" },
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
