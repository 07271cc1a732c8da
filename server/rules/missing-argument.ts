import type { Cell } from "../graph/graph.ts";
import { cellsByFile } from "../graph/graph-lookup.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import { isGlobal } from "../names/local-scopes.ts";
import type { NameIndex } from "../names/name-index.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import type { Edit, Span } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import type { Fix } from "./fix.ts";
import { formalAddition } from "./fixes/formals.ts";
import { bound } from "./fixes/lib-names.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const missingArgument: Rule = {
  code: "missing-argument",
  group: "language",
  severity: "error",
  description: "A variable is used that is not defined.",
  explanation: `A file that uses \`lib\`, \`config\` or \`inputs\` has to name it among the arguments of its function. Otherwise Nix refuses
the whole file with "undefined variable", even if the value is never needed.

Names that are built into the language are always defined. Below a \`with\`, which may supply the name, nothing is reported.`,
  examples: {
    wrong: `{ config, ... }: { flake.modules.nixos.base.networking.hostName = lib.mkDefault "desk"; }`,
    right: `{ config, lib, ... }: { flake.modules.nixos.base.networking.hostName = lib.mkDefault "desk"; }`,
  },
  check: (context) => [
    ...context
      .factsOf(unboundNames)
      .flatMap(({ cell, fact }) => (isJudged(context, cell) ? reportsIn(context, cell.file, fact) : [])),
    ...underWith(context),
  ],
};

/** Whether a file is evaluated, parses, and has no names but those that it binds (`scopedImport` may bind anything). */
export function isJudged({ syntaxProblems }: RuleContext, { file, status, scoped }: Cell): boolean {
  return (status === "imported" || status === "reached") && !scoped && !syntaxProblems.has(file);
}

/** Whether the name at this place is reported as one that nothing binds; then nobody else needs to say it. */
export function isMissingArgument(context: RuleContext, { file, start }: Span): boolean {
  const cell = cellsByFile(context.graph).get(file);
  if (!cell || !isJudged(context, cell)) return false;
  return unboundNames(file, context)?.some(({ range }) => range.start === start) ?? false;
}

/** Names that nothing binds, not even a `with`. */
function unboundNames(file: string, { namesOf }: FactContext): NameIndex["freeNames"] | undefined {
  const free = namesOf(file)?.freeNames.filter(({ name, underWith }) => !underWith && !isGlobal(name)) ?? [];
  return free.length > 0 ? free : undefined;
}

/** One report for each name: naming it once is all there is to do. */
function reportsIn(context: RuleContext, file: string, free: NameIndex["freeNames"]): readonly Report[] {
  const tree = context.treeOf(file);
  const reports = new Map<string, Report>();
  for (const { name, range } of free) {
    if (reports.has(name) || !tree) continue;
    const at = { file, ...range };
    const input = inputFix(context, tree, at, name);
    const fixes = input ? [input] : fixesFor(context, tree, at, name);
    const advice = input
      ? ` It is an input of the flake: write \`inputs.${name}\`.`
      : fixes.length > 0
        ? " Add it to the arguments of the function around it."
        : "";
    reports.set(name, {
      message: `\`${name}\` is not defined here, so Nix refuses the whole file.${advice}`,
      at,
      fixes,
    });
  }
  return [...reports.values()];
}

/** What modules are given; the flake's own modules get those that stand for the whole flake. */
const OUTER = new Set(["config", "flake-parts-lib", "inputs", "lib", "options", "self", "withSystem"]);
const INNER = new Set(["pkgs", "osConfig", "modulesPath", "utils"]);

/** What `perSystem` is given besides. */
const PER_SYSTEM = new Set(["inputs'", "self'", "system"]);

/** Whether a name that is not found among branches is that of an argument which the function lacks. */
export function isArgumentName(name: string): boolean {
  return OUTER.has(name) || INNER.has(name);
}

/** Arguments that a `with` could have supplied, but does not. */
function underWith(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "missing-branch").flatMap(({ at, path, hosts }) => {
    const name = path.at(-1) ?? "";
    const tree =
      isArgumentName(name) && context.textOf(at.file)?.slice(at.start, at.end) === name
        ? context.treeOf(at.file)
        : undefined;
    if (!tree || enclosing(tree, at).at(-1)?.kind !== "variable") return [];
    const message = `\`${name}\` is not defined here, not even by the \`with\` around it. Add it to the arguments of the function.`;
    return [{ message, at, hosts, fixes: fixesFor(context, tree, at, name) }];
  });
}

/** The name of an input is that of an attribute of `inputs`, which becomes an argument where it is none yet. */
function inputFix(context: RuleContext, tree: SyntaxTree, at: Span, name: string): Fix | undefined {
  const isInput = context.graph.root.inputs.some((input) => input.name === name);
  if (!isInput || isTakenElsewhere(context, name) || context.textOf(at.file)?.slice(at.start, at.end) !== name)
    return undefined;
  const around = enclosing(tree, at);
  if (around.at(-1)?.kind !== "variable") return undefined;
  const isBound = around.some((one) => bound(one, "inputs"));
  const added = isBound ? [] : fixesFor(context, tree, at, "inputs").flatMap((fix) => fix.edits);
  if (!isBound && added.length === 0) return undefined;
  const edit = { ...at, end: at.start, text: "inputs." };
  return { title: `Change to \`inputs.${name}\``, edits: [...added, edit], preferred: true };
}

function fixesFor(context: RuleContext, tree: SyntaxTree, at: Span, name: string): readonly Fix[] {
  const isInner = INNER.has(name) || PER_SYSTEM.has(name);
  const isOuter = !isInner && (OUTER.has(name) || isTakenElsewhere(context, name));
  if (!isOuter && !isInner) return [];
  const functions = enclosing(tree, at).filter((expression) => expression.kind === "lambda");
  const modules = functions.filter(({ formals, parameter }) => formals?.open || parameter?.name === "_");
  const lambda = isOuter && !isOfSystem(context, tree, at) ? modules[0] : modules.at(-1);
  const edit = lambda
    ? formalAddition(context.textOf(at.file) ?? "", at.file, lambda, name)
    : wrapEdit(tree, at.file, name);
  return edit ? [{ title: `Add \`${name}\` to the arguments`, edits: [edit], preferred: true }] : [];
}

/** Whether other cells take an argument of that name: the flake's modules are given more than flake-parts gives them. */
function isTakenElsewhere({ graph, treeOf }: RuleContext, name: string): boolean {
  return graph.cells.some(({ file, status }) => {
    const root = status === "imported" ? treeOf(file)?.root : undefined;
    return root?.kind === "lambda" && root.formals?.formals.some((formal) => formal.name.name === name);
  });
}

/** Whether what is read of `config` is nothing of the flake's own: `config.networking.hostName` in a leaf. */
function isOfSystem({ graph }: RuleContext, tree: SyntaxTree, at: Span): boolean {
  const around = enclosing(tree, at);
  const [read, variable] = around.slice(-2);
  if (read?.kind !== "select" || read.from !== variable || variable.kind !== "variable") return false;
  const [first] = read.path;
  if ((variable.name !== "config" && variable.name !== "options") || first?.kind !== "static") return false;
  const { names, open } = graph.declared;
  return !names.has(first.name) && (!open || SYSTEM_NAMESPACES.has(first.name));
}

/** A file that is a plain set becomes a function. */
function wrapEdit({ root }: SyntaxTree, file: string, name: string): Edit | undefined {
  return root.kind === "set" ? { file, start: root.start, end: root.start, text: `{ ${name}, ... }:\n` } : undefined;
}
