import type { GraphProblem } from "../graph/graph.ts";
import { MODULES_PATH } from "../modules/nixos-modules.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { Binding, Expression, SyntaxTree } from "../syntax/syntax-tree.ts";
import { forEachNode } from "../syntax/tree-walk.ts";
import { covers, type OffsetRange, type Span } from "../text.ts";
import { removing } from "./argument-advice.ts";
import type { Fix } from "./fix.ts";
import { formalAddition } from "./fixes/formals.ts";
import { isTakenAround } from "./fixes/module-arguments.ts";
import { misplacedAt } from "./misplaced-module.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const recursiveImports: Rule = {
  code: "recursive-imports",
  group: "modules",
  severity: "error",
  description: "The imports of a module depend on the configuration that they become part of.",
  explanation: `The module system collects all modules before any option has a value. So \`imports\` cannot depend on \`config\`, nor on an
argument that modules define with \`_module.args\`, such as \`pkgs\`: Nix stops with "infinite recursion encountered". Neither can all that a
module holds, by \`if\` or \`optionalAttrs\`. Files that import each other never end either.

Import the module unconditionally and put its settings behind \`lib.mkIf\`, or decide by something from outside the configuration:
\`specialArgs\` or, in a leaf, the flake's own \`config\`.`,
  examples: {
    around: `# cells/_extras.nix
{ }
# cells/extras-options.nix
{ config, lib, ... }: {
  options.my.extras.enable = lib.mkEnableOption "extras";
  options.my.packages = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  config.flake.modules.nixos.base.environment.etc.packages.text = toString config.my.packages;
}`,
    wrong: `# cells/extras.nix
{ config, lib, ... }: {
  imports = lib.optional config.my.extras.enable ./_extras.nix;
}
# cells/mtr.nix
{ config, lib, ... }:
lib.optionalAttrs config.my.extras.enable { my.packages = [ "mtr" ]; }`,
    right: `{ config, lib, ... }: {
  imports = [ ./_extras.nix ];
  config = lib.mkIf config.my.extras.enable { my.packages = [ "mtr" ]; };
}`,
  },
  check: (context) =>
    problemsOfKind(context, "recursive-imports")
      // What a module for systems imports is not what is wrong with it.
      .filter(({ at }) => misplacedAt(context, at.file) === undefined)
      .map((found) => reportOf(context, found)),
};

type Found = Extract<GraphProblem, { readonly kind: "recursive-imports" }> & { readonly at: Span };

function reportOf(context: RuleContext, { at, message, hosts, argument, isBody }: Found): Report {
  if (isBody) {
    const asked = askedConfig(context, at);
    const advice = asked ? "Ask `options` instead of `config`, which needs no values." : BY_MKIF;
    const fixes = () => (asked ? ofOptions(context, at, asked) : byMkIf(context, at));
    return { message: `${AROUND_ALL} ${advice}`, at, hosts, fixes };
  }
  if (argument === undefined || message.includes(MODULES_PATH)) {
    return { message: hosts.length === 0 && isOfSelf(context, at) ? OF_SELF : inWords(message), at, hosts };
  }
  const isAround = isTakenAround(context, at);
  return {
    message: `\`${argument}\` ${argument === "pkgs" ? "comes from" : "is looked up in"} the configuration that is being imported here, so Nix stops with an infinite recursion. ${adviceOn(argument, isAround)}`,
    at: useInImports(context, at, argument) ?? at,
    hosts,
    fixes: () => (isAround ? removing(context, at, argument) : []),
  };
}

const OF_SELF =
  "`self` holds what the modules of the flake make, so Nix cannot look into it before all of them are imported, and stops with an infinite recursion. Import the file itself, by its path.";

/** Whether the imported module is looked up in the flake itself. */
function isOfSelf({ treeOf }: RuleContext, at: Span): boolean {
  const tree = treeOf(at.file);
  let found = false;
  if (tree)
    forEachNode(tree.root, (node) => {
      if (!covers(node, at) && !covers(at, node)) return;
      if (node.kind === "variable" && node.name === "self") found ||= covers(at, node);
      if (node.kind !== "select" || node.from.kind !== "variable" || node.from.name !== "inputs") return;
      const [first] = node.path;
      found ||= first?.kind === "static" && first.name === "self";
    });
  return found;
}

const AROUND_ALL =
  "Which settings this module has depends on the configuration that it is part of, so Nix stops with an infinite recursion.";
const BY_MKIF = "Put the settings behind `lib.mkIf`, which keeps their names visible.";

/** The variable in a condition that only asks whether there is an option: `config ? …`. */
function askedConfig({ treeOf }: RuleContext, at: Span): Expression | undefined {
  const tree = treeOf(at.file);
  const condition = tree && enclosing(tree, at).at(-1);
  const subject = condition?.kind === "has" ? condition.subject : undefined;
  return subject?.kind === "variable" && subject.name === "config" ? subject : undefined;
}

function ofOptions({ textOf, treeOf }: RuleContext, at: Span, { start, end }: OffsetRange): readonly Fix[] {
  const { file } = at;
  const tree = treeOf(file);
  const lambda = tree && enclosing(tree, at).findLast((one) => one.kind === "lambda" && takes(one, "config"));
  if (lambda?.kind !== "lambda") return [];
  const added = takes(lambda, "options") ? undefined : formalAddition(textOf(file) ?? "", file, lambda, "options");
  const edits = [...(added ? [added] : []), { file, start, end, text: "options" }];
  return [{ title: "Ask `options`", edits, preferred: true }];
}

function takes(lambda: Expression, name: string): boolean {
  return lambda.kind === "lambda" && (lambda.formals?.formals.some((one) => one.name.name === name) ?? false);
}

function adviceOn(argument: string, isAround: boolean): string {
  if (isAround) return `The function around it has \`${argument}\`, too: remove it from the arguments here.`;
  return argument === "pkgs"
    ? "Import the module unconditionally, and use `lib.mkIf` inside it."
    : `Pass \`${argument}\` in \`specialArgs\`, not in \`_module.args\`, or take it from a function around this one.`;
}

/** Where the imports of the function that takes an argument use it first. */
function useInImports({ treeOf, namesOf }: RuleContext, at: Span, name: string): Span | undefined {
  const tree = treeOf(at.file);
  const uses = namesOf(at.file)?.bindings.find(
    (one) => one.name === name && one.definitions.some(({ start }) => start === at.start),
  )?.uses;
  const inImports = (uses ?? []).filter((use) => tree && isInImports(tree, use));
  const [first] = inImports.toSorted((a, b) => a.start - b.start);
  return first && { file: at.file, start: first.start, end: first.end };
}

function isInImports(tree: SyntaxTree, use: OffsetRange): boolean {
  return enclosing(tree, use).some(
    (one) => one.kind === "set" && one.bindings.some((bind) => isImports(bind) && covers(bind, use)),
  );
}

function isImports(bind: Binding): boolean {
  const [first] = bind.kind === "bind" ? bind.path : [];
  return bind.kind === "bind" && bind.path.length === 1 && first?.kind === "static" && first.name === "imports";
}

/** Where `optionalAttrs` is called with the condition, `mkIf` takes the same arguments. */
function byMkIf({ treeOf, textOf }: RuleContext, at: Span): readonly Fix[] {
  const tree = treeOf(at.file);
  const text = textOf(at.file);
  const call = tree && enclosing(tree, at).findLast((one) => one.kind === "apply" && one.function.end <= at.end);
  const called = call?.kind === "apply" ? innermost(call) : undefined;
  const name = called && text?.slice(called.start, called.end);
  if (!called || !name?.endsWith("optionalAttrs")) return [];
  const start = called.end - "optionalAttrs".length;
  return [
    { title: "Use `lib.mkIf`", edits: [{ file: at.file, start, end: called.end, text: "mkIf" }], preferred: true },
  ];
}

/** The function that a call of several arguments calls. */
function innermost(call: Expression): Expression {
  return call.kind === "apply" ? innermost(call.function) : call;
}

function inWords(message: string): string {
  if (message.includes("import each other")) return "These files import each other, so Nix never gets to the end.";
  if (message.includes(MODULES_PATH))
    return `Only modules for systems get \`${MODULES_PATH}\`. This file is imported as a module of the flake, so Nix looks for the argument in the configuration that the import becomes part of, and stops with an infinite recursion.`;
  return "What is imported here depends on the configuration that it becomes part of, so Nix stops with an infinite recursion. Import it unconditionally, and use `lib.mkIf` inside it.";
}
