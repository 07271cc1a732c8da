import type { CellStatus, GraphProblem } from "../graph/graph.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { Expression, Lambda } from "../syntax/syntax-tree.ts";
import { compareText, type Edit, type Span } from "../text.ts";
import { type Fix, renaming } from "./fix.ts";
import { formalAddition } from "./fixes/formals.ts";
import { bound } from "./fixes/lib-names.ts";
import { listItemAt } from "./fixes/list-items.ts";
import { nearMatch } from "./near-match.ts";
import type { RuleContext } from "./rule.ts";

/** What an error of Nix means for whoever wrote the code, and where it is put right. */
export interface Advice {
  readonly message: string;
  readonly at: Span;
  readonly fixes: () => readonly Fix[];
  /** Errors in here come of the same mistake. */
  readonly explains?: Span;
}

type FailureProblem = Extract<GraphProblem, { kind: "failure" }> & { readonly at: Span };

/** Undefined where there is no more to say than Nix's own message. */
export function adviceOn(context: RuleContext, problem: FailureProblem): Advice | undefined {
  const { cause, at } = problem;
  switch (cause?.kind) {
    case "arguments":
      return cause.missing.length > 0
        ? missingArguments(context, at, cause.missing)
        : unexpectedArguments(context, cause.formals, cause.unexpected);
    case "call":
      return cause.found === "path" ? calledPath(context, at) : undefined;
    case "import-list":
      return noList(context, at, cause.name ?? "imports");
    case "no-module":
      return cause.found === "lambda" || cause.found === "primop"
        ? bareFunction(context, at, cause.lacking)
        : undefined;
    case "no-attribute":
      return missingAttribute(context, problem, cause.name);
    case "no-input":
    case undefined:
      return undefined;
    default:
      return cause satisfies never;
  }
}

function missingArguments(context: RuleContext, at: Span, names: readonly string[]): Advice {
  const listed = listOf(names);
  return {
    message: `This function needs ${listed}, which the call does not pass. Add ${names.length > 1 ? "them" : "it"} to the set that it is called with.`,
    at,
    fixes: () => passing(context, at, names),
  };
}

/** Passes names that are bound around the call, where it is given a set that is written there. */
function passing({ treeOf, textOf }: RuleContext, at: Span, names: readonly string[]): readonly Fix[] {
  const tree = treeOf(at.file);
  const text = textOf(at.file);
  const around = tree ? enclosing(tree, at) : [];
  const call = around.findLast((one) => one.kind === "apply" && one.start === at.start);
  const given = call?.kind === "apply" && call.argument.kind === "set" ? call.argument : undefined;
  if (text === undefined || !given || !names.every((name) => around.some((one) => bound(one, name)))) return [];
  const start = given.start + text.slice(given.start).indexOf("{") + 1;
  const edit: Edit = { file: at.file, start, end: start, text: ` inherit ${names.join(" ")};` };
  return [{ title: `Pass ${listOf(names)}`, edits: [edit], preferred: true }];
}

function unexpectedArguments(context: RuleContext, formals: Span, names: readonly string[]): Advice | undefined {
  const { graph, treeOf, textOf } = context;
  const tree = treeOf(formals.file);
  const lambda = tree && enclosing(tree, formals).findLast((one) => one.kind === "lambda" && isOf(one, formals));
  if (lambda?.kind !== "lambda" || formals.file.startsWith(graph.root.directory) === false) return undefined;
  const cell = graph.cells.find(({ file, status }) => file === formals.file && TAKEN.has(status));
  const stranger = cell && tree?.root === lambda ? strangeArgument(lambda) : undefined;
  const name = formals.file.slice(formals.file.lastIndexOf("/") + 1);
  if (stranger !== undefined)
    return {
      message: `This file is imported as a module of the flake, but it is not one: no module gets \`${stranger}\`. Rename it to \`_${name}\`, which the loader skips, or move it out of the tree.`,
      at: formals,
      fixes: () => [],
    };
  const shown = names.filter((name) => !name.startsWith("_")).sort(compareText);
  return {
    message: `This function is also given ${listOf(shown)}, which it does not take, so Nix refuses the call. Add \`...\` to its arguments.`,
    at: formals,
    fixes: () => {
      const edit = formalAddition(textOf(formals.file) ?? "", formals.file, lambda, "...");
      return edit ? [{ title: "Add `...` to the arguments", edits: [edit], preferred: true }] : [];
    },
  };
}

function isOf({ formals }: Lambda, at: Span): boolean {
  return formals?.start === at.start;
}

const TAKEN: ReadonlySet<CellStatus> = new Set<CellStatus>(["imported", "reached"]);

/** What modules of a flake are given by flake-parts, or by flakes of their own under such names. */
const MODULE_ARGUMENTS: ReadonlySet<string> = new Set(
  "config flake-parts-lib getSystem inputs lib moduleLocation moduleWithSystem options self specialArgs withSystem".split(
    " ",
  ),
);

/** An argument that functions for `callPackage` take, and no module. */
function strangeArgument({ formals }: Lambda): string | undefined {
  return formals?.formals.find(({ name, fallback }) => !fallback && !MODULE_ARGUMENTS.has(name.name))?.name.name;
}

function calledPath(context: RuleContext, at: Span): Advice {
  return {
    message:
      "A path is called like a function here, which Nix refuses. To call what the file holds, write `import` before the path.",
    at,
    fixes: () => {
      const text = context.textOf(at.file)?.slice(at.start, at.end) ?? "";
      const edit = { ...at, end: at.start, text: "import " };
      return /^[.~/]/.test(text) ? [{ title: "Import the file", edits: [edit], preferred: true }] : [];
    },
  };
}

function noList({ treeOf, textOf }: RuleContext, at: Span, name: string): Advice {
  return {
    message: `\`${name}\` must be a list, but this is not one, so Nix stops here. Put it in brackets.`,
    at,
    fixes: () => {
      const tree = treeOf(at.file);
      const value = tree && enclosing(tree, at).find((one) => one.start === at.start && one.end === at.end);
      const text = textOf(at.file)?.slice(at.start, at.end);
      if (!value || text === undefined) return [];
      return [{ title: "Put it in brackets", edits: [{ ...at, text: `[ ${asItem(value, text)} ]` }], preferred: true }];
    },
  };
}

/** Items of a list are separated by blanks, so a call needs parentheses. */
function asItem({ kind }: Expression, text: string): string {
  const isSimple = ["variable", "select", "set", "list", "path", "string"].includes(kind) || text.startsWith("(");
  return isSimple ? text : `(${text})`;
}

/** A function whose arguments follow it as items of the same list. */
function bareFunction(context: RuleContext, at: Span, lacking: number | undefined): Advice | undefined {
  const found = listItemAt(context.treeOf(at.file), at);
  const index = found ? found.list.items.indexOf(found.item) : -1;
  const last = lacking === undefined ? found?.list.items.at(-1) : found?.list.items[index + lacking];
  if (!found || !last || last === found.item || found.item.kind === "lambda") return undefined;
  const text = context.textOf(at.file) ?? "";
  const name = text.slice(found.item.start, found.item.end);
  const edit: Edit = {
    file: at.file,
    start: found.item.start,
    end: last.end,
    text: `(${text.slice(found.item.start, last.end)})`,
  };
  return {
    message: `\`${name}\` is a function, and what follows are further items of the list, not its arguments. Put the call in parentheses.`,
    at: { file: at.file, start: found.item.start, end: found.item.end },
    explains: edit,
    fixes: () => [{ title: "Put the call in parentheses", edits: [edit], preferred: true }],
  };
}

function missingAttribute(
  context: RuleContext,
  { message, at, alternatives }: FailureProblem,
  name: string,
): Advice | undefined {
  const meant = nearMatch(name, alternatives) ?? longerName(name, alternatives);
  if (meant === undefined) return undefined;
  return {
    message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}. Did you mean \`${meant}\`?`,
    at,
    fixes: () => renaming(context, at, name, meant),
  };
}

/** The only name that begins and ends with the same words, and has more between them: `homeManagerModules` for `homeModules`. */
function longerName(name: string, names: readonly string[]): string | undefined {
  const [first = "", ...others] = wordsOf(name);
  const last = others.at(-1);
  if (others.length !== 1 || last === undefined) return undefined;
  const longer = names.filter((one) => {
    const words = wordsOf(one);
    return words.length > 2 && words[0] === first && words.at(-1) === last;
  });
  return longer.length === 1 ? longer[0] : undefined;
}

function wordsOf(name: string): readonly string[] {
  return name.split(/(?=[A-Z])|[-_]/);
}

/** "`a`", "`a` and `b`", "`a`, `b` and 3 more". */
function listOf(names: readonly string[]): string {
  const [first = "", second, ...more] = names.map((name) => `\`${name}\``);
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}
