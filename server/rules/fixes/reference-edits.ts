import { enclosing } from "../../syntax/enclosing.ts";
import type { Expression, List, SyntaxTree } from "../../syntax/syntax-tree.ts";
import { isPlainName } from "../fix.ts";

/** An item of a list that refers to a branch, for another branch of its kind: `base` or `config.flake.modules.nixos.base`. */
export function renamedReference(
  tree: SyntaxTree,
  text: string,
  { list, item }: { readonly list: List; readonly item: Expression },
  known: string,
  wanted: string,
): string | undefined {
  if (item.kind === "variable" && item.name === known) {
    const scope = enclosing(tree, list).findLast((one) => one.kind === "with")?.scope;
    if (!scope) return undefined;
    if (isPlainName(wanted)) return wanted;
    return isPathLike(scope) ? `${text.slice(scope.start, scope.end)}.${JSON.stringify(wanted)}` : undefined;
  }
  const last = item.kind === "select" && item.fallback === undefined ? item.path.at(-1) : undefined;
  if (last?.kind !== "static" || last.name !== known) return undefined;
  return text.slice(item.start, last.start) + (isPlainName(wanted) ? wanted : JSON.stringify(wanted));
}

function isPathLike({ kind }: Expression): boolean {
  return kind === "variable" || kind === "select";
}
