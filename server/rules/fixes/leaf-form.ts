import type { Leaf } from "../../graph/graph.ts";
import { enclosing } from "../../syntax/enclosing.ts";
import type { Expression, Lambda } from "../../syntax/syntax-tree.ts";
import type { RuleContext } from "../rule.ts";
import { attributePath, bindingAt } from "./binding-edits.ts";
import { mostCommon } from "./most-common.ts";

/** A cell with an empty module for a branch, in the form of most of the given leaves. */
export function leafFile(context: RuleContext, path: readonly string[], leaves: readonly Leaf[]): string {
  const forms = leaves.flatMap((leaf) => leafForm(context, leaf) ?? []);
  const main = mostCommon(forms.map((form) => JSON.stringify(form)));
  const form: LeafForm = main ? JSON.parse(main) : PLAIN;
  const head = mostCommon(leaves.map((leaf) => cellHead(context, leaf.at.file))) ?? "";
  return `${head}{\n  ${form.prefix}${attributePath(path)} =${moduleText(form)};\n}\n`;
}

interface LeafForm {
  /** `config.`, where the cells write it. */
  readonly prefix: string;
  /** It is an item of a list. */
  readonly isItem: boolean;
  /** `{ pkgs, ... }`; none: a plain set. */
  readonly formals: string | undefined;
  /** A function stands on the lines below. */
  readonly isBelow: boolean;
}

const PLAIN: LeafForm = { prefix: "", isItem: false, formals: undefined, isBelow: false };

function moduleText({ isItem, formals, isBelow }: LeafForm): string {
  if (isItem) return formals === undefined ? " [ { } ]" : ` [\n    (${formals}: { })\n  ]`;
  if (formals === undefined) return " { }";
  return isBelow ? `\n    ${formals}:\n    { }` : ` ${formals}: { }`;
}

function leafForm({ treeOf, textOf, namesOf }: RuleContext, { at, definedAt }: Leaf): LeafForm | undefined {
  const text = textOf(at.file);
  const tree = treeOf(at.file);
  if (!definedAt || !tree || text === undefined || definedAt.file !== at.file) return undefined;
  const module = enclosing(tree, at).find(({ start, end }) => start === at.start && end === at.end);
  const between = text.slice(definedAt.end, at.start);
  const occurrence = namesOf(at.file)?.occurrences.find((one) =>
    one.pieces.some((piece) => piece?.start === definedAt.start),
  );
  const first = occurrence?.pieces[0] && bindingAt(tree, occurrence.pieces[0]);
  const before = first?.bind.path[first.piece - 1];
  return {
    prefix: before?.kind === "static" && before.name === "config" ? "config." : "",
    isItem: /^\s*=[^{;]*\[/.test(between),
    formals: module?.kind === "lambda" ? shortFormals(module, text) : undefined,
    isBelow: between.includes("\n"),
  };
}

/** On one line; a function that names its arguments otherwise counts as one that takes `pkgs`. */
function shortFormals({ formals }: Lambda, text: string): string {
  const written = formals && text.slice(formals.start, formals.end).replace(/\s+/g, " ");
  return written && formals.open && written.length < 40 ? written : "{ pkgs, ... }";
}

/** How a cell that needs no arguments begins, where most do so. */
function cellHead({ treeOf, textOf }: RuleContext, file: string): string {
  const root: Expression | undefined = treeOf(file)?.root;
  if (root?.kind !== "lambda" || root.body.kind !== "set") return "";
  const head = (textOf(file) ?? "").slice(root.start, root.body.start);
  return /^(_|\{ \.\.\. \}):\s+$/.test(head) ? head : "";
}
