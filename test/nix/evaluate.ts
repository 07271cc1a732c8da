import { expect } from "vitest";
import type { Limits } from "../../server/nix/budget.ts";
import { builtinsSet, globalNames } from "../../server/nix/builtins/all-builtins.ts";
import { Evaluator } from "../../server/nix/evaluator.ts";
import { libTopLevel } from "../../server/nix/lib/all-lib.ts";
import { external, record, unknown } from "../../server/nix/make.ts";
import { conditionOf } from "../../server/nix/thunk.ts";
import type { Attribute, DirectoryEntry, Lazy, Machine, Opaque, SourceFiles, Value } from "../../server/nix/value.ts";
import { parse } from "../../server/syntax/parse.ts";
import "../grammar.ts";

/** Path -> text. Directories are implied. */
export type Files = Readonly<Record<string, string>>;

export interface Evaluated {
  readonly machine: Evaluator;
  readonly value: Value;
}

/** Where `evaluateText` puts the text it is given. */
export const TEXT_FILE = "/flake/text.nix";

/**
 * Evaluates Nix text that stands in `/flake/text.nix` among `files`; only what lies in `/flake` can be read.
 * Beside the builtins, `lib` is nixpkgs' `lib`, `outside` is External, `mystery` is Unknown and `extra` comes on top.
 */
export function evaluateText(text: string, files: Files = {}, settings: EvaluateSettings = {}): Evaluated {
  const all: Files = { ...files, [TEXT_FILE]: text };
  const globals = new Map<string, Lazy>([
    ...globalNames(),
    ["builtins", builtinsSet()],
    ["lib", record(libTopLevel())],
    ["outside", external("outside")],
    ["mystery", unknown("a mystery")],
    ...Object.entries(settings.extra ?? {}),
  ]);
  const source = memoryFiles(all);
  const machine = new Evaluator({
    files: source,
    treeOf: (path) => {
      const found = source.read(path);
      return found === undefined ? undefined : parse(found);
    },
    globalsOf: () => globals,
    ...(settings.limits && { limits: settings.limits }),
  });
  return { machine, value: machine.importFile(TEXT_FILE) };
}

export interface EvaluateSettings {
  readonly extra?: Readonly<Record<string, Lazy>>;
  readonly limits?: Limits;
}

/** The value of the text, as `show` prints it. */
export function evaluated(text: string, files: Files = {}, settings: EvaluateSettings = {}): string {
  const { machine, value } = evaluateText(text, files, settings);
  return show(machine, value);
}

/** Every line reads `text ==> what it evaluates to`; `\\${` stands for `${`. */
export function checkLines(lines: string, files: Files = {}): void {
  const pairs = lines
    .replaceAll("\\${", "${")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.trim().split(" ==> "));
  const answers = pairs.map(([text = ""]) => `${text} ==> ${evaluated(text, files)}`);
  expect(answers).toEqual(pairs.map(([text, answer]) => `${text} ==> ${answer}`));
}

/**
 * Nix-like text of a value, everything in it forced: `{ a = 1; b = [ "x" <external pkgs.git> ]; }`. A part that may be absent
 * has a `?` (`?"x"`, `a? = 1;`), a part of unknown length three dots (`...<unknown: reason>`), what a false condition kept out
 * a `~`.
 */
export function show(machine: Machine, value: Lazy, depth = 12): string {
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
      return String(forced.value);
    case "float":
      return Number.isInteger(forced.value) ? forced.value.toFixed(1) : String(forced.value);
    case "string":
      return JSON.stringify(forced.text);
    case "path":
      return forced.path;
    case "list": {
      if (depth === 0) return "[…]";
      const items = forced.items.map((item) => mark(item) + show(machine, item, depth - 1));
      const ghosts = (forced.ghosts ?? []).map((ghost) => `~${show(machine, ghost.value, depth - 1)}`);
      return bracketed("[", [...items, ...openParts(forced.open), ...ghosts], "]");
    }
    case "set": {
      if (depth === 0) return "{…}";
      const entries = [...forced.entries].sort(([a], [b]) => (a < b ? -1 : 1));
      const bindings = entries.map(([name, attribute]) => binding(machine, name, attribute, depth));
      return bracketed("{", [...bindings, ...openParts(forced.open)], "}");
    }
    case "lambda":
      return "<lambda>";
    case "primop":
      return `<primop ${forced.primop.name}>`;
    case "external":
      return `<external ${forced.path}>`;
    case "unknown":
      return `<unknown: ${forced.reason}>`;
    case "failure":
      return `<${forced.catchable ? "thrown" : "failure"}: ${forced.message}>`;
    default:
      return forced satisfies never;
  }
}

function binding(machine: Machine, name: string, attribute: Attribute, depth: number): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_'-]*$/.test(name) ? name : JSON.stringify(name);
  return `${plain}${attribute.maybe ? "?" : ""} = ${show(machine, attribute.value, depth - 1)};`;
}

function mark(item: Lazy): string {
  return conditionOf(item)?.value === "unknown" ? "?" : "";
}

function openParts(open: readonly Opaque[] | undefined): string[] {
  return (open ?? []).map((part) =>
    part.type === "external" ? `...<external ${part.path}>` : `...<unknown: ${part.reason}>`,
  );
}

function bracketed(opening: string, parts: readonly string[], closing: string): string {
  return [opening, ...parts, closing].join(" ");
}

/** Files in memory. A text that begins with `-> ` is a symlink. */
export function memoryFiles(files: Files): SourceFiles {
  const paths = Object.keys(files);
  const kind = (path: string) => {
    const text = files[path];
    if (text !== undefined) return text.startsWith("-> ") ? "symlink" : "regular";
    return paths.some((one) => one.startsWith(`${path}/`)) ? "directory" : undefined;
  };
  return {
    read: (path) => (kind(path) === "regular" ? files[path] : undefined),
    obstacle: () => undefined,
    kind,
    list: (path) => {
      if (kind(path) !== "directory") return undefined;
      const below = paths.filter((one) => one.startsWith(`${path}/`));
      const names = new Set(below.map((one) => one.slice(path.length + 1).split("/")[0] ?? ""));
      return [...names].map((name): DirectoryEntry => ({ name, kind: kind(`${path}/${name}`) ?? "unknown" }));
    },
    readable: (path) => path === "/flake" || path.startsWith("/flake/"),
  };
}
