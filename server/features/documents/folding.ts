import { forEachNode, type Node } from "../../syntax/tree-walk.ts";
import type { OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";

export interface Fold extends OffsetRange {
  readonly kind: "code" | "comment";
}

/** What can be folded: sets, lists, `let`, arguments, long strings and comments that take several lines. In source order. */
export function folding({ treeOf, textOf }: Pick<View, "treeOf" | "textOf">, file: string): readonly Fold[] {
  const tree = treeOf(file);
  const text = textOf(file);
  if (!tree || text === undefined) return [];
  const folds: Fold[] = [];
  const strings: OffsetRange[] = [];
  forEachNode(tree.root, (node) => {
    if (node.kind === "string" || node.kind === "path") strings.push(node);
    for (const { start, end } of foldsOf(node)) folds.push({ start, end, kind: "code" });
  });
  const comments = commentsIn(text, strings).map((range) => ({ ...range, kind: "comment" as const }));
  return [...folds, ...comments]
    .filter(({ start, end }) => text.slice(start, end).includes("\n"))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

function foldsOf(node: Node): readonly OffsetRange[] {
  switch (node.kind) {
    case "set":
    case "list":
      return [node];
    case "string":
      return node.style === "indented" ? [node] : [];
    case "let": {
      const last = node.bindings.at(-1);
      return last ? [{ start: node.start, end: last.end }] : [];
    }
    case "lambda":
      return node.formals ? [node.formals] : [];
    default:
      return [];
  }
}

/** Block comments, and runs of lines that are comments alone. `strings` hold no comments. */
function commentsIn(text: string, strings: readonly OffsetRange[]): readonly OffsetRange[] {
  const inString = (offset: number) => strings.some(({ start, end }) => start < offset && offset < end);
  const found: OffsetRange[] = [];
  const comment = /^[ \t]*#.*(?:\r?\n[ \t]*#.*)+|\/\*[\s\S]*?\*\//gm;
  for (const match of text.matchAll(comment)) {
    const start = match.index + (/^[ \t]*/.exec(match[0])?.[0].length ?? 0);
    if (!inString(start)) found.push({ start, end: match.index + match[0].length });
  }
  return found;
}
