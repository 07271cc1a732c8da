import { resolvePath } from "../nix/paths.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { Expression, SyntaxTree } from "../syntax/syntax-tree.ts";
import type { OffsetRange, Span } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import type { RuleContext } from "./rule.ts";

/** A path that is written out as what `import` imports, or as an item of `imports` or of the `modules` of a system. */
export interface WrittenImport {
  readonly at: Span;
  /** Where it leads. */
  readonly target: string;
}

/** In files that are read, save those that ask whether some path exists. */
export function writtenImports(context: RuleContext): readonly WrittenImport[] {
  return context.factsOf(importsIn).flatMap(({ cell: { file, status }, fact }) => {
    const isRead = status === "imported" || status === "reached";
    return isRead && !context.syntaxProblems.has(file) ? fact : [];
  });
}

function importsIn(file: string, { namesOf, treeOf, textOf }: FactContext): readonly WrittenImport[] | undefined {
  const [tree, paths] = [treeOf(file), namesOf(file)?.paths ?? []];
  if (!tree || paths.length === 0 || textOf(file)?.includes("pathExists")) return undefined;
  const directory = file.slice(0, file.lastIndexOf("/"));
  const found = paths.flatMap(({ text, range }) =>
    isImport(tree, range) ? [{ at: { file, ...range }, target: resolvePath(directory, text) }] : [],
  );
  return found.length > 0 ? found : undefined;
}

/** Whether a path is what `import` imports, or an item of a list of modules. */
export function isImport(tree: SyntaxTree, range: OffsetRange): boolean {
  const [parent, ...around] = enclosing(tree, range).slice(0, -1).reverse();
  if (parent?.kind === "apply") return parent.function.kind === "variable" && parent.function.name === "import";
  if (parent?.kind !== "list") return false;
  const end = around.findIndex(({ kind }) => kind !== "binary");
  const set = around[end];
  const value = end === 0 ? parent : around[end - 1];
  return set?.kind === "set" && value !== undefined && isModuleList(set, value);
}

function isModuleList(set: Extract<Expression, { kind: "set" }>, list: Expression): boolean {
  return set.bindings.some((binding) => {
    const last = binding.kind === "bind" && binding.value === list ? binding.path.at(-1) : undefined;
    return last?.kind === "static" && (last.name === "imports" || last.name === "modules");
  });
}
