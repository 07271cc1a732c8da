import type { Place } from "../../subjects/live-flake.ts";
import type { AttributeName } from "../../syntax/syntax-tree.ts";
import { childrenOf, type Node } from "../../syntax/tree-walk.ts";
import { covers, type OffsetRange, touches } from "../../text.ts";
import type { View } from "../view.ts";

/** What can be selected around a place, the smallest first: each holds the one before it. Empty when there is no such file. */
export function selectionRanges({ treeOf, textOf }: Pick<View, "treeOf" | "textOf">, { file, offset }: Place) {
  const tree = treeOf(file);
  const text = textOf(file);
  if (!tree || text === undefined) return [];
  const around: OffsetRange[] = [{ start: 0, end: text.length }];
  let node: Node | undefined = tree.root;
  while (node) {
    const reached: Node = node;
    around.push(reached, ...innerRanges(reached, offset, text));
    node = childrenOf(reached).find((child) => touches(child, offset));
  }
  const sorted = around
    .map(({ start, end }): OffsetRange => ({ start, end }))
    .filter((range) => touches(range, offset))
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  return sorted.filter((range, at) => {
    const before = sorted[at - 1];
    return !before || (covers(range, before) && size(range) > size(before));
  });
}

/** Stretches inside of a node that are not nodes: names, paths of names, what stands between brackets or quotes. */
function innerRanges(node: Node, offset: number, text: string): readonly OffsetRange[] {
  switch (node.kind) {
    case "set":
    case "list": {
      const open = text.indexOf(node.kind === "list" ? "[" : "{", node.start);
      return [between(text, open + 1, node.end - 1)];
    }
    case "string": {
      const quote = node.style === "indented" ? 2 : node.style === "plain" ? 1 : 0;
      return [{ start: node.start + quote, end: Math.max(node.start + quote, node.end - quote) }];
    }
    case "bind":
    case "select":
    case "has":
      return namesAround(node.path, offset);
    case "inherit":
      return node.names.filter((name) => touches(name, offset));
    case "lambda": {
      const formals = node.formals ? [node.formals, ...node.formals.formals] : [];
      const names = (node.formals?.formals ?? []).map(({ name }) => name);
      return [...formals, ...names, ...(node.parameter ? [node.parameter] : [])];
    }
    default:
      return [];
  }
}

/** The name, and the path up to it. */
function namesAround(path: readonly AttributeName[], offset: number): readonly OffsetRange[] {
  const at = path.findIndex((name) => touches(name, offset));
  const [first, name, last] = [path[0], path[at], path.at(-1)];
  if (!first || !name || !last) return [];
  return [name, { start: first.start, end: name.end }, { start: first.start, end: last.end }];
}

function between(text: string, start: number, end: number): OffsetRange {
  const inner = text.slice(start, Math.max(start, end));
  const left = inner.length - inner.trimStart().length;
  return { start: start + left, end: start + Math.max(left, inner.trimEnd().length) };
}

function size({ start, end }: OffsetRange): number {
  return end - start;
}
