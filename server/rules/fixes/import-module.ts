import { innermostLeaf } from "../../graph/graph-lookup.ts";
import { enclosing } from "../../syntax/enclosing.ts";
import type { AttributeName, AttributeSet, Expression, List, SyntaxTree } from "../../syntax/syntax-tree.ts";
import type { Edit, Span } from "../../text.ts";
import type { Fix } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { type BindingAt, bindingAddition, bindingAt } from "./binding-edits.ts";
import { formalAddition } from "./formals.ts";
import { bound } from "./lib-names.ts";
import { itemAddition } from "./list-items.ts";

/** Lets the leaf that sets an option at the place import a module of an input (`inputs.…`). Empty where it is not seen how. */
export function importingModule(context: RuleContext, at: Span, reference: string): readonly Fix[] {
  const tree = context.treeOf(at.file);
  const text = context.textOf(at.file);
  const found = bindingAt(tree, at);
  const leaf = innermostLeaf(context.graph, at);
  if (!tree || text === undefined || !found || !leaf) return [];
  const above = found.bind.path.slice(0, found.piece);
  const names = isNamed(above.at(-1), "config") ? above.slice(0, -1) : above;
  if (names.length === 0 && moduleBody(tree, leaf.at) !== found.set) return [];
  const added = argumentEdit(tree, text, at, "inputs");
  if (!added) return [];
  const edit = importEdit(text, at.file, found, names, reference);
  return edit ? [{ title: `Import \`${reference}\``, edits: [...added, edit], preferred: true }] : [];
}

/** The set that a module at the place is, or that it is a function to. */
function moduleBody(tree: SyntaxTree, { start, end }: Span): AttributeSet | undefined {
  let body: Expression | undefined = enclosing(tree, { start, end }).find(
    (one) => one.start === start && one.end === end,
  );
  while (body?.kind === "lambda" || body?.kind === "let") body = body.body;
  return body?.kind === "set" ? body : undefined;
}

/** As an item of the module's imports, or as its first one. */
function importEdit(
  text: string,
  file: string,
  found: BindingAt,
  names: readonly AttributeName[],
  reference: string,
): Edit | undefined {
  const prefix = names.map(({ start, end }) => text.slice(start, end));
  const imports = importsOf(found.set, text, prefix);
  if (imports === "other") return undefined;
  if (imports) return itemAddition(text, file, imports, reference);
  return bindingAddition(text, file, found, [...prefix, "imports"].join("."), () => `[ ${reference} ]`);
}

/** The list of imports that stands in the set already; `other`: they are not a list. */
function importsOf({ bindings }: AttributeSet, text: string, prefix: readonly string[]): List | "other" | undefined {
  const wanted = [...prefix, "imports"].join(".");
  const found = bindings.find(
    (one) => one.kind === "bind" && one.path.map(({ start, end }) => text.slice(start, end)).join(".") === wanted,
  );
  if (found?.kind !== "bind") return undefined;
  return found.value.kind === "list" ? found.value : "other";
}

function isNamed(name: AttributeName | undefined, text: string): boolean {
  return name?.kind === "static" && name.name === text;
}

/** What makes a name an argument of the file, where it is not bound yet. Undefined where that cannot be done. */
function argumentEdit(tree: SyntaxTree, text: string, at: Span, name: string): readonly Edit[] | undefined {
  if (enclosing(tree, at).some((one) => bound(one, name))) return [];
  const { root } = tree;
  if (root.kind === "set") return [{ file: at.file, start: root.start, end: root.start, text: `{ ${name}, ... }:\n` }];
  const edit = root.kind === "lambda" && root.formals?.open ? formalAddition(text, at.file, root, name) : undefined;
  return edit && [edit];
}
