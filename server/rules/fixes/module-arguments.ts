import { enclosing } from "../../syntax/enclosing.ts";
import type { Formal, Lambda, SyntaxTree } from "../../syntax/syntax-tree.ts";
import { covers, type Edit, type OffsetRange, type Span } from "../../text.ts";
import type { Fix } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { formalAddition } from "./formals.ts";

/** What has the files of the flake. */
type Files = Pick<RuleContext, "textOf" | "treeOf" | "namesOf">;

/** The argument of a function whose name stands at the place, and the functions around it, the outermost first. */
export function formalAt(
  { treeOf }: Files,
  at: Span,
): { readonly formal: Formal; readonly lambda: Lambda; readonly around: readonly Lambda[] } | undefined {
  const tree = treeOf(at.file);
  const lambdas = tree ? lambdasAround(tree, at) : [];
  const lambda = lambdas.at(-1);
  const formal = lambda?.formals?.formals.find(({ name }) => name.start === at.start);
  return lambda && formal && { formal, lambda, around: lambdas.slice(0, -1) };
}

function lambdasAround(tree: SyntaxTree, range: OffsetRange): readonly Lambda[] {
  return enclosing(tree, range).filter((one) => one.kind === "lambda");
}

/** Whether a function around takes an argument of the same name. */
export function isTakenAround(files: Files, at: Span): boolean {
  const found = formalAt(files, at);
  const name = found?.formal.name.name;
  return found?.around.some(({ formals }) => formals?.formals.some((one) => one.name.name === name)) ?? false;
}

/** Takes the argument out, with the comma behind it. */
export function removal(files: Files, at: Span): Edit | undefined {
  const found = formalAt(files, at);
  const formals = found?.lambda.formals;
  const text = files.textOf(at.file);
  if (!found || !formals || text === undefined) return undefined;
  const { file } = at;
  const index = formals.formals.indexOf(found.formal);
  const next = formals.formals[index + 1];
  if (next) return { file, start: found.formal.start, end: next.start, text: "" };
  const dots = formals.open ? text.indexOf("...", found.formal.end) : -1;
  if (dots >= 0 && dots < formals.end) return { file, start: found.formal.start, end: dots, text: "" };
  const before = formals.formals[index - 1];
  return { file, start: before?.end ?? found.formal.start, end: found.formal.end, text: "" };
}

/** Adds an argument to the function that is the whole file, which a plain set becomes. */
export function headAddition({ treeOf, textOf }: Files, at: Span, name: string): Edit | undefined {
  const root = treeOf(at.file)?.root;
  const { file } = at;
  if (root?.kind === "set") return { file, start: root.start, end: root.start, text: `{ ${name}, ... }:\n` };
  return root?.kind === "lambda" ? formalAddition(textOf(file) ?? "", file, root, name) : undefined;
}

/** Uses of an argument as a variable; undefined where one is an `inherit`, or the function has a name for all arguments. */
function plainUses({ namesOf, treeOf }: Files, at: Span, { parameter }: Lambda): readonly OffsetRange[] | undefined {
  const tree = treeOf(at.file);
  const binding = namesOf(at.file)?.bindings.find(({ definitions }) =>
    definitions.some(({ start }) => start === at.start),
  );
  if (!tree || !binding || parameter) return undefined;
  const isPlain = binding.uses.every((use) => enclosing(tree, use).at(-1)?.kind === "variable");
  return isPlain && binding.uses.length > 0 ? binding.uses : undefined;
}

/** Moves an argument into the one function that all its uses are in, where modules are written. */
export function movedInside(files: Files, at: Span, name: string): readonly Fix[] {
  const found = formalAt(files, at);
  const tree = files.treeOf(at.file);
  const uses = found && plainUses(files, at, found.lambda);
  const removed = removal(files, at);
  if (!uses || !tree || !removed) return [];
  const inner = uses.map((use) => lambdasAround(tree, use).findLast((one) => one.formals?.open));
  const [first] = inner;
  if (!first || first === found.lambda || !inner.every((one) => one === first)) return [];
  const added = formalAddition(files.textOf(at.file) ?? "", at.file, first, name);
  return added && !covers(removed, added)
    ? [{ title: `Take \`${name}\` in the module that uses it`, edits: [removed, added], preferred: true }]
    : [];
}

/** Puts what NixOS has for it in the place of `system`. */
export function systemOfPackages(files: Files, at: Span): readonly Fix[] {
  const found = formalAt(files, at);
  const uses = found && plainUses(files, at, found.lambda);
  const removed = removal(files, at);
  if (!found || !uses || !removed) return [];
  const { file } = at;
  const hasPackages = found.lambda.formals?.formals.some(({ name }) => name.name === "pkgs");
  const head: Edit = hasPackages ? removed : { ...at, text: "pkgs" };
  const edits = uses.map(({ start, end }) => ({ file, start, end, text: "pkgs.stdenv.hostPlatform.system" }));
  return [{ title: "Use `pkgs.stdenv.hostPlatform.system`", edits: [head, ...edits], preferred: true }];
}
